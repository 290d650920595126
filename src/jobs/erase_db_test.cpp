// Erasure and rotation on a whole node: what is gone must be gone from every file.
#include "jobs/erase_for_tests.h"
#include "people/registry/same_person_codec.h"

namespace jatigi::jobs {
namespace {

using Step = vault::RotationStep;

class Erasing : public ::testing::TestWithParam<store::Dialect> {
protected:
    bool on_sqlite() const { return GetParam() == store::Dialect::sqlite; }
    Result<EraseReport> erase_cases(std::vector<std::string> cases) {
        return erase(centre_.place, erase_request(std::move(cases)), test_now, {});
    }
    // The code, or nothing when it was done.
    std::string refusal(const EraseRequest& request) {
        const auto done = erase(centre_.place, request, test_now, {});
        return done ? std::string{} : std::string(done.error().code);
    }
    // Raw rows of the keyring: what a wrap looks like on the disk.
    Needles wraps() const {
        Needles needles;
        const auto db = store::open_reader(node::location_of(centre_.place));
        const auto rows = (*db)->rows("select key_id, wrap, nonce from keyring");
        for (const store::Row& row : *rows) {
            needles["wrap of " + hex(row.bytes(0))] = std::string(as_text(row.bytes(1)));
            needles["nonce of " + hex(row.bytes(0))] = std::string(as_text(row.bytes(2)));
        }
        return needles;
    }
    Centre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Each, Erasing, testing::both_stores(), testing::store_name);

TEST_P(Erasing, WhileTheNodeRunsNoFileHoldsANameOrAKey) {
    centre_.enrol(5);
    const auto node = centre_.open();  // Its WAL and shared memory are there.
    Needles needles{{"a name", surname}};
    for (const auto& [id, key] : keys_of(centre_.place))
        add_secret(needles, "key " + id, as_bytes(key));
    ASSERT_GE(needles.size(), 1U + 3U * 5U);
    const auto kek = node::open_key_file(centre_.place);
    ASSERT_TRUE(kek);
    Needles with_kek = needles;
    add_secret(with_kek, "the KEK", kek->keks().current.key.view());
    EXPECT_EQ(found_in(centre_.all_but_the_key_file(), with_kek), std::vector<std::string>{});
    EXPECT_EQ(found_in(centre_.all_places(), needles), std::vector<std::string>{});
}

TEST_P(Erasing, TheScannerFindsWhatIsPlanted) {
    centre_.enrol(1);
    // Another name: PostgreSQL's log keeps it for the tests that follow.
    const std::string planted = "Zzplantedsurname";
    Needles needles{{"a name", planted}};
    const ByteArray<32> key = random_bytes<32>();
    add_secret(needles, "a key", key);
    EXPECT_EQ(found_in(centre_.all_places(), needles), std::vector<std::string>{});
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        ASSERT_TRUE(database);
        ASSERT_TRUE(store::put_setting(*database->connection, "planted", planted));
        ASSERT_TRUE(store::put_setting(*database->connection, "planted too", hex(key)));
        // In PostgreSQL's log a value may be cut in two by a page's header, in the table never.
        if (!on_sqlite()) {
            ASSERT_TRUE(database->connection->script("CHECKPOINT"));
        }
        const auto found = found_in(centre_.all_places(), needles);
        EXPECT_TRUE(std::ranges::any_of(
            found, [](const std::string& line) { return line.ends_with("holds a name"); }));
        EXPECT_TRUE(std::ranges::any_of(
            found, [](const std::string& line) { return line.ends_with("holds a key in hex"); }));
    }
    ASSERT_TRUE(vault::create_private(centre_.path("tmp/raw"), key));
    EXPECT_EQ(found_in({centre_.path("tmp")}, needles),
              std::vector<std::string>{"raw holds a key"});
}

TEST_P(Erasing, TheErasedAreGoneFromEveryFileAndTheOthersStay) {
    const auto cases = centre_.enrol(40);
    const auto before = keys_of(centre_.place);
    const Needles old_wraps = wraps();
    const auto old_file = node::open_key_file(centre_.place);
    ASSERT_TRUE(old_file);
    // The scanner sees the rows that are about to go.
    if (on_sqlite()) {
        ASSERT_GE(found_in({centre_.all_places().front()}, old_wraps).size(), old_wraps.size());
    }

    const auto report = erase_cases({cases[3], cases[17]});
    ASSERT_TRUE(report) << report.error().code << report.error().detail;
    EXPECT_EQ(report->erased, 2);
    EXPECT_EQ(report->keys.size(), 4U);
    EXPECT_EQ(report->generation, 2);

    Needles needles{{"a name", surname}};
    for (const auto& [id, key] : before) add_secret(needles, "key " + id, as_bytes(key));
    add_secret(needles, "the old KEK", old_file->keks().current.key.view());
    if (on_sqlite()) needles.insert(old_wraps.begin(), old_wraps.end());
    EXPECT_EQ(found_in(centre_.all_places(), needles), std::vector<std::string>{});

    const auto names = names_readable(centre_.place);
    EXPECT_EQ(names.size(), 38U);
    EXPECT_EQ(std::ranges::count(names, surname + "3"), 0);
    EXPECT_EQ(std::ranges::count(names, surname + "17"), 0);
    EXPECT_EQ(std::ranges::count(names, surname + "4"), 1);
    EXPECT_EQ(verified(centre_.place).unreadable, 4);
}

TEST_P(Erasing, TheFactAndTheErasureAreRecordedWithoutNames) {
    const auto cases = centre_.enrol(2);
    const auto report = erase_cases({cases[0]});
    ASSERT_TRUE(report) << report.error().code;
    const auto db = store::open_reader(node::location_of(centre_.place));
    ASSERT_TRUE(db);
    int facts = 0;
    ASSERT_TRUE(log::for_each_fact(**db, [&](const log::StoredFact& stored) -> Result<void> {
        TRY_ASSIGN(const auto record, log::open_record(stored));
        if (!record || record->body.type != "person.erased") return {};
        ++facts;
        EXPECT_EQ(record->body.stream.kind, "person");
        EXPECT_EQ(boost::json::serialize(record->body.data), R"({"reason":"withdrawn_consent"})");
        return {};
    }));
    EXPECT_EQ(facts, 1);
    const auto row = (*db)->first(
        "select e.reason, r.name, a.name, k.key_id from erasure e "
        "join account r on r.id = e.requested_by join account a on a.id = e.approved_by "
        "join erased_key k on k.person = e.person");
    ASSERT_TRUE(row && *row);
    EXPECT_EQ((*row)->text(0), "withdrawn_consent");
    EXPECT_EQ((*row)->text(1), "zz.registrar");
    EXPECT_EQ((*row)->text(2), "zz.officer");
    EXPECT_EQ((*row)->bytes(3), Bytes(report->keys[0].begin(), report->keys[0].end()));
}

TEST_P(Erasing, AttachmentsOfThePersonGoWithTheirKeys) {
    const auto cases = centre_.enrol(1);
    const Bytes picture_id(16, 0xA7), body(64, 0xB6);
    {
        auto node = centre_.open();
        const auto kept = node.writer->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto person, registry::find_by_case_number(tx.db(), cases[0]));
            TRY_ASSIGN(const auto key,
                       tx.node().keyring.key_for(tx.db(), fixed_bytes<16>(picture_id),
                                                 FactClass::identity));
            TRY(
                tx.db().run("insert into attachment(id, person, class, key_id, nonce, body) "
                            "values (?, ?, 1, ?, ?, ?)",
                            picture_id, id_bytes(person.id), key.id, Bytes(24, 1), body));
            return true;
        });
        ASSERT_TRUE(kept) << kept.error().code;
    }
    const auto report = erase_cases(cases);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->keys.size(), 3U);
    const auto db = store::open_reader(node::location_of(centre_.place));
    EXPECT_EQ((*db)->first("select count(*) from attachment").value()->integer(0), 0);
    if (on_sqlite()) {
        EXPECT_EQ(
            found_in({centre_.all_places().front()}, {{"the picture", std::string(as_text(body))}}),
            std::vector<std::string>{});
    }
}

