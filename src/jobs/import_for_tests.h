// A node of its own with lists of invented people, for tests of imports.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "centre/sites/site_view.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "jobs/import_commit.h"
#include "jobs/import_decisions.h"
#include "node/open_node.h"
#include "node/views.h"
#include "people/registry/person_file_view.h"
#include "people/registry/register_index_view.h"
#include "platform/access/openings.h"
#include "platform/log/verify.h"
#include "testing/databases.h"

namespace jatigi::jobs {

inline std::string file_text(const std::string& path) {
    std::ifstream file(std::string(JATIGI_SOURCE_DIR) + "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

using Line = std::vector<std::string>;  // The cells of a row, in the order of `headings`.
enum Column : std::size_t {
    list_no,
    arrival,
    family,
    given,
    sex,
    birth,
    nationality,
    birth_place,
    origin,
    father,
    mother,
    household,
    relation,
    phone,
    observations
};
inline const Line headings{"N°",
                           "Date d'arrivée",
                           "Nom",
                           "Prénom(s)",
                           "Sexe",
                           "Date de naissance",
                           "Nationalité",
                           "Lieu de naissance",
                           "Village/Région d'origine",
                           "Nom du père",
                           "Nom de la mère",
                           "N° de ménage",
                           "Lien avec le chef de ménage",
                           "Téléphone",
                           "Observations"};

// Twenty people as unlike as twenty people are.
inline std::vector<Line> twenty_people(const std::string& arrived = "10/01/2023") {
    constexpr std::array<std::string_view, 20> families{
        "Balamo", "Cerudi", "Dofaki", "Fenuro", "Gimalo", "Hobeta", "Jakuno",
        "Kilovi", "Lomena", "Mufari", "Nadeko", "Opiru",  "Pelanu", "Ramiso",
        "Solute", "Tivano", "Ubelor", "Vaniko", "Wakumé", "Zoderi"};
    constexpr std::array<std::string_view, 20> names{
        "Amiru",  "Besoki", "Cadelu", "Dinavo", "Elupa",  "Fokari", "Gusena",
        "Hilato", "Ibodu",  "Jemiga", "Kofune", "Lareti", "Mosuba", "Nikelo",
        "Orafi",  "Pudina", "Rogeva", "Silemu", "Tabori", "Velika"};
    std::vector<Line> lines;
    for (std::size_t i = 0; i < 20; ++i) {
        const std::string family_name{families[i]};
        lines.push_back(
            {std::to_string(i + 1), arrived, family_name, std::string(names[i]),
             i % 2 == 0 ? "M" : "F",
             std::to_string(i + 3) + "/0" + std::to_string(i % 9 + 1) + "/" +
                 std::to_string(1970 + i),
             "malienne", std::string(families[(i + 3) % 20]) + "kourou",
             std::string(families[(i + 9) % 20]) + "bougou",
             std::string(names[(i + 7) % 20]) + " " + family_name,
             std::string(names[(i + 13) % 20]) + " " + std::string(families[(i + 5) % 20]), "", "",
             "900000" + std::to_string(10 + i), ""});
    }
    return lines;
}

inline std::string list_of(const std::vector<Line>& lines, char separator = ';') {
    std::string text;
    const auto add = [&](const Line& line) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (i > 0) text += separator;
            text += line[i];
        }
        text += "\r\n";
    };
    add(headings);
    for (const Line& line : lines) add(line);
    return text;
}

class ImportForTests : public ::testing::TestWithParam<store::Dialect> {
protected:
    ImportForTests() {
        const auto token = node::initialise(place_, {"assamaka", false}, [this] { return now_; });
        EXPECT_TRUE(token) << token.error().code;
        open();
    }
    void open() {
        auto opened = node::open_node(place_, [this] { return now_; }, {});
        EXPECT_TRUE(opened) << opened.error().code;
        node_.emplace(std::move(opened).value());
        index_.clear();
        EXPECT_TRUE(registry::load_index(reader(), node_->node->keyring, index_));
    }
    void close() { node_.reset(); }
    store::Connection& reader() { return database_.reader(); }
    // The table of stays is away, and back as it was to the letter: SQLite writes what it renames
    // in other words.
    void take_stays_away() {
        testing::change_beside(database_.location(), [this](store::Connection& db) {
            if (GetParam() == store::Dialect::sqlite)
                stays_made_by_ = db.column<std::string>(
                                       "select sql from sqlite_master where tbl_name = 'stay' "
                                       "and sql is not null order by type desc")
                                     .value();
            ASSERT_TRUE(db.script("ALTER TABLE stay RENAME TO stay_away"));
        });
    }
    void give_stays_back() {
        testing::change_beside(database_.location(), [this](store::Connection& db) {
            if (GetParam() != store::Dialect::sqlite) {
                ASSERT_TRUE(db.script("ALTER TABLE stay_away RENAME TO stay"));
                return;
            }
            for (const std::string& sql : stays_made_by_) {
                if (!sql.starts_with("CREATE TABLE")) continue;
                ASSERT_TRUE(db.script(sql));
                ASSERT_TRUE(
                    db.script("INSERT INTO stay(stay, person, site, from_day, came_at, to_day, "
                              "left_at, reason) SELECT stay, person, site, from_day, "
                              "came_at, to_day, left_at, reason FROM stay_away"));
                ASSERT_TRUE(db.script("DROP TABLE stay_away"));
            }
            for (const std::string& sql : stays_made_by_) {
                if (sql.starts_with("CREATE TABLE")) continue;
                ASSERT_TRUE(db.script(sql));
            }
        });
    }
    // Newest first.
    std::vector<access::OpeningRow> openings() {
        return access::list_openings(
                   reader(), node_->node->secrets,
                   {.period = {now_ - std::chrono::days{1}, now_ + std::chrono::days{1}}})
            .value();
    }

