#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <latch>

#include "people/registry/case_number.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_file_view.h"
#include "people/registry/person_lookup_view.h"
#include "people/registry/registration_api.h"
#include "platform/access/gatekeeper.h"
#include "platform/log/read.h"
#include "testing/databases.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;
using access::Role;

const std::string family_name = "Zzinventedfamily", given_name = "Zzmadeupgiven",
                  phone = "+22300009999", heading = "Zzobservation";

log::Views person_views() {
    static const std::array<const log::View*, 1> views{&person_view};
    return views;
}

Registration invented_person(const std::string& suffix = {}) {
    Registration made{.sex = Sex::female, .nationality = "MLI"};
    made.identity.family_name = Personal<std::string>{family_name + suffix};
    made.identity.given_names = Personal<std::string>{given_name + suffix};
    made.identity.birth = Personal<BirthInterval>{
        BirthInterval{1988y / 10 / 27, 1989y / 10 / 26, BirthPrecision::estimated}};
    made.identity.phone = Personal<std::string>{phone};
    made.identity.observations = {{heading, Personal<std::string>{"Zzfreetext"}}};
    return made;
}

access::Account account_with(Role role) { return {.id = 4, .name = "tester", .role = role}; }

std::string_view code_of(const auto& result) {
    return result ? std::string_view{} : result.error().code;
}

class RegistrationOf : public ::testing::TestWithParam<store::Dialect> {
protected:
    NewPerson enrol(const Registration& registration = invented_person()) {
        auto made = node_.write<NewPerson>([&](log::WriteTx& tx) {
            return register_person(tx, node_.cause(), "ASM", registration);
        });
        EXPECT_TRUE(made) << made.error().code;
        return made.value_or(NewPerson{});
    }
    Result<PersonRow> find(std::string_view code) {
        return node_.write<PersonRow>(
            [&](log::WriteTx& tx) { return find_by_code(tx, code); });
    }
    Result<vault::Opener> opener(Role role) {
        return access::Gatekeeper::opener(node_.node().keyring, account_with(role),
                                          access::Action::open_person, {});
    }
    Result<std::optional<PersonIdentified>> identity_of(PersonId id, Role role) {
        TRY_ASSIGN(const auto allowed, opener(role));
        return read_identity(db(), id, allowed);
    }
    // The one sealed fact of a person.
    log::StoredFact sealed_fact(PersonId id) {
        const auto local = db().first("select local from stream where id = ? and kind = ?",
                                      id_bytes(id), identity_kind);
        return log::read_stream(db(), (*local)->integer(0)).value().at(0);
    }
    store::Connection& db() { return node_.db(); }

    testing::TestNode node_{GetParam(), person_views()};
};

TEST_P(RegistrationOf, APersonIsFoundByNumberHoweverItIsTyped) {
    const NewPerson awa = enrol();
    for (const std::string& typed :
         {awa.person.case_number, "asm-" + awa.person.case_number.substr(3),
          "ASM " + awa.person.case_number.substr(3, 5) + " " + awa.person.case_number.substr(8)})
        EXPECT_EQ(find(typed).value().id, awa.person.id) << typed;
}

TEST_P(RegistrationOf, APersonIsFoundByCard) {
    const NewPerson awa = enrol();
    enrol();
    EXPECT_EQ(find(awa.card).value().id, awa.person.id);
}

TEST_P(RegistrationOf, TheOpenProfileHoldsMonthsAndNothingMore) {
    const PersonRow row = find(enrol().card).value();
    EXPECT_EQ(row.sex, "F");
    EXPECT_EQ(row.birth_min, "1988-10");
    EXPECT_EQ(row.birth_max, "1989-10");
    EXPECT_EQ(row.nationality, "MLI");
}

TEST_P(RegistrationOf, AnUnknownNumberOrCardIsUnknown) {
    enrol();
    const std::string nobody = make_case_number("ASM", 90'000).value_or(
        make_case_number("ASM", 90'001).value_or(""));
    EXPECT_EQ(code_of(find(nobody)), "card.unknown");
    const auto& secrets = node_.node().secrets;
    const std::string card = card_code({1, 2, 3, 4, 5, 6}, {.mac_key = secrets.mac_key(),
                                                            .site_tag = secrets.site()});
    EXPECT_EQ(code_of(find(card)), "card.unknown");
    EXPECT_EQ(code_of(find("no card at all")), "card.unreadable");
}

TEST_P(RegistrationOf, NumbersGoOnAndEachCanBeReadBack) {
    std::int64_t before = 0;
    for (int i = 0; i < 40; ++i) {
        const std::string number = enrol().person.case_number;
        EXPECT_EQ(parse_case_number(number), number);
        const std::int64_t running = case_number_parts(number).value().running;
        EXPECT_GT(running, before);
        EXPECT_LE(running, before + 4);
        before = running;
    }
}

TEST_P(RegistrationOf, EachSiteCountsForItself) {
    enrol();
    const auto elsewhere = node_.write<NewPerson>([&](log::WriteTx& tx) {
        return register_person(tx, node_.cause(), "AGZ", invented_person());
    });
    ASSERT_TRUE(elsewhere);
    EXPECT_EQ(elsewhere->person.case_number.substr(0, 3), "AGZ");
    EXPECT_LE(case_number_parts(elsewhere->person.case_number)->running, 4);
}

TEST_P(RegistrationOf, ALaterCardVoidsTheEarlierOne) {
    const NewPerson awa = enrol(), other = enrol();
    const CardSerial serial{9, 9, 9, 9, 9, 9};
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(log::execute<PersonStream>(tx, node_.cause(), awa.person.id, ReissueCard{serial}));
        return true;
    }));
    EXPECT_EQ(code_of(find(awa.card)), "card.void");
    const auto& secrets = node_.node().secrets;
    const std::string card =
        card_code(serial, {.mac_key = secrets.mac_key(), .site_tag = secrets.site()});
    EXPECT_EQ(find(card).value().id, awa.person.id);
    EXPECT_EQ(valid_card(db(), awa.person.person), serial);
    EXPECT_EQ(find(other.card).value().id, other.person.id);
}