TEST_P(Erasing, WhatCannotBeDoneIsRefusedBeforeAnythingIsDone) {
    centre_.enrol(1);
    auto request = erase_request({"ASM99999X"});
    request.reason = "because";
    EXPECT_EQ(refusal(request), "erase.reason_unknown");
    EXPECT_EQ(erase_cases({"ASM99999X"}).error().code, "person.not_found");
    EXPECT_EQ(erase_cases({}).error().code, "erase.nobody");
}

TEST_P(Erasing, OnlyTwoDifferentAccountsErase) {
    const auto cases = centre_.enrol(1);
    auto request = erase_request(cases);
    request.people = {"zz.officer", "ZZ.Óffícer", password};
    EXPECT_EQ(refusal(request), "erase.same_person");
    request.people = {"zz.officer", " ", password};
    EXPECT_EQ(refusal(request), "erase.name_missing");
    request.people = {"zz.officer", "zz.nobody", password};
    const auto unknown = erase(centre_.place, request, test_now, {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "erase.account_unknown");
    EXPECT_EQ(unknown.error().params, R"({"name":"zz.nobody"})");
    EXPECT_EQ(names_readable(centre_.place).size(), 1U);
    request.people = {"ZZ.Régistrar", "zz.officer", password};
    EXPECT_EQ(refusal(request), "");
    EXPECT_EQ(names_readable(centre_.place).size(), 0U);
}

TEST_P(Erasing, OneOfTheTwoAnswersForProtectionOrTheCentre) {
    const auto cases = centre_.enrol(3);
    centre_.add_account("zz.manager", access::Role::centre_manager);
    centre_.add_account("zz.data", access::Role::data_protection_officer);
    auto request = erase_request({cases[0]});
    request.people = {"admin", "zz.registrar", password};
    EXPECT_EQ(refusal(request), "erase.role_not_allowed");
    EXPECT_EQ(names_readable(centre_.place).size(), 3U);
    for (std::size_t i = 0; const std::string name : {"zz.manager", "zz.data", "zz.officer"}) {
        request.case_numbers = {cases[i++]};
        request.people = {"admin", name, password};
        EXPECT_EQ(refusal(request), "") << name;
    }
}

// Whoever stands at the machine could else write down two names.
TEST_P(Erasing, WhoApprovesTypesTheirPassword) {
    auto request = erase_request(centre_.enrol(1));
    for (const std::string& typed :
         {std::string{}, password + " ", std::string("sable-lampe-32")}) {
        request.people.approver_password = typed;
        const auto refused = erase(centre_.place, request, test_now, {});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "erase.approver_unproved");
        EXPECT_EQ(refused.error().params, R"({"name":"zz.officer"})");
    }
    EXPECT_EQ(names_readable(centre_.place).size(), 1U);
    request.people.approver_password = password;
    EXPECT_EQ(refusal(request), "");
}

