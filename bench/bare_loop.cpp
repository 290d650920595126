#include "bare_loop.h"

#include <array>
#include <cstdlib>
#include <iostream>

namespace jatigi::bench {
namespace {

constexpr std::int64_t people = 5'000;
constexpr std::int64_t round_size = 700;

void check(int code, sqlite3* db) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    std::cerr << "bare loop: " << sqlite3_errmsg(db) << "\n";
    std::exit(1);
}

}  // namespace

BareLoop::BareLoop(const std::string& path) {
    check(sqlite3_open(path.c_str(), &db_), db_);
    check(sqlite3_exec(db_,
                       "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                       "PRAGMA cache_size=-32000;"
                       // As in migrations/0001 and assistance/round_view.cpp when this was fixed.
                       "CREATE TABLE fact(pos INTEGER PRIMARY KEY, site BLOB, epoch INTEGER,"
                       "seq INTEGER, stream INTEGER, received_at INTEGER, header BLOB, body BLOB,"
                       "hash BLOB);"
                       "CREATE INDEX fact_stream ON fact(stream, pos) WHERE stream IS NOT NULL;"
                       "CREATE TABLE serving(day INTEGER, service TEXT, person INTEGER,"
                       "rank INTEGER, round INTEGER, state INTEGER, hlc_us INTEGER, pos INTEGER,"
                       "command BLOB, PRIMARY KEY(day, service, person, rank)) WITHOUT ROWID",
                       nullptr, nullptr, nullptr),
          db_);
    check(sqlite3_prepare_v2(db_,
                             "INSERT INTO fact(pos, site, epoch, seq, stream, received_at, header,"
                             "body, hash) VALUES(?1, NULL, 1, ?1, ?2, ?1, ?3, ?4, ?5)",
                             -1, &fact_, nullptr),
          db_);
    check(sqlite3_prepare_v2(db_,
                             "INSERT INTO serving(day, service, person, rank, round, state, hlc_us,"
                             "pos, command) VALUES(?1, 'BREAKFAST', ?2, 0, ?1, 0, ?3, ?3, ?4)",
                             -1, &serving_, nullptr),
          db_);
}

BareLoop::~BareLoop() {
    sqlite3_finalize(fact_);
    sqlite3_finalize(serving_);
    sqlite3_close(db_);
}

void BareLoop::insert_one() {
    static const std::array<char, 350> bytes{};
    const std::int64_t day = count_ / round_size;
    // Each round takes the next 700 of 5,000 people, in an order that is not the key's.
    const std::int64_t place = count_ % round_size;
    const std::int64_t person = (day * round_size + place * 389 % round_size) % people;
    ++count_;
    sqlite3_bind_int64(fact_, 1, count_);
    sqlite3_bind_int64(fact_, 2, day);
    sqlite3_bind_blob(fact_, 3, bytes.data(), 108, SQLITE_STATIC);
    sqlite3_bind_blob(fact_, 4, bytes.data(), 350, SQLITE_STATIC);
    sqlite3_bind_blob(fact_, 5, bytes.data(), 32, SQLITE_STATIC);
    check(sqlite3_step(fact_), db_);
    sqlite3_reset(fact_);
    sqlite3_bind_int64(serving_, 1, day);
    sqlite3_bind_int64(serving_, 2, person);
    sqlite3_bind_int64(serving_, 3, count_);
    sqlite3_bind_blob(serving_, 4, bytes.data(), 16, SQLITE_STATIC);
    check(sqlite3_step(serving_), db_);
    sqlite3_reset(serving_);
}

double BareLoop::run(Seconds length, int group) {
    const auto start = std::chrono::steady_clock::now();
    std::int64_t done = 0;
    Seconds passed{0};
    while (passed < length) {
        check(sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), db_);
        for (int i = 0; i < group; ++i) insert_one();
        check(sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr), db_);
        done += group;
        passed = std::chrono::steady_clock::now() - start;
    }
    return static_cast<double>(done) / passed.count();
}

}  // namespace jatigi::bench