TEST_P(RegistrationOf, ARegistrarOpensTheIdentity) {
    const NewPerson awa = enrol();
    const auto identity = identity_of(awa.person.id, Role::registrar);
    ASSERT_TRUE(identity && *identity);
    EXPECT_EQ((*identity)->family_name.reveal(), family_name);
    EXPECT_EQ((*identity)->phone.reveal(), phone);
    EXPECT_TRUE((*identity)->birth == invented_person().identity.birth);
    EXPECT_TRUE((*identity)->observations == invented_person().identity.observations);
}

TEST_P(RegistrationOf, OnlyRegistrarAndManagerOpenAnIdentity) {
    const NewPerson awa = enrol();
    EXPECT_TRUE(identity_of(awa.person.id, Role::centre_manager));
    for (const Role role : {Role::administrator, Role::gate_officer, Role::food_distributor,
                            Role::finance_officer})
        EXPECT_EQ(code_of(identity_of(awa.person.id, role)), "access.denied")
            << access::role_name(role);
}

TEST_P(RegistrationOf, AnErasedPersonHasNoIdentityAndNothingBreaks) {
    const NewPerson awa = enrol();
    ASSERT_TRUE(db().run("delete from keyring where person = ?", id_bytes(awa.person.id)));
    const auto identity = identity_of(awa.person.id, Role::registrar);
    ASSERT_TRUE(identity);
    EXPECT_FALSE(*identity);
    EXPECT_EQ(find(awa.card).value().id, awa.person.id);
}

TEST_P(RegistrationOf, ASuspectedDuplicateNeverReplacesTheIdentity) {
    const NewPerson awa = enrol();
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(keep_suspected_duplicate(tx, node_.cause(), awa.person.id,
                                     invented_person("other").identity));
        return true;
    }));
    EXPECT_EQ((*identity_of(awa.person.id, Role::registrar))->family_name.reveal(), family_name);
}

TEST_P(RegistrationOf, ASealedFactDoesNotOpenUnderAnotherPersonsKey) {
    const NewPerson awa = enrol(), other = enrol();
    const log::StoredFact hers = sealed_fact(awa.person.id), theirs = sealed_fact(other.person.id);
    const auto header = log::decode_header(hers.header).value();
    const auto other_header = log::decode_header(theirs.header).value();
    EXPECT_NE(header.key_id, other_header.key_id);
    const auto key = node_.node().keyring.find(db(), header.key_id).value();
    const auto other_key = node_.node().keyring.find(db(), other_header.key_id).value();
    EXPECT_TRUE(vault::unseal(*key, header.nonce, hers.header, hers.body));
    EXPECT_EQ(code_of(vault::unseal(*other_key, header.nonce, hers.header, hers.body)),
              "vault.seal_broken");
}

TEST_P(RegistrationOf, ASealedFactDoesNotOpenInAnotherPlace) {
    const log::StoredFact fact = sealed_fact(enrol().person.id);
    const auto header = log::decode_header(fact.header).value();
    const auto key = node_.node().keyring.find(db(), header.key_id).value();
    auto moved = header;
    moved.seq += 1;
    EXPECT_EQ(code_of(vault::unseal(*key, header.nonce, log::encode_header(moved), fact.body)),
              "vault.seal_broken");
    moved = header;
    moved.cls = FactClass::health;
    EXPECT_EQ(code_of(vault::unseal(*key, header.nonce, log::encode_header(moved), fact.body)),
              "vault.seal_broken");
}

TEST_P(RegistrationOf, AKeyFiledUnderAnotherPersonDoesNotUnwrap) {
    const NewPerson awa = enrol(), other = enrol();
    ASSERT_TRUE(db().run("delete from keyring where person = ?", id_bytes(other.person.id)));
    ASSERT_TRUE(db().run("update keyring set person = ? where person = ?",
                         id_bytes(other.person.id), id_bytes(awa.person.id)));
    EXPECT_EQ(code_of(identity_of(awa.person.id, Role::registrar)), "vault.seal_broken");
}