// Else an administrator alone could make both.
TEST_P(Erasing, AnAccountThatNobodyConfirmedDoesNotCount) {
    auto request = erase_request(centre_.enrol(1));
    centre_.add_account("zz.manager", access::Role::centre_manager, 1);
    request.people = {"admin", "zz.manager", password};
    const auto refused = erase(centre_.place, request, test_now, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "account.unconfirmed");
    EXPECT_EQ(refused.error().params, R"({"name":"zz.manager"})");
    EXPECT_EQ(names_readable(centre_.place).size(), 1U);
}

TEST_P(Erasing, AHoldForbidsItToItsLastDayIncluded) {
    const auto cases = centre_.enrol(2);
    const Day today = std::chrono::floor<Days>(test_now);
    ASSERT_TRUE(hold(centre_.place, cases[0], {"court_order", today}, test_now));
    const auto held = erase_cases({cases[1], cases[0]});
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error().code, "erase.legal_hold");
    EXPECT_EQ(names_readable(centre_.place).size(), 2U);  // Nobody of the batch.
    EXPECT_TRUE(erase(centre_.place, erase_request({cases[0]}), test_now + Days{1}, {}));
}

// Somebody who has the database exchanged the numbers of two people for a moment: what is done for
// good is done to whom the facts name.
TEST_P(Erasing, WhomTheFactsNameIsErasedAndHeld) {
    const auto cases = centre_.enrol(4);
    const auto exchange = [&] {
        const auto database = node::open_to_write(centre_.place, store::IfMissing::refuse);
        for (const auto& [from, to] : {std::pair<std::string, std::string>(cases[1], "ZZ"),
                                       {cases[2], cases[1]},
                                       {"ZZ", cases[2]}})
            ASSERT_TRUE(database->connection->run(
                "update person set case_number = ? where case_number = ?", to, from));
    };
    exchange();
    const Day today = std::chrono::floor<Days>(test_now);
    ASSERT_TRUE(hold(centre_.place, cases[2], {"court_order", today}, test_now));
    exchange();
    ASSERT_TRUE(erase_cases({cases[1]}));
    EXPECT_EQ(erase_cases({cases[2]}).error().code, "erase.legal_hold");
    const auto names = names_readable(centre_.place);
    EXPECT_EQ(std::ranges::count(names, surname + "1"), 0);
    EXPECT_EQ(std::ranges::count(names, surname + "2"), 1);
}

