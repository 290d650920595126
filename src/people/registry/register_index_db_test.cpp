#include <gtest/gtest.h>

#include "people/registry/register_for_tests.h"
#include "people/registry/register_index_view.h"

namespace jatigi::registry {
namespace {

// Everything that an entry says, so that a difference can be read.
std::string told(const IndexEntry& entry) {
    json::object out{{"person", entry.person},
                     {"id", id_text(entry.id)},
                     {"number", entry.case_number},
                     {"sex", static_cast<int>(entry.sex)},
                     {"nationality", entry.nationality.value_or("none")},
                     {"family", entry.family_name.reveal()},
                     {"given", entry.given_names.reveal()},
                     {"father", entry.father_name.reveal()},
                     {"origin", entry.origin.reveal()},
                     {"phone", entry.phone.reveal()},
                     {"document", entry.document_no.reveal()},
                     {"birth", birth_text(entry.birth)},
                     {"household", entry.household ? id_text(*entry.household) : "none"},
                     {"relation", entry.relation},
                     {"list_household", entry.list_household},
                     {"restricted", entry.restricted}};
    json::array flags;
    for (const std::string& flag : entry.flags) flags.push_back(json::value(flag));
    out["flags"] = std::move(flags);
    return boost::json::serialize(out);
}
std::vector<std::string> told(const std::vector<IndexEntry>& entries) {
    std::vector<std::string> all;
    for (const IndexEntry& entry : entries) all.push_back(told(entry));
    return all;
}

class LoadedIndex : public RegisterForTests {
protected:
    static json::object awa(std::string_view given = "Zzawa") {
        return {{"family_name", "Zzkonate"}, {"given_names", given},    {"sex", "F"},
                {"birth", {{"year", 1990}}}, {"nationality", "MLI"},    {"father_name", "Zzfather"},
                {"origin", "Zzregion"},      {"phone", "+22390000001"}, {"document_no", "Z0004711"},
                {"flags", {"PREGNANT"}}};
    }
    void load(RegisterIndex& index) {
        const auto done = load_index(db(), node_.node().keyring, index);
        EXPECT_TRUE(done) << done.error().code;
    }
    void expect_loaded_is_as_updated() {
        RegisterIndex loaded;
        load(loaded);
        EXPECT_GT(loaded.size(), 0U);
        EXPECT_EQ(told(loaded.all()), told(index_.all()));
    }
};

TEST_P(LoadedIndex, IsAsRegistrationsMadeIt) {
    enrolled(awa());
    enrolled({{"given_names", "Zzsira"}});
    expect_loaded_is_as_updated();
}

TEST_P(LoadedIndex, IsAsEveryCommandLeftIt) {
    const std::string mother = enrolled(awa()), son = enrolled({{"given_names", "Zzson"}}),
                      other = enrolled({{"given_names", "Zzsira"}});
    change("registrar", mother, "corrections",
           {{"changes",
             {{"family_name", "Zztoure"},
              {"sex", "M"},
              {"nationality", "GIN"},
              {"birth", {{"age", 20}}},
              {"phone", "+22390000002"}}},
            {"reason", "other"}});
    change("registrar", son, "household", {{"with", mother}, {"relation", "SON"}});
    change("registrar", mother, "flags", {{"add", {"UAC"}}, {"remove", {"PREGNANT"}}});
    restrict_file(other);
    restrict_file(son);
    lift(son);
    expect_loaded_is_as_updated();
}

TEST_P(LoadedIndex, FindsAndSuspectsAsTheUpdatedOneDoes) {
    enrolled(awa());
    enrolled(awa("Zzsira"));
    change("registrar", enrolled(awa("Zzfanta")), "corrections",
           {{"changes", {{"family_name", "Zztoure"}}}, {"reason", "other"}});
    RegisterIndex loaded;
    load(loaded);
    for (const std::string_view query :
         {"Zzkonate", "zzfanta", "Zztoure", "90000001", "z0004711"}) {
        const auto one = index_.search(query, 10), other = loaded.search(query, 10);
        ASSERT_EQ(one.size(), other.size()) << query;
        for (std::size_t i = 0; i < one.size(); ++i) {
            EXPECT_EQ(told(one[i].entry), told(other[i].entry)) << query;
            EXPECT_EQ(one[i].score, other[i].score) << query;
        }
    }
    PersonIdentified wanted;
    wanted.family_name = Personal<std::string>{"Zzkonate"};
    wanted.given_names = Personal<std::string>{"Zzawa"};
    const linkage::PersonTraits traits = traits_of(Sex::female, "MLI", wanted);
    const auto one = index_.candidates(traits, 0, 10), other = loaded.candidates(traits, 0, 10);
    ASSERT_EQ(one.size(), other.size());
    ASSERT_FALSE(one.empty());
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(told(one[i].entry), told(other[i].entry));
        EXPECT_EQ(one[i].because, other[i].because);
    }
}

TEST_P(LoadedIndex, KnowsWhoseKeyIsMissingByTheNumberAloneAndAsRestricted) {
    const std::string gone = enrolled(awa()), kept = enrolled({{"given_names", "Zzsira"}});
    written<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("delete from keyring where person = ?", id_bytes(row_of(gone).id)));
        return true;
    });
    RegisterIndex loaded;
    load(loaded);
    ASSERT_EQ(loaded.size(), 2U);
    EXPECT_TRUE(loaded.find(gone)->restricted);
    EXPECT_EQ(loaded.find(gone)->given_names.reveal(), "");
    EXPECT_FALSE(loaded.find(kept)->restricted);
}

TEST_P(LoadedIndex, OfAnEmptyRegisterIsEmpty) {
    RegisterIndex loaded;
    load(loaded);
    EXPECT_EQ(loaded.size(), 0U);
}

TEST_P(LoadedIndex, LoadedTwiceHoldsEverybodyOnce) {
    enrolled(awa());
    RegisterIndex loaded;
    load(loaded);
    load(loaded);
    EXPECT_EQ(loaded.size(), 1U);
    EXPECT_EQ(loaded.search("Zzkonate", 10).size(), 1U);
}

TEST_P(LoadedIndex, NeedsTheKey) {
    enrolled(awa());
    const vault::Keyring locked({1, vault::Secret(ByteArray<32>{})});
    RegisterIndex loaded;
    const auto refused = load_index(db(), locked, loaded);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "vault.seal_broken");
}

INSTANTIATE_TEST_SUITE_P(Each, LoadedIndex, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