    // `closed`: the day of the list.
    ImportResult preview(std::string_view bytes, Day closed) {
        auto read =
            preview_import({reader(), *node_->node, index_},
                           {.bytes = bytes, .site = "Assamaka", .list_date = closed}, now_, {});
        EXPECT_TRUE(read) << read.error().code;
        return read.value_or(ImportResult{});
    }
    ImportResult commit(ImportResult result) {
        const auto done = commit_import(*node_->writer, index_, {.site = result.site}, result, {});
        EXPECT_TRUE(done) << done.error().code;
        return result;
    }
    ImportResult import(std::string_view bytes, Day closed) {
        return commit(preview(bytes, closed));
    }
    std::int64_t count(std::string_view table);  // In import_list_db_test.cpp.
    std::int64_t present() {
        const auto site = sites::find_site(reader(), "ASM").value();
        return std::ssize(sites::people_present(reader(), site.site).value());
    }
    registry::PersonFile file_of(const std::string& case_number) {
        return node_->writer
            ->run<registry::PersonFile>([&](log::WriteTx& tx) -> Result<registry::PersonFile> {
                TRY_ASSIGN(const auto person, registry::find_by_case_number(tx.db(), case_number));
                return registry::fold_file(tx, person.id);
            })
            .value();
    }
    void leave(const std::string& case_number, Day day) {
        const auto ended = node_->writer->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto person, registry::find_by_case_number(tx.db(), case_number));
            TRY_ASSIGN(const auto presence, sites::presence_of(tx.db(), person.person));
            TRY(log::execute<sites::StayStream>(
                tx, {.command = {0x1EAF, ++commands_}}, presence->id,
                sites::EndStay{{sites::StayEnd::left_by_own_choice, day},
                               std::chrono::floor<Days>(now_)}));
            return true;
        });
        EXPECT_TRUE(ended) << ended.error().code;
    }
    void expect_verified() {
        ASSERT_TRUE(reader().begin_read());
        const auto report = log::verify(reader(), &node_->node->keyring, node::all_views(), {});
        reader().rollback();
        ASSERT_TRUE(report);
        EXPECT_EQ(report->problems, std::vector<std::string>{});
        EXPECT_EQ(report->unreadable, 0);
    }

    Instant now_ = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{6};
    testing::TestDatabase database_{GetParam()};
    std::vector<std::string> stays_made_by_;
    const node::Place place_{.data = database_.location().text(), .keys = database_.key_path()};
    registry::RegisterIndex index_;
    std::optional<node::OpenNode> node_;
    std::uint64_t commands_ = 0;
};

}  // namespace jatigi::jobs
