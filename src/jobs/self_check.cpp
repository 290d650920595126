#include "jobs/self_check.h"

#include <fmt/format.h>

#include "platform/access/account_proof.h"
#include "platform/access/watch_head.h"
#include "platform/access/watch_sweep.h"
#include "platform/log/head.h"
#include "platform/log/log_end.h"
#include "platform/log/verify.h"

namespace jatigi::jobs {

namespace {

// What the seal of the log's end says (log/log_end.h): each transaction that writes facts moves it.
Result<std::vector<std::string>> check_end(store::Connection& db, const log::Node& node) {
    std::vector<std::string> problems;
    const auto end = log::sealed_end(db, node);
    if (!end && end.error().code != "log.altered") return std::unexpected(end.error());
    if (!end) problems.push_back("end of the log: " + end.error().detail);
    if (!end || !*end) return problems;
    TRY_ASSIGN(const log::Head head, log::load_head(db));
    TRY_ASSIGN(const bool whole, log::reaches(db, **end));
    if (head.pos > (*end)->pos)
        problems.push_back(fmt::format("{} facts beyond its end", head.pos - (*end)->pos));
    if (!whole) problems.emplace_back("end of the log: another fact stands there, or none");
    return problems;
}

}  // namespace

Result<Alterations> check_tables(store::Connection& db, const log::Node* node) {
    Alterations found;
    std::vector<vault::WatchHead> heads;
    if (node != nullptr) {
        TRY_ASSIGN(auto of_end, check_end(db, *node));
        if (!of_end.empty()) found[Checked::log] = std::move(of_end);
        TRY_ASSIGN(heads, access::noted_watch_heads(db, *node));
        TRY_ASSIGN(const auto altered, access::altered_accounts(db, *node));
        for (const std::int64_t account : altered)
            found[Checked::accounts].push_back(
                fmt::format("account {} was changed by hand", account));
    }
    TRY_ASSIGN(const auto swept, access::noted_sweeps(db));
    TRY_ASSIGN(auto watch, vault::verify_watch(db, heads, swept));
    if (!watch.empty()) found[Checked::watched] = std::move(watch);
    return found;
}

Result<std::vector<std::string>> check_log(store::Connection& db, const std::stop_token& stopped) {
    TRY_ASSIGN(auto report, log::verify_chain(db, stopped));
    return std::move(report.problems);
}

}  // namespace jatigi::jobs
