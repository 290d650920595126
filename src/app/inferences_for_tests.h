// A database as somebody reads it who has no key: plain SQL and the layout of docs/log-format.md.
// And the measure of a guess: does it put restricted people before the others of their node?
#pragma once
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/json.h"
#include "platform/store/connection.h"

namespace jatigi::app::stolen {

struct Fact {
    std::int64_t pos = 0, stream = 0, received_at = 0, hlc_us = 0;
    int cls = 0;
    std::int64_t length = 0;
    // Of open facts.
    std::string type{}, about{};  // about: the stream, "person:<id>".
    std::int64_t actor = 0;
    json::object data{};
};
struct Stream {
    std::string kind, id;
};
struct Key {
    std::string person;
    std::int64_t cls = 0;
};
struct Receipt {
    std::int64_t account = 0, at = 0;
    std::string text;  // Code and parameters.
};
struct Opening {
    std::int64_t at = 0, account = 0, person = 0;
    std::string kind, filter;
    std::int64_t count = 0;
};
struct Hit {
    std::int64_t at = 0, account = 0;
};
struct Photo {
    std::string person;
    std::int64_t length = 0;
};
struct Person {
    std::string id, case_number;
    std::int64_t local = 0;      // Of the stream "person:<id>".
    std::int64_t mentioned = 0;  // Cells of any table that hold the id or the case number.
    bool judged = true;          // False: a file that a list made of who was there already.
};

struct Tables {
    std::vector<Fact> facts;
    std::map<std::int64_t, Stream> streams;
    std::vector<Key> keys;
    std::vector<Receipt> receipts;
    std::vector<Opening> openings;
    std::vector<Hit> hits;
    std::vector<Photo> photos;
    std::vector<std::string> events;    // Details of the security record.
    std::set<std::int64_t> protection;  // Accounts.
    std::vector<Person> people;
};

inline std::string text_in(const json::object& data, std::string_view name) {
    return std::string(json::text_at(data, name).value_or(""));
}

inline void read_facts(store::Connection& db, Tables& tables) {
    const auto rows =
        db.rows("select pos, coalesce(stream, 0), received_at, header, body from fact order by pos")
            .value();
    for (const store::Row& row : rows) {
        const Bytes header = row.bytes(3), body = row.bytes(4);
        Fact fact{.pos = row.integer(0), .stream = row.integer(1), .received_at = row.integer(2)};
        fact.hlc_us = static_cast<std::int64_t>(big_endian(ByteView(header).subspan(53, 8)));
        fact.cls = header[63];
        fact.length = static_cast<std::int64_t>(body.size());
        if (fact.cls == 0) {
            const auto text = json::parse_object(as_text(ByteView(body).subspan(1))).value();
            fact.type = text_in(text, "type");
            fact.about = text_in(text, "stream");
            fact.actor = json::integer_at(text, "actor").value_or(0);
            fact.data = *json::object_at(text, "data");
        }
        if (fact.type == "person.profiled")
            tables.people.push_back({.id = fact.about.substr(fact.about.find(':') + 1),
                                     .case_number = text_in(fact.data, "case_number"),
                                     .local = fact.stream});
        tables.facts.push_back(std::move(fact));
    }
}

// In every table, whatever it is for.
inline void count_mentions(store::Connection& db, Tables& tables) {
    const auto names = db.rows("select name from sqlite_master where type = 'table'").value();
    for (const store::Row& name : names) {
        std::string columns;
        const auto known = db.rows("select name from pragma_table_info(?)", name.text(0)).value();
        for (const store::Row& column : known)
            columns += (columns.empty() ? "\"" : ", \"") + column.text(0) + '"';
        const auto rows = db.rows("select " + columns + " from \"" + name.text(0) + '"').value();
        for (const store::Row& row : rows)
            for (const store::Value& value : row.values()) {
                std::string cell;
                if (const auto* text = std::get_if<std::string>(&value)) cell = *text;
                if (const auto* bytes = std::get_if<Bytes>(&value))
                    cell = std::string(as_text(*bytes)) + ' ' + hex(*bytes);
                if (cell.empty()) continue;
                for (Person& person : tables.people)
                    if (cell.find(person.case_number) != std::string::npos ||
                        cell.find(person.id) != std::string::npos)
                        ++person.mentioned;
            }
    }
}

template <class Take>
void each_row(store::Connection& db, std::string_view sql, Take&& take) {
    const auto rows = db.rows(sql).value();
    for (const store::Row& row : rows) take(row);
}

inline Tables read_tables(store::Connection& db) {
    using store::Row;
    Tables tables;
    read_facts(db, tables);
    each_row(db, "select local, kind, id from stream", [&](const Row& row) {
        tables.streams[row.integer(0)] = {row.text(1), hex(row.bytes(2))};
    });
    each_row(db, "select person, class from keyring",
             [&](const Row& row) { tables.keys.push_back({hex(row.bytes(0)), row.integer(1)}); });
    each_row(db, "select account, at, code, params from receipt", [&](const Row& row) {
        tables.receipts.push_back(
            {row.integer(0), row.integer(1), row.text(2) + ' ' + row.text(3)});
    });
    each_row(db,
             "select at, account, coalesce(person, 0), kind, coalesce(filter, ''), count "
             "from opening order by at",
             [&](const Row& row) {
                 tables.openings.push_back({row.integer(0), row.integer(1), row.integer(2),
                                            row.text(3), row.text(4), row.integer(5)});
             });
    each_row(db, "select at, account from restricted_hit",
             [&](const Row& row) { tables.hits.push_back({row.integer(0), row.integer(1)}); });
    each_row(db, "select person, length(body) from attachment",
             [&](const Row& row) { tables.photos.push_back({hex(row.bytes(0)), row.integer(1)}); });
    each_row(db, "select detail from security_event",
             [&](const Row& row) { tables.events.push_back(row.text(0)); });
    each_row(db, "select id from account where role = 'protection_officer'",
             [&](const Row& row) { tables.protection.insert(row.integer(0)); });
    count_mentions(db, tables);
    return tables;
}

// Within each node, each restricted person against each other one: how often the guess puts them
// first. z is the distance from chance in standard errors of Mann and Whitney's count, summed over
// the nodes, with the correction for ties: under chance about normal, whatever the nodes differ in.
class Judgement {
public:
    void add(const std::vector<double>& scores, const std::vector<bool>& restricted) {
        double above = 0, yes = 0, no = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            (restricted[i] ? yes : no) += 1;
            if (!restricted[i]) continue;
            for (std::size_t k = 0; k < scores.size(); ++k)
                if (!restricted[k])
                    above += scores[i] > scores[k] ? 1 : scores[i] == scores[k] ? 0.5 : 0;
        }
        const double all = yes + no;
        if (yes == 0 || no == 0) return;
        std::map<double, double> alike;
        for (const double score : scores) alike[score] += 1;
        double ties = 0;
        for (const auto& [score, many] : alike) ties += many * many * many - many;
        above_ += above;
        pairs_ += yes * no;
        variance_ += yes * no / 12 * (all + 1 - ties / (all * (all - 1)));
    }
    double auc() const { return pairs_ == 0 ? 0.5 : above_ / pairs_; }
    double z() const { return variance_ <= 0 ? 0 : (above_ - pairs_ / 2) / std::sqrt(variance_); }

private:
    double above_ = 0, pairs_ = 0, variance_ = 0;
};

}  // namespace jatigi::app::stolen