// Reads every byte of every file under the folder, also the write-ahead log.
bool bytes_lie_in(const std::string& folder, std::string_view wanted, std::uintmax_t& read) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        read += content.size();
        if (content.find(wanted) != std::string::npos) return true;
    }
    return false;
}

TEST_P(RegistrationOf, NoFileHoldsAName) {
    const NewPerson awa = enrol();
    const std::string files = node_.database().files();
    std::uintmax_t read = 0;
    // What is open can be found, so the search works.
    EXPECT_TRUE(bytes_lie_in(files, awa.person.case_number, read));
    for (const std::string& text : {family_name, given_name, phone, heading,
                                    std::string("Zzfreetext"), std::string("1988-10-27")}) {
        read = 0;
        EXPECT_FALSE(bytes_lie_in(files, text, read)) << text;
        EXPECT_GT(read, 10'000U);
    }
}

// GET /api/v1/persons/{code}, as the server calls it.
class PersonFile : public RegistrationOf {
protected:
    http::Response get(Role role, const std::string& code) {
        const auto writer = node_.start_writer();
        http::ReadPool readers({});
        http::Workers workers;
        access::Sessions sessions;
        access::Throttle throttle;
        const http::Services services{*writer,  readers,      workers, sessions,
                                      throttle, node_.node(), {},      "test"};
        const auto routes = person_routes(
            services, [this](store::Connection&, log::LocalId) { return site_of_everybody_; });
        const auto request = std::make_shared<http::Request>();
        request->args = {code};
        request->account = account_with(role);
        request->account->site = site_of_account_;
        http::Response response;
        std::latch answered(1);
        routes.at(0).handler(request, [&](http::Response made) {
            response = std::move(made);
            answered.count_down();
        });
        answered.wait();
        return response;
    }
    Result<std::optional<log::LocalId>> site_of_everybody_ = std::nullopt;
    std::optional<log::LocalId> site_of_account_{};

    store::Rows openings() {
        return db().rows("select at, account, kind, class, person, count from opening").value();
    }
};

TEST_P(PersonFile, ShowsTheIdentityAndRecordsWhoOpenedIt) {
    const NewPerson awa = enrol();
    const http::Response response = get(Role::registrar, awa.card);
    EXPECT_EQ(response.status, 200);
    EXPECT_NE(response.body.find(family_name), std::string::npos);
    const store::Rows rows = openings();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].integer(0), node_.now.time_since_epoch().count());
    EXPECT_EQ(rows[0].integer(1), 4);
    EXPECT_EQ(rows[0].text(2), "file");
    EXPECT_EQ(rows[0].integer(3), static_cast<std::int64_t>(FactClass::identity));
    EXPECT_EQ(rows[0].integer(4), awa.person.person);
    EXPECT_EQ(rows[0].integer(5), 1);
}

TEST_P(PersonFile, EachOpeningIsRecorded) {
    const NewPerson awa = enrol();
    for (std::size_t i = 1; i <= 3; ++i) {
        EXPECT_EQ(get(Role::registrar, awa.person.case_number).status, 200);
        EXPECT_EQ(openings().size(), i);
    }
}

TEST_P(PersonFile, IsDeniedToADistributorWhoLearnsNothing) {
    const NewPerson awa = enrol();
    const http::Response denied = get(Role::food_distributor, awa.card);
    EXPECT_EQ(denied.status, 403);
    EXPECT_EQ(denied.body.find(family_name), std::string::npos);
    // Whether somebody has this card is not told either.
    EXPECT_EQ(get(Role::food_distributor, "no card at all").body, denied.body);
    EXPECT_EQ(openings().size(), 0U);
}

TEST_P(PersonFile, OfAnotherSiteIsAsGoodAsAbsent) {
    const NewPerson awa = enrol();
    site_of_account_ = 7;
    site_of_everybody_ = 8;
    const http::Response absent = get(Role::registrar, awa.card);
    EXPECT_EQ(absent.status, 404);
    EXPECT_EQ(absent.body, get(Role::registrar, make_case_number("ASM", 4'000).value()).body);
    EXPECT_EQ(openings().size(), 0U);
    site_of_everybody_ = 7;
    EXPECT_EQ(get(Role::registrar, awa.card).status, 200);
    EXPECT_EQ(openings().size(), 1U);
}

TEST_P(PersonFile, OfNobodyIsNotFoundAndNothingIsRecorded) {
    EXPECT_EQ(get(Role::registrar, make_case_number("ASM", 1).value()).status, 404);
    EXPECT_EQ(openings().size(), 0U);
}

TEST_P(PersonFile, OfAnErasedPersonShowsThatThereIsNoIdentity) {
    const NewPerson awa = enrol();
    ASSERT_TRUE(db().run("delete from keyring where person = ?", id_bytes(awa.person.id)));
    const http::Response response = get(Role::registrar, awa.card);
    EXPECT_EQ(response.status, 200);
    EXPECT_NE(response.body.find(R"("identity":null)"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Each, RegistrationOf, testing::both_stores(), testing::store_name);
INSTANTIATE_TEST_SUITE_P(Each, PersonFile, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
