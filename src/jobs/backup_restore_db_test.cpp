// What a restore brings along beside the log: who was erased since the backup, and who must not be.
#include "jobs/backup_for_tests.h"
#include "people/disclosure/authority_request_view.h"
#include "people/disclosure/nominal_list_view.h"

namespace jatigi::jobs {
namespace {

// What a person's rows say: erased, the serial of each card and whether it is void.
std::string rows_of(const node::Place& place, const std::string& case_number) {
    const auto db = store::open_reader(node::location_of(place));
    EXPECT_TRUE(db);
    const auto rows = (*db)->rows(
        "select p.erased, c.serial, c.void from person p join card c on c.person = p.person "
        "where p.case_number = ? order by c.serial",
        case_number);
    std::string text;
    for (const store::Row& row : *rows)
        text += "erased " + std::to_string(row.integer(0)) + " card " + hex(row.bytes(1)) +
                " void " + std::to_string(row.integer(2)) + "\n";
    return text;
}

// What the scan of the person's newest card answers: nothing when the card works.
std::string card_refusal(const node::Place& place, const registry::CardSerial& serial) {
    const auto db = store::open_reader(node::location_of(place));
    EXPECT_TRUE(db);
    const auto holder = registry::find_by_card(**db, serial);
    if (!holder) return std::string(holder.error().code);
    return holder->void_card ? "void" : "";
}

registry::CardSerial card_of(const node::Place& place, const std::string& case_number) {
    const auto db = store::open_reader(node::location_of(place));
    const auto person = registry::find_by_case_number(**db, case_number);
    EXPECT_TRUE(person);
    return registry::valid_card(**db, person->person).value_or(registry::CardSerial{});
}

vault::PersonBytes id_of(const node::Place& place, const std::string& case_number) {
    const auto db = store::open_reader(node::location_of(place));
    const auto person = registry::find_even_erased(**db, case_number);
    EXPECT_TRUE(person);
    return fixed_bytes<16>(id_bytes(person->id));
}

// "court_order 2023-01-20", or nothing.
std::string hold_of(const node::Place& place, const std::string& case_number) {
    const auto person = id_of(place, case_number);
    const auto db = store::open_reader(node::location_of(place));
    const auto held = vault::hold_in_force(**db, person, std::chrono::floor<Days>(test_now));
    EXPECT_TRUE(held);
    return *held ? (*held)->reason + " " + day_text((*held)->until) : std::string{};
}

// FILE.keys as version 1 of its format was: no records of erasures and holds.
void write_first_version(const node::Place& place, const std::string& path) {
    const auto db = store::open_reader(node::location_of(place));
    ASSERT_TRUE(db && (*db)->begin_read());
    const auto node = node::load_node(**db, place);
    ASSERT_TRUE(node);
    const auto recovery = find_recovery_key(**db, *node);
    ASSERT_TRUE(recovery && *recovery);
    const auto plain = node->secrets.plain();
    const std::string lines = "jatigi-key-backup 1\nnode assamaka\nsite " +
                              hex(node->secrets.site()) + "\ngeneration 1\nat " +
                              instant_text(test_now) + "\nrecovery " + hex((*recovery)->id) + "\n";
    Bytes records;
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    const auto add = [&records](std::uint8_t kind, ByteView rest, ByteView secret) {
        records.push_back(kind);
        append(records, rest);
        append(records, secret);
    };
    add(1, fixed_bytes<33>(as_bytes("sign")), plain.sign_seed.view());
    add(1, fixed_bytes<33>(as_bytes("box")), plain.box.view());
    add(1, fixed_bytes<33>(as_bytes("mac")), plain.mac.view());
    std::int64_t keys = 0;
    const auto keep = [&](const vault::KeyringEntry& entry) -> Result<void> {
        Bytes who(entry.id.begin(), entry.id.end());
        append(who, entry.person);
        who.push_back(static_cast<std::uint8_t>(entry.cls));
        add(2, who, entry.key.view());
        ++keys;
        return {};
    };
    ASSERT_TRUE(node->keyring.for_each(
        **db, keep, [](const vault::BrokenKey& broken) { ADD_FAILURE() << hex(broken.id); }));

    const ByteArray<32> content_key = random_bytes<32>();
    Bytes payload(crypto_secretstream_xchacha20poly1305_HEADERBYTES);
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_secretstream_xchacha20poly1305_init_push(&state, payload.data(), content_key.data());
    const auto push = [&](ByteView chunk, std::uint8_t tag) {
        Bytes sealed(chunk.size() + crypto_secretstream_xchacha20poly1305_ABYTES);
        crypto_secretstream_xchacha20poly1305_push(&state, sealed.data(), nullptr, chunk.data(),
                                                   chunk.size(), as_bytes(lines).data(),
                                                   lines.size(), tag);
        put_big_endian(payload, sealed.size(), 4);
        append(payload, sealed);
    };
    push(records, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    push({}, crypto_secretstream_xchacha20poly1305_TAG_FINAL);

    ByteArray<32 + crypto_box_SEALBYTES> sealed_key{};
    crypto_box_seal(sealed_key.data(), content_key.data(), 32, (*recovery)->key.data());
    std::string text = lines + "keys " + std::to_string(keys) + "\nkey " + hex(sealed_key) +
                       "\ndigest " + hex(Sha256{}.add(payload).finish()) + "\n";
    text += "signature " + hex(node->secrets.sign(as_bytes(text))) + "\n";
    Bytes whole(text.begin(), text.end());
    append(whole, payload);
    ASSERT_TRUE(vault::create_private(path, whole));
}

// Their case numbers.
std::vector<std::string> enrol_at(const node::Place& place, int people) {
    auto node = Centre::open_at(place);
    std::vector<std::string> numbers;
    for (int i = 0; i < people; ++i) {
        const auto made =
            node.writer->run<std::string>([](log::WriteTx& tx) -> Result<std::string> {
                const log::Cause cause{.command = id_v4<log::CommandEntity>(random_bytes<16>())};
                TRY_ASSIGN(const auto added, registry::register_person(tx, cause, "ASM", {}));
                return added.person.case_number;
            });
        EXPECT_TRUE(made) << made.error().code;
        numbers.push_back(made.value_or(""));
    }
    return numbers;
}

// All case numbers that were ever printed.
class Printed {
public:
    void add(const std::vector<std::string>& numbers) {
        for (const std::string& number : numbers)
            EXPECT_TRUE(seen_.insert(number).second) << number << " was given twice";
    }

private:
    std::set<std::string> seen_;
};

class Restores : public Backups {};
INSTANTIATE_TEST_SUITE_P(Each, Restores, testing::both_stores(), testing::store_name);

// An old backup does not bring back who was erased since: neither the name nor the card.
TEST_P(Restores, WhoWasErasedAfterTheFileIsErasedInTheRestoredNode) {
    const auto cases = centre_.enrol(3);
    const auto gone_card = card_of(centre_.place, cases[1]);
    const auto other_card = card_of(centre_.place, cases[2]);
    back_up("old");
    erase_to(cases[1], "new.keys");
    const std::string as_erased = rows_of(centre_.place, cases[1]);
    ASSERT_EQ(as_erased, "erased 1 card " + hex(gone_card) + " void 1\n");

    const auto a = restore_from_node("a", "old");
    ASSERT_TRUE(a) << a.error().code << a.error().detail;
    const auto b = restore_with("b", "old", "new.keys", three());
    ASSERT_TRUE(b) << b.error().code << b.error().detail;
    EXPECT_EQ(a->erased, 1);
    EXPECT_EQ(b->erased, 1);
    const auto person = id_of(centre_.place, cases[1]);
    for (const node::Place& place : {new_place("a"), new_place("b")}) {
        EXPECT_EQ(rows_of(place, cases[1]), as_erased);
        EXPECT_EQ(card_refusal(place, gone_card), "card.unknown");
        EXPECT_EQ(card_refusal(place, other_card), "");
        const auto db = store::open_reader(node::location_of(place));
        EXPECT_EQ(vault::is_erased(**db, person), true);
        EXPECT_EQ(refusal(registry::find_by_case_number(**db, cases[1])), "person.not_found");
        EXPECT_EQ((*db)
                      ->first("select count(*) from erased_key where person = ?", person)
                      .value()
                      ->integer(0),
                  2);
        EXPECT_EQ(verified(place).unsigned_tail, 0);
    }
    EXPECT_EQ(verified(new_place("a")).facts, a->facts + 2);  // The epoch and the erasure.
    // And it can be backed up and restored once more, with nothing to do again.
    centre_.place = new_place("a");
    back_up("again");
    const auto c = restore_with("c", "again", "again.keys", three());
    ASSERT_TRUE(c) << c.error().code;
    EXPECT_EQ(c->erased, 0);
    EXPECT_EQ(rows_of(new_place("c"), cases[1]), as_erased);
}

TEST_P(Restores, AnErasureOfSomebodyWhomTheFileDoesNotKnowIsKept) {
    centre_.enrol(1);
    back_up("old");
    const auto later = centre_.enrol(1);
    erase_to(later[0], "new.keys");
    const auto restored = restore_with("a", "old", "new.keys", three());
    ASSERT_TRUE(restored) << restored.error().code;
    EXPECT_EQ(restored->erased, 0);
    const auto db = store::open_reader(node::location_of(new_place("a")));
    EXPECT_EQ(vault::is_erased(**db, id_of(centre_.place, later[0])), true);
    EXPECT_EQ(verified(new_place("a")).facts, restored->facts + 1);
}

// Its number may be given to somebody else in the restored node.
TEST_P(Restores, AnAccountYoungerThanTheFileIsNotNotedForAnErasure) {
    const auto cases = centre_.enrol(1);
    back_up("old");
    const auto younger = centre_.add_account("zz.later", access::Role::gate_officer);
    auto request = erase_request(cases);
    request.people = {"zz.later", "zz.officer", password};
    ASSERT_TRUE(erase(centre_.place, request, test_now, {}));
    const auto noted = [](const node::Place& place) {
        const auto db = store::open_reader(node::location_of(place));
        const auto row = (*db)->first("select requested_by, approved_by from erasure");
        return std::pair((*row)->integer_or_null(0), (*row)->integer_or_null(1));
    };
    const auto before = noted(centre_.place);
    EXPECT_EQ(before.first, younger);
    ASSERT_TRUE(restore_from_node("a", "old"));
    EXPECT_EQ(noted(new_place("a")), std::pair(std::optional<std::int64_t>{}, before.second));
}

// Keys from before an erasure, a file from after it.
TEST_P(Restores, OlderKeysDoNotBringBackWhoIsErasedInTheFile) {
    const auto cases = centre_.enrol(2);
    back_up("early");
    ASSERT_TRUE(erase(centre_.place, erase_request({cases[0]}), test_now, {}));
    back_up("late");
    const auto restored = restore_with("a", "late", "early.keys", three());
    ASSERT_TRUE(restored) << restored.error().code;
    EXPECT_EQ(restored->keys, 2);
    EXPECT_EQ(restored->without_key, 0);
    EXPECT_EQ(names_readable(new_place("a")), std::vector<std::string>{surname + "1"});
    EXPECT_EQ(keys_of(new_place("a")), keys_of(centre_.place));
}

TEST_P(Restores, LegalHoldsOfTodayComeAlongAndTheLaterDayWins) {
    const auto cases = centre_.enrol(3);
    const Day today = std::chrono::floor<Days>(test_now);
    const auto place_hold = [&](std::size_t i, const char* reason, int days) {
        ASSERT_TRUE(
            hold(centre_.place, cases[i], {reason, today + Days{days}}, test_now + Days{days}));
    };
    place_hold(0, "audit", 10);  // In the file, made longer since.
    place_hold(1, "audit", 10);  // In the file, released and placed for less since.
    back_up("old");
    place_hold(0, "court_order", 20);
    ASSERT_TRUE(release(centre_.place, cases[1], {"admin", "zz.officer", password}, test_now));
    place_hold(1, "complaint", 5);
    place_hold(2, "investigation", 30);  // Only since.
    back_up("new");

    const auto a = restore_from_node("a", "old");
    ASSERT_TRUE(a) << a.error().code << a.error().detail;
    const auto b = restore_with("b", "old", "new.keys", three());
    ASSERT_TRUE(b) << b.error().code << b.error().detail;
    EXPECT_EQ(a->holds, 2);
    EXPECT_EQ(b->holds, 2);
    for (const node::Place& place : {new_place("a"), new_place("b")}) {
        EXPECT_EQ(hold_of(place, cases[0]), "court_order " + day_text(today + Days{20}));
        EXPECT_EQ(hold_of(place, cases[1]), "audit " + day_text(today + Days{10}));
        EXPECT_EQ(hold_of(place, cases[2]), "investigation " + day_text(today + Days{30}));
    }
}

TEST_P(Restores, APostgresNodeForgetsNeitherAnErasureNorAHold) {
    const auto cases = centre_.enrol(2);
    const auto gone_card = card_of(centre_.place, cases[0]);
    const Day today = std::chrono::floor<Days>(test_now);
    ASSERT_TRUE(hold(centre_.place, cases[1], {"audit", today + Days{1}}, test_now));
    back_up("old");
    ASSERT_TRUE(hold(centre_.place, cases[1], {"court_order", today + Days{2}}, test_now));
    erase_to(cases[0], "new.keys");
    testing::TestDatabase fresh(store::Dialect::postgres);
    const node::Place to{fresh.location().text(), centre_.path("restored-keys/pg.keys")};
    const auto restored =
        restore({path("old"), to, KeysFromBackup{path("new.keys"), three()}, {}}, test_now, {});
    ASSERT_TRUE(restored) << restored.error().code << restored.error().detail;
    EXPECT_EQ(restored->erased, 1);
    EXPECT_EQ(restored->without_key, 0);
    EXPECT_EQ(card_refusal(to, gone_card), "card.unknown");
    EXPECT_EQ(hold_of(to, cases[1]), "court_order " + day_text(today + Days{2}));
    EXPECT_EQ(names_readable(to), std::vector<std::string>{surname + "1"});
    verified(to);
}

// A missing key does not tell why it is missing, and a card that works feeds somebody.
TEST_P(Restores, KeysFromBeforeTheFileWorkTooAndWhoHasNoneStaysRegistered) {
    centre_.enrol(2);
    back_up("early");
    const auto late = centre_.enrol(1);
    back_up("late");
    const auto restored = restore_with("a", "late", "early.keys", three());
    ASSERT_TRUE(restored) << restored.error().code;
    EXPECT_EQ(restored->without_key, 1);
    EXPECT_EQ(restored->erased, 0);
    EXPECT_EQ(names_readable(new_place("a")).size(), 2U);
    EXPECT_EQ(card_refusal(new_place("a"), card_of(centre_.place, late[0])), "");
    // Nobody erased them, so it is said.
    const auto report = report_of(new_place("a"));
    EXPECT_EQ(report.unreadable, 2);
    ASSERT_EQ(report.problems.size(), 2U);
    EXPECT_NE(report.problems[0].find("its key is missing"), std::string::npos);
}

TEST_P(Restores, ABackupOfKeysOfTheFirstVersionIsStillRead) {
    const auto cases = centre_.enrol(2);
    back_up("one");
    write_first_version(centre_.place, path("first.keys"));
    const auto restored = restore_with("a", "one", "first.keys", three());
    ASSERT_TRUE(restored) << restored.error().code << restored.error().detail;
    EXPECT_EQ(restored->keys, 4);
    EXPECT_EQ(names_readable(new_place("a")).size(), 2U);
    // It cannot say that somebody was erased since; that a key is missing is counted.
    ASSERT_TRUE(erase(centre_.place, erase_request({cases[0]}), test_now, {}));
    write_first_version(centre_.place, path("after.keys"));
    const auto after = restore_with("b", "one", "after.keys", three());
    ASSERT_TRUE(after) << after.error().code << after.error().detail;
    EXPECT_EQ(after->erased, 0);
    EXPECT_EQ(after->without_key, 1);
}

TEST_P(Restores, ABackupOfKeysOfALaterVersionIsRefused) {
    centre_.enrol(1);
    back_up("one");
    std::string text = file_content(path("one.keys"));
    ASSERT_TRUE(text.starts_with("jatigi-key-backup 2\n"));
    text[text.find('2')] = '3';
    std::ofstream(path("later.keys"), std::ios::binary) << text;
    const auto refused = restore_with("a", "one", "later.keys", three());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "vault.key_backup_damaged");
    EXPECT_TRUE(refused.error().detail.ends_with("made by a later version of jatigi"));
}

// What was printed after the backup is on paper alone. Two restores and the old machine, which
// somebody started again, each go on.
TEST_P(Restores, NoNumberIsGivenTwiceHoweverOftenABackupIsRestored) {
    Printed printed;
    printed.add(centre_.enrol(5));
    back_up("old");
    printed.add(centre_.enrol(20));
    ASSERT_TRUE(restore_with("a", "old", "old.keys", three()));
    ASSERT_TRUE(restore_from_node("b", "old"));
    for (const node::Place& place : {new_place("a"), new_place("b"), centre_.place, new_place("a")})
        printed.add(enrol_at(place, 20));
    // And the restore of a restored node.
    centre_.place = new_place("a");
    back_up("again");
    printed.add(enrol_at(centre_.place, 20));
    ASSERT_TRUE(restore_with("c", "again", "again.keys", three()));
    printed.add(enrol_at(new_place("c"), 20));
}

// The backup of the first day holds nobody, and yet knows the epoch of who came after it.
TEST_P(Restores, ABackupFromBeforeTheFirstPersonKnowsTheEpochToo) {
    back_up("empty");
    Printed printed;
    printed.add(centre_.enrol(20));
    ASSERT_TRUE(restore_with("a", "empty", "empty.keys", three()));
    printed.add(enrol_at(new_place("a"), 20));
    const auto db = store::open_reader(node::location_of(new_place("a")));
    EXPECT_EQ((*db)->first("select count(*) from case_epoch").value()->integer(0), 2);
}

// Whoever puts a copy of the data back into their place makes no restore, and the paper does not go
// back.
TEST_P(Restores, DataThatWerePutBackFromACopyGiveNoNumberAgain) {
    Printed printed;
    printed.add(centre_.enrol(5));
    const auto word = [&] {
        const auto db = store::open_reader(node::location_of(centre_.place));
        return store::find_setting(**db, "run").value().value();
    };
    const auto epochs = [&] {
        const auto db = store::open_reader(node::location_of(centre_.place));
        return (*db)->first("select count(*) from case_epoch").value()->integer(0);
    };
    const std::string copied = word();
    const std::int64_t before = epochs();
    printed.add(centre_.enrol(5));
    EXPECT_EQ(epochs(), before);
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        ASSERT_TRUE(store::put_setting(*database->connection, "run", copied));
    }
    printed.add(centre_.enrol(5));
    EXPECT_EQ(epochs(), before + 1);
}

TEST_P(Restores, NumbersOfRequestsAndListsGoOnAThousandFurther) {
    back_up("old");
    ASSERT_TRUE(restore_with("a", "old", "old.keys", three()));
    const auto next = [](const node::Place& place) {
        const auto db = store::open_reader(node::location_of(place));
        const auto request = disclosure::next_request_number(**db, 2023);
        const auto list = disclosure::next_list_number(**db, 2023);
        EXPECT_TRUE(request && list);
        return std::pair(request->number, list->number);
    };
    EXPECT_EQ(next(centre_.place), std::pair(std::int64_t{1}, std::int64_t{1}));
    EXPECT_EQ(next(new_place("a")), std::pair(std::int64_t{1'001}, std::int64_t{1'001}));
}

TEST(Restored, AFolderThatWasCopiedGivesOtherNumbers) {
    Centre centre(store::Dialect::sqlite);
    Printed printed;
    printed.add(centre.enrol(5));
    const node::Place copy{centre.path("copy"), centre.place.keys};
    std::filesystem::copy(centre.place.data, copy.data, std::filesystem::copy_options::recursive);
    printed.add(enrol_at(centre.place, 20));
    printed.add(enrol_at(copy, 20));
    printed.add(enrol_at(centre.place, 20));
}

}  // namespace
}  // namespace jatigi::jobs
