#include "node/log_trust.h"

#include <fmt/format.h>

#include "node/run_mark.h"
#include "node/schema_check.h"
#include "node/views.h"
#include "platform/log/chain_proof.h"
#include "platform/store/schema.h"
#include "platform/store/transaction.h"
#include "platform/store/triggers.h"

namespace jatigi::node {
namespace {

struct Checked {
    std::int64_t set_aside = 0;
    std::int64_t misfiled = 0;  // Filed again where they belong.
    std::int64_t misnumbered = 0;
    bool moved = false;        // What the views are made of.
    bool is_older = false;     // Than what ran here last, or other data.
    bool other_watch = false;  // The rows of those who read are not those that were sealed.
    bool never_sealed = false;
};
// A restriction may have stood where another fact stands now: as where one is missing.
Result<void> refuse_breaks(const log::ChainState& state) {
    if (state.breaks.empty()) return {};
    return refuse(
        ErrorKind::unavailable, "log.altered",
        fmt::format("it is not what was written here at {} places, the first after fact {}",
                    state.breaks.size(), state.breaks.front().pos));
}

Result<Checked> check(store::Connection& db, const log::Node& node, const Place& place) {
    const auto left = left_end(place);
    TRY_ASSIGN(const auto end, log::sealed_end(db, node));
    if (!end && left)
        return refuse(ErrorKind::unavailable, "log.altered", "its end is not sealed any more");
    if (!end) return Checked{.never_sealed = true};
    Checked checked;
    TRY_ASSIGN(const vault::WatchHead watch, vault::watch_head(db));
    checked.other_watch = end->watch && *end->watch != watch;
    TRY_ASSIGN(checked.set_aside,
               store::in_transaction(db, [&] { return log::set_foreign_aside(db, node, *end); }));
    TRY(store::in_transaction(db, [&] { return log::require_whole(db, *end); }));
    TRY_ASSIGN(const auto proof, log::load_proof(db, node));
    TRY_ASSIGN(const log::ChainState state, log::check_chain(db, *proof, {}));
    TRY(refuse_breaks(state));
    checked.misfiled = std::ssize(state.misfiled);
    checked.misnumbered = std::ssize(state.misnumbered);
    TRY_ASSIGN(checked.moved,
               store::in_transaction(db, [&] { return log::put_in_order(db, state); }));
    if (left) {
        TRY_ASSIGN(const bool same, log::reaches(db, *left));
        checked.is_older = !same;
    }
    return checked;
}

}  // namespace

Result<LogTrust> check_log_end(store::Connection& db, const log::Node& node, const Place& place,
                               IfAltered if_altered, const log::Progress& progress) {
    LogTrust trust;
    TRY(store::refuse_triggers(db));
    TRY(check_schema(db, SchemaOf::migrations));
    TRY(store::remake_indexes(db));
    const auto checked = check(db, node, place);
    if (!checked) {
        if (checked.error().code != "log.altered" || if_altered == IfAltered::refuse)
            return std::unexpected(checked.error());
        TRY(store::in_transaction(db, [&] { return log::take_as_it_is(db, node); }));
        TRY(log::rebuild_views(db, all_views(), progress));
        trust.told.push_back(fmt::format("the log was altered ({}), and was taken as it is",
                                         checked.error().detail));
        return trust;
    }
    trust.never_sealed = checked->never_sealed;
    if (checked->set_aside > 0 || checked->moved)
        TRY(log::rebuild_views(db, all_views(), progress));
    if (checked->set_aside > 0)
        trust.told.push_back(
            fmt::format("{} facts were added or filed elsewhere from outside; they are set aside",
                        checked->set_aside));
    if (checked->misfiled > 0)
        trust.told.push_back(fmt::format(
            "{} facts were filed elsewhere from outside; they stand where they belong again",
            checked->misfiled));
    if (checked->misnumbered > 0)
        trust.told.push_back(fmt::format(
            "other numbers stood beside {} facts; theirs stand there again", checked->misnumbered));
    if (checked->other_watch)
        trust.told.emplace_back("rows of those who read were taken out or added");
    if (checked->is_older)
        trust.told.emplace_back("these data are older than what ran here last, or others");
    return trust;
}

}  // namespace jatigi::node