TEST_P(Erasing, OfAPersonWithTwoFilesBothAreNamedAndAHoldOnOneHoldsBoth) {
    const auto cases = centre_.enrol(3);
    const auto join = [&](registry::SamePersonEvent event) {
        const auto node = centre_.open();
        const auto done = node.writer->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            EncodedFact fact = registry::SamePersonStream::encode(event);
            TRY(tx.append({.stream = {std::string(registry::same_person_kind), {7}},
                           .type = std::move(fact.type),
                           .data = std::move(fact.data)},
                          {.command = {7, static_cast<std::uint64_t>(event.index())}}));
            return true;
        });
        EXPECT_TRUE(done) << done.error().code;
    };
    const auto person = [&](const std::string& number) {
        const auto db = store::open_reader(node::location_of(centre_.place));
        return registry::find_by_case_number(**db, number).value().id;
    };
    join(registry::SameSaid{person(cases[0]), person(cases[1])});
    join(registry::SameConfirmed{});
    const auto one = erase_cases({cases[0]});
    ASSERT_FALSE(one);
    EXPECT_EQ(one.error().code, "erase.other_files");
    EXPECT_EQ(one.error().params,
              R"({"case_number":")" + cases[0] + R"(","missing":[")" + cases[1] + R"("]})");
    const Day today = std::chrono::floor<Days>(test_now);
    ASSERT_TRUE(hold(centre_.place, cases[1], {"court_order", today}, test_now));
    EXPECT_EQ(erase_cases({cases[0], cases[1]}).error().code, "erase.legal_hold");
    EXPECT_EQ(names_readable(centre_.place).size(), 3U);
    // One word more does not free the other file of the hold.
    join(registry::SameUnsaid{});
    EXPECT_EQ(erase_cases({cases[0]}).error().code, "erase.legal_hold");
    const auto both =
        erase(centre_.place, erase_request({cases[0], cases[1]}), test_now + Days{1}, {});
    ASSERT_TRUE(both) << both.error().code;
    EXPECT_EQ(both->erased, 2);
    EXPECT_EQ(names_readable(centre_.place).size(), 1U);
}

TEST_P(Erasing, AHoldIsReleasedByTwoPeople) {
    const auto cases = centre_.enrol(1);
    const Day today = std::chrono::floor<Days>(test_now);
    ASSERT_TRUE(hold(centre_.place, cases[0], {"audit", today}, test_now));
    const auto released_by = [&](const std::string& requested, const std::string& approved) {
        const auto done =
            release(centre_.place, cases[0], {requested, approved, password}, test_now);
        return done ? std::string{} : std::string(done.error().code);
    };
    EXPECT_EQ(released_by("", ""), "erase.name_missing");
    EXPECT_EQ(released_by("zz.officer", "zz.officer"), "erase.same_person");
    EXPECT_EQ(released_by("zz.officer", "zz.nobody"), "erase.account_unknown");
    EXPECT_EQ(released_by("admin", "zz.registrar"), "erase.role_not_allowed");
    EXPECT_EQ(erase_cases(cases).error().code, "erase.legal_hold");
    EXPECT_EQ(released_by("zz.officer", "zz.registrar"), "");
    EXPECT_EQ(released_by("zz.officer", "zz.registrar"), "erase.no_hold");
    EXPECT_TRUE(erase_cases(cases));
}

TEST_P(Erasing, AHoldInForceIsNotShortenedByPlacingAnother) {
    const auto cases = centre_.enrol(1);
    const Day today = std::chrono::floor<Days>(test_now);
    ASSERT_TRUE(hold(centre_.place, cases[0], {"audit", today + Days{1}}, test_now));
    const auto shorter = hold(centre_.place, cases[0], {"complaint", today}, test_now);
    ASSERT_FALSE(shorter);
    EXPECT_EQ(shorter.error().code, "erase.hold_longer");
    EXPECT_TRUE(hold(centre_.place, cases[0], {"complaint", today + Days{1}}, test_now));
    EXPECT_TRUE(hold(centre_.place, cases[0], {"audit", today}, test_now + Days{2}));
}

TEST_P(Erasing, TheSecondTimeIsToldAndRecordsNothing) {
    const auto cases = centre_.enrol(1);
    ASSERT_TRUE(erase_cases(cases));
    const auto facts = verified(centre_.place).facts;
    const auto again = erase_cases(cases);
    ASSERT_TRUE(again) << again.error().code;
    EXPECT_EQ(again->erased, 0);
    EXPECT_EQ(again->already, 1);
    EXPECT_EQ(verified(centre_.place).facts, facts);
}

