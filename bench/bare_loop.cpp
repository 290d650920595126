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
                       "CREATE TABLE fact(pos INTEGER PRIMARY KEY, body BLOB, hash BLOB);"
                       "CREATE TABLE serving(day INT, service INT, person INT, fact INT);"
                       "CREATE UNIQUE INDEX serving_day ON serving(day, service, person)",
                       nullptr, nullptr, nullptr),
          db_);
    check(sqlite3_prepare_v2(db_, "INSERT INTO fact(pos, body, hash) VALUES(?, ?, ?)", -1, &fact_,
                             nullptr),
          db_);
    check(sqlite3_prepare_v2(
              db_, "INSERT INTO serving(day, service, person, fact) VALUES(?, 1, ?, ?)", -1,
              &serving_, nullptr),
          db_);
}

BareLoop::~BareLoop() {
    sqlite3_finalize(fact_);
    sqlite3_finalize(serving_);
    sqlite3_close(db_);
}

void BareLoop::insert_one() {
    static const std::array<char, 300> body{};
    static const std::array<char, 32> hash{};
    const std::int64_t day = count_ / round_size;
    // Each round takes the next 700 of 5,000 people, in an order that is not the key's.
    const std::int64_t place = count_ % round_size;
    const std::int64_t person = (day * round_size + place * 389 % round_size) % people;
    ++count_;
    sqlite3_bind_int64(fact_, 1, count_);
    sqlite3_bind_blob(fact_, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
    sqlite3_bind_blob(fact_, 3, hash.data(), static_cast<int>(hash.size()), SQLITE_STATIC);
    check(sqlite3_step(fact_), db_);
    sqlite3_reset(fact_);
    sqlite3_bind_int64(serving_, 1, day);
    sqlite3_bind_int64(serving_, 2, person);
    sqlite3_bind_int64(serving_, 3, count_);
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
