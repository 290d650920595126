#include "node/log_trust.h"

#include <fmt/format.h>

#include "node/run_mark.h"
#include "node/views.h"
#include "platform/store/transaction.h"

namespace jatigi::node {
namespace {

Result<void> take_as_it_is(store::Connection& db, const log::Node& node) {
    return store::in_transaction(db, [&] { return log::seal_as_it_is(db, node); });
}

struct Checked {
    std::int64_t set_aside = 0;
    bool is_older = false;  // Than what ran here last, or other data.
};
Result<Checked> check(store::Connection& db, const log::Node& node, const Place& place) {
    const auto left = left_end(place);
    TRY_ASSIGN(const auto end, log::sealed_end(db, node));
    if (!end && left)
        return refuse(ErrorKind::unavailable, "log.altered", "its end is not sealed any more");
    if (!end) {
        TRY(take_as_it_is(db, node));
        return Checked{};
    }
    Checked checked;
    TRY_ASSIGN(checked.set_aside,
               store::in_transaction(db, [&] { return log::set_foreign_aside(db, node, *end); }));
    if (left) {
        TRY_ASSIGN(const bool same, log::reaches(db, *left));
        checked.is_older = !same;
    }
    return checked;
}

}  // namespace

Result<std::vector<std::string>> check_log_end(store::Connection& db, const log::Node& node,
                                               const Place& place, IfAltered if_altered,
                                               const log::Progress& progress) {
    std::vector<std::string> told;
    const auto checked = check(db, node, place);
    if (!checked) {
        if (checked.error().code != "log.altered" || if_altered == IfAltered::refuse)
            return std::unexpected(checked.error());
        TRY(take_as_it_is(db, node));
        told.push_back(fmt::format("the log was altered ({}), and was taken as it is",
                                   checked.error().detail));
        return told;
    }
    if (checked->set_aside > 0) {
        TRY(log::rebuild_views(db, all_views(), progress));
        told.push_back(
            fmt::format("{} facts were added or filed elsewhere from outside; they are set aside",
                        checked->set_aside));
    }
    if (checked->is_older)
        told.emplace_back("these data are older than what ran here last, or others");
    return told;
}

}  // namespace jatigi::node
