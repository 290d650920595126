// The fixed baseline of the serving benchmark: the same rows as the product stores, as bare as SQLite
// takes them. One fact (header of 108 bytes, body of 350, hash of 32, its stream's index) and one
// serving row whose key leads with the day; 5,000 people, rounds of 700, WAL with synchronous=FULL,
// transactions of a given size. Nothing is hashed, looked up, checked or kept as a receipt.
#pragma once
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace jatigi::bench {

using Seconds = std::chrono::duration<double>;

class BareLoop {
public:
    explicit BareLoop(const std::string& path);
    BareLoop(const BareLoop&) = delete;
    BareLoop& operator=(const BareLoop&) = delete;
    ~BareLoop();
    // Servings per second over about this long, each transaction holding `group` of them.
    double run(Seconds length, int group);

private:
    void insert_one();
    sqlite3* db_ = nullptr;
    sqlite3_stmt* fact_ = nullptr;
    sqlite3_stmt* serving_ = nullptr;
    std::int64_t count_ = 0;
};

}  // namespace jatigi::bench