TEST_P(Erasing, OnePersonInTwoSpellingsIsOne) {
    const auto cases = centre_.enrol(1);
    const std::string& number = cases[0];
    std::string small = number;
    std::ranges::transform(small, small.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::vector<std::string> spellings{number, small,
                                             " " + number.substr(0, 3) + " " + number.substr(3)};
    const auto erased = erase_cases(spellings);
    ASSERT_TRUE(erased) << erased.error().code;
    EXPECT_EQ(erased->erased, 1);
    EXPECT_EQ(erased->already, 0);
    const auto again = erase_cases(spellings);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->already, 1);
}

TEST_P(Erasing, ARunningServerKeepsItOut) {
    const auto cases = centre_.enrol(1);
    const auto node = centre_.open();
    EXPECT_EQ(erase_cases(cases).error().code, "store.in_use");
}

// A power cut after each step, and then the next start.
TEST_P(Erasing, AnErasureThatWasInterruptedIsFinishedAtTheNextStart) {
    for (const Step cut :
         {Step::key_file_holds_both, Step::rows_are_rewrapped, Step::traces_are_removed}) {
        const auto cases = centre_.enrol(3);
        const auto names = names_readable(centre_.place).size();
        const auto generation = node::open_key_file(centre_.place)->keks().current.generation;
        vault::RotationHooks hooks;
        hooks.after = [cut](Step step) -> Result<void> {
            if (step == cut) return refuse(ErrorKind::unavailable, "test.power_cut");
            return {};
        };
        const auto old_file = node::open_key_file(centre_.place);
        const auto stopped = erase(centre_.place, erase_request({cases[0]}), test_now, hooks);
        ASSERT_FALSE(stopped);
        ASSERT_EQ(stopped.error().code, "test.power_cut");
        ASSERT_TRUE(node::open_key_file(centre_.place)->keks().older);
        // Readers work in between, whichever KEK wrapped the rows.
        const bool was_recorded = cut != Step::key_file_holds_both;
        EXPECT_EQ(names_readable(centre_.place).size(), names - (was_recorded ? 1 : 0));

        {
            const auto node = centre_.open();
        }
        const auto file = node::open_key_file(centre_.place);
        ASSERT_TRUE(file);
        EXPECT_FALSE(file->keks().older);
        EXPECT_EQ(file->keks().current.generation, generation + 1);
        EXPECT_EQ(names_readable(centre_.place).size(), names - (was_recorded ? 1 : 0));
        Needles old_kek;
        add_secret(old_kek, "the old KEK", old_file->keks().current.key.view());
        EXPECT_EQ(found_in(centre_.all_places(), old_kek), std::vector<std::string>{});
        verified(centre_.place);
    }
}

TEST_P(Erasing, AReaderThatStaysIsNamedAndTheRotationIsFinishedLater) {
    if (!on_sqlite()) return;  // On PostgreSQL a lock waits for the reader.
    const auto cases = centre_.enrol(2);
    const auto file = node::open_key_file(centre_.place);
    auto reader = store::open_reader(node::location_of(centre_.place));
    ASSERT_TRUE(reader && (*reader)->begin_read());
    ASSERT_TRUE(log::load_head(**reader));  // The snapshot begins with the first look.
    vault::RotationHooks hooks;
    auto copy = node::open_key_file(centre_.place);
    {
        auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        ASSERT_TRUE((*database).connection->script("PRAGMA busy_timeout=1"));
        const auto stopped = vault::rotate(*database->connection, *copy, hooks);
        ASSERT_FALSE(stopped);
        EXPECT_EQ(stopped.error().code, "vault.readers_active");
    }
    reader->reset();
    {
        const auto node = centre_.open();
    }
    EXPECT_FALSE(node::open_key_file(centre_.place)->keks().older);
    EXPECT_EQ(names_readable(centre_.place).size(), 2U);
}

TEST_P(Erasing, ARotationUnderAPassphraseAsksOnceAndLosesNobody) {
    centre_.enrol(3);
    auto file = node::open_key_file(centre_.place);
    ASSERT_TRUE(file->set_passphrase(vault::SecretBytes::of("cinq mots au hasard")));
    int asked = 0;
    centre_.place.passphrase = [&asked](vault::PassphraseUse) -> Result<vault::SecretBytes> {
        ++asked;
        return vault::SecretBytes::of("cinq mots au hasard");
    };
    auto opened = node::open_key_file(centre_.place);
    ASSERT_TRUE(opened);
    {
        auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        const auto done = vault::rotate(*database->connection, *opened, {});
        ASSERT_TRUE(done) << done.error().code;
        EXPECT_EQ(done->keys, 6);
    }
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(names_readable(centre_.place).size(), 3U);
    EXPECT_EQ(verified(centre_.place).unreadable, 0);
}

}  // namespace
}  // namespace jatigi::jobs
