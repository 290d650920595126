// A whole node with facts that nobody can read: it starts, is backed up and restored, and says so.
#include "centre/assistance/round_codec.h"
#include "jobs/backup_for_tests.h"
#include "people/registry/register_index_view.h"
#include "testing/planted_fact.h"

namespace jatigi::jobs {
namespace {

const log::StreamName round_stream{"round", ByteArray<16>{9}};

class UnreadableData : public Backups {
protected:
    // What closing a round with too many letters left: a text cut inside one of them.
    void plant_closed_round() {
        const auto data =
            assistance::RoundStream::encode(assistance::RoundClosed{.explanation = "secreté"});
        plant({.stream = round_stream,
               .body = testing::cut_inside_a_letter(
                   testing::body_of(round_stream, data.type, data.data))});
    }
    void plant_in_file_of(const std::string& case_number) {
        const log::StreamName stream{"identity", id_of(case_number)};
        plant({.stream = stream,
               .cls = FactClass::identity,
               .body = testing::cut_inside_a_letter(testing::body_of(
                   stream, "person.flags_changed", {{"add", json::array{"secreté"}}}))});
    }
    void plant(const testing::Planted& planted) {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        const auto node = node::load_node(*database->connection, centre_.place);
        ASSERT_TRUE(node);
        const auto pos = testing::plant(*database->connection, *node, planted);
        ASSERT_TRUE(pos) << pos.error().code;
        pos_ = *pos;
    }
    ByteArray<16> id_of(const std::string& case_number) const {
        const auto db = store::open_reader(node::location_of(centre_.place));
        return fixed_bytes<16>(
            id_bytes(registry::find_by_case_number(**db, case_number).value().id));
    }
    // As after an update that changes the schema of a view.
    void change_a_view(const node::Place& place) {
        const auto database =
            store::open_writer(node::location_of(place), store::IfMissing::refuse);
        ASSERT_TRUE(database->connection->run("update view_schema set hash = 'older'"));
    }
    static std::vector<std::string> problems_of(const node::Place& place) {
        const auto db = store::open_reader(node::location_of(place));
        EXPECT_TRUE((*db)->begin_read());
        const auto node = node::load_node(**db, place);
        EXPECT_TRUE(node);
        return log::verify(**db, &node->keyring, node::all_views(), {}).value().problems;
    }
    std::string at_pos(const std::string& what) const {
        return "pos " + std::to_string(pos_) + ": " + what;
    }

    std::int64_t pos_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Each, UnreadableData, testing::both_stores(), testing::store_name);

TEST_P(UnreadableData, StartAfterAnUpdateAndServeTheOthers) {
    const auto cases = centre_.enrol(2);
    plant_closed_round();
    plant_in_file_of(cases[0]);
    change_a_view(centre_.place);
    const auto node = Centre::open_at(centre_.place);
    const auto db = store::open_reader(node::location_of(centre_.place));
    registry::RegisterIndex index;
    EXPECT_EQ(registry::load_index(**db, node.node->keyring, index), 1);
    EXPECT_TRUE(index.find(cases[0])->restricted);
    EXPECT_FALSE(index.find(cases[1])->restricted);
    const auto quarantine = log::read_quarantine(**db);
    ASSERT_TRUE(quarantine);
    EXPECT_EQ(quarantine->facts, 1);
    EXPECT_EQ(quarantine->streams, std::vector<log::StreamName>{round_stream});
}

TEST_P(UnreadableData, IsWrittenToAfterwards) {
    centre_.enrol(1);
    plant_closed_round();
    EXPECT_EQ(centre_.enrol(1).size(), 1U);
    EXPECT_EQ(problems_of(centre_.place),
              std::vector<std::string>{
                  at_pos("body unreadable, its stream is quarantined")});
}

TEST_P(UnreadableData, IsBackedUpAndRestoredAndReported) {
    const auto cases = centre_.enrol(2);
    plant_closed_round();
    const std::vector<std::string> problems = problems_of(centre_.place);
    ASSERT_EQ(problems.size(), 1U);
    back_up("with");
    const auto restored = restore_with("a", "with", "with.keys", three());
    ASSERT_TRUE(restored) << restored.error().code << restored.error().detail;
    EXPECT_EQ(restored->quarantine.facts, 1);
    EXPECT_EQ(restored->quarantine.streams, std::vector<log::StreamName>{round_stream});
    EXPECT_EQ(problems_of(new_place("a")), problems);
    EXPECT_EQ(names_readable(new_place("a")).size(), 2U);
}

// The node's name stands in the first fact, beside the keys that everything else is checked with.
TEST_P(UnreadableData, IsRestoredWhenItIsTheFirstFact) {
    centre_.enrol(1);
    // PostgreSQL never took such a name as a setting.
    const bool in_setting = GetParam() == store::Dialect::sqlite;
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        store::Connection& db = *database->connection;
        const auto first = db.first("select header, body from fact where pos = 1");
        Bytes body = (*first)->bytes(1);
        const std::size_t at = as_text(body).find("assamaka");
        body.at(at) = 0xE9;
        ASSERT_TRUE(db.run("update fact set body = ?, hash = ? where pos = 1", body,
                           log::hash_fact((*first)->bytes(0), body)));
        if (in_setting) {
            ASSERT_TRUE(db.script("update setting set value = cast(x'e97373616d616b61' as text) "
                                  "where name = 'node_name'"));
        }
    }
    ASSERT_EQ(problems_of(centre_.place).front(),
              "pos 1: body unreadable, its stream is quarantined");
    back_up("first");
    const auto restored = restore_with("a", "first", "first.keys", three());
    ASSERT_TRUE(restored) << restored.error().code << restored.error().detail;
    EXPECT_EQ(names_readable(new_place("a")).size(), 1U);
    const auto db = store::open_reader(node::location_of(new_place("a")));
    EXPECT_EQ(node::read_settings(**db)->node_name, in_setting ? "\uFFFDssamaka" : "assamaka");
}

TEST_P(UnreadableData, AreNotMadeByInit) {
    const node::Place place = new_place("fresh");
    const Clock clock = [] { return test_now; };
    EXPECT_EQ(refusal(node::initialise(place, {"assamak\xE9", false}, clock)), "text.not_utf8");
    EXPECT_EQ(refusal(node::initialise(place, {std::string(41, 'a'), false}, clock)),
              "text.too_long");
    EXPECT_FALSE(std::filesystem::exists(place.data));
    EXPECT_FALSE(std::filesystem::exists(place.keys));
    EXPECT_EQ(refusal(node::initialise(place, {"Assamaka été", false}, clock)), "");
    EXPECT_EQ(problems_of(place), std::vector<std::string>{});
}

}  // namespace
}  // namespace jatigi::jobs
