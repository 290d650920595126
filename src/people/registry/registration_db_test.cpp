#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "people/registry/case_number.h"
#include "people/registry/may.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_file_view.h"
#include "people/registry/person_lookup_view.h"
#include "people/registry/register_for_tests.h"
#include "platform/access/gatekeeper.h"
#include "platform/log/read.h"
#include "platform/vault/seal.h"

namespace jatigi::registry {

namespace {

using namespace std::chrono_literals;
using access::Role;

const std::string family_name = "Zzinventedfamily", given_name = "Zzmadeupgiven",
                  phone = "+22300009999", heading = "Zzobservation";

Registration invented_person(const std::string& suffix = {}) {
    Registration made{.sex = Sex::female, .nationality = "MLI"};
    made.identity.family_name = Personal<std::string>{family_name + suffix};
    made.identity.given_names = Personal<std::string>{given_name + suffix};
    made.identity.birth = Personal<linkage::BirthInterval>{linkage::BirthInterval{
        1988y / 10 / 27, 1989y / 10 / 26, linkage::BirthPrecision::estimated}};
    made.identity.phone = Personal<std::string>{phone};
    made.identity.observations = {{heading, Personal<std::string>{"Zzfreetext"}}};
    return made;
}

access::Account account_with(Role role) {
    return {.id = 4, .name = "tester", .role = role};
}

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
        return node_.write<PersonRow>([&](log::WriteTx& tx) { return find_by_code(tx, code); });
    }
    Result<vault::Opener> opener(Role role) {
        return access::Gatekeeper::opener(node_.node(), account_with(role),
                                          may::open_person, access::about_nobody());
    }
    Result<std::optional<PersonIdentified>> identity_of(PersonId id, Role role) {
        TRY_ASSIGN(const auto allowed, opener(role));
        TRY_ASSIGN(FileReading reading, read_file(db(), id, allowed));
        return std::move(reading.file.identity);
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
          grouped_case_number(awa.person.case_number)})
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
    const std::string nobody =
        make_case_number("ASM", "90000").value_or(make_case_number("ASM", "90001").value_or(""));
    EXPECT_EQ(code_of(find(nobody)), "card.unknown");
    const auto& secrets = node_.node().secrets;
    const std::string card =
        card_code({1, 2, 3, 4, 5, 6}, {.mac_key = secrets.mac_key(), .site_tag = secrets.site()});
    EXPECT_EQ(code_of(find(card)), "card.unknown");
    EXPECT_EQ(code_of(find("no card at all")), "card.unreadable");
}

TEST_P(RegistrationOf, EachNumberHasTheLettersOfItsSiteAndCanBeReadBack) {
    for (int i = 0; i < 40; ++i) {
        const std::string number = enrol().person.case_number;
        EXPECT_EQ(number.size(), 13U);
        EXPECT_EQ(parse_case_number(number), number);
    }
    const auto elsewhere = node_.write<NewPerson>([&](log::WriteTx& tx) {
        return register_person(tx, node_.cause(), "AGZ", invented_person());
    });
    ASSERT_TRUE(elsewhere);
    EXPECT_EQ(elsewhere->person.case_number.substr(0, 3), "AGZ");
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

TEST_P(RegistrationOf, OnlyWhoWorksWithPeopleOpensAnIdentity) {
    const NewPerson awa = enrol();
    for (const Role role : {Role::centre_manager, Role::registrar, Role::nurse,
                            Role::protection_officer, Role::return_counsellor})
        EXPECT_TRUE(identity_of(awa.person.id, role)) << enum_text(role);
    for (const Role role :
         {Role::administrator, Role::gate_officer, Role::food_distributor, Role::finance_officer,
          Role::movement_officer, Role::stock_keeper, Role::data_protection_officer})
        EXPECT_EQ(code_of(identity_of(awa.person.id, role)), "access.denied") << enum_text(role);
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
        TRY(append_to_file(tx, node_.cause(), awa.person.id,
                           DuplicateWritten{invented_person("other").identity}));
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
    // It opens for nobody, and the file counts as restricted.
    const auto allowed = opener(Role::registrar);
    const auto reading = read_file(db(), awa.person.id, *allowed);
    ASSERT_TRUE(reading);
    EXPECT_FALSE(reading->file.identity);
    const auto other_reading = read_file(db(), other.person.id, *allowed);
    ASSERT_TRUE(other_reading);
    EXPECT_FALSE(other_reading->file.identity);
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

INSTANTIATE_TEST_SUITE_P(Each, RegistrationOf, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
