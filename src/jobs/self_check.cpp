#include "jobs/self_check.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "jobs/recovery_key.h"
#include "people/registry/hotline_view.h"
#include "platform/access/account_proof.h"
#include "platform/access/second_factor_rule.h"
#include "platform/access/watch_sweep.h"
#include "platform/log/head.h"
#include "platform/log/log_end.h"
#include "platform/log/verify.h"
#include "platform/log/watch_head.h"

namespace jatigi::jobs {

Result<Alterations> check_tables(store::Connection& db, const log::Node* node) {
    Alterations found;
    std::vector<vault::WatchHead> heads;
    if (node != nullptr) {
        // Each transaction that writes facts moves the seal of the log's end.
        const auto own = log::require_own_end(db, *node);
        if (!own && own.error().code != "log.altered") return std::unexpected(own.error());
        if (!own) found[Checked::log].push_back("end of the log: " + own.error().detail);
        TRY_ASSIGN(heads, log::noted_watch_heads(db, *node));
        if (const auto end = log::sealed_end(db, *node); end && *end && (*end)->watch)
            heads.push_back(*(*end)->watch);
        TRY_ASSIGN(const auto altered, access::altered_accounts(db, *node));
        for (const std::int64_t account : altered)
            found[Checked::accounts].push_back(
                fmt::format("account {} was changed by hand", account));
        const auto recovery = find_recovery_key(db, *node);
        if (!recovery && recovery.error().code == "vault.recovery_key_forged")
            found[Checked::recovery_key].emplace_back("the recovery key is not the one made last");
        if (!recovery && recovery.error().code == "log.altered")
            found[Checked::log].push_back("recovery key: " + recovery.error().detail);
    }
    if (node != nullptr)
        for (const log::SealedSetting& setting :
             {registry::hotline_setting, access::second_factor_setting}) {
            const auto put = log::find_sealed(db, *node, setting);
            if (!put ? put.error().code == "log.altered"
                     : put->state == log::SettingFound::State::altered)
                found[Checked::log].push_back(
                    fmt::format("setting {}: not what was put last", setting.name));
        }
    TRY_ASSIGN(const auto swept, access::noted_sweeps(db));
    TRY_ASSIGN(auto watch, vault::verify_watch(db, heads, swept));
    if (!watch.empty()) found[Checked::watched] = std::move(watch);
    return found;
}

Result<std::vector<std::string>> check_log(store::Connection& db, const log::ChainProof& proof,
                                           const std::stop_token& stopped) {
    TRY_ASSIGN(const log::ChainState state, log::check_chain(db, proof, stopped));
    std::vector<std::string> problems;
    for (const log::ChainBreak& one : state.breaks)
        problems.push_back(
            fmt::format("after fact {}: another fact, or none, stands there", one.pos));
    for (const log::Misnumbered& one : state.misnumbered)
        problems.push_back(fmt::format("fact {}: other numbers stand beside it", one.pos));
    for (const log::Misfiled& one : state.misfiled)
        problems.push_back(fmt::format("fact {}: filed under another stream", one.pos));
    return problems;
}

Result<std::vector<std::string>> check_views(store::Connection& db, log::Views views,
                                             const std::stop_token& stopped) {
    TRY_ASSIGN(const log::Head head, log::load_head(db));
    if (head.pos > facts_compared_max) {
        spdlog::info("more than {} facts: `jatigi verify` compares the tables with them",
                     facts_compared_max);
        return std::vector<std::string>{};
    }
    return log::compare_views(db, views, {}, stopped);
}

}  // namespace jatigi::jobs
