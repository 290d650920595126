#include "platform/vault/opener.h"

#include <algorithm>

#include "platform/vault/seal.h"
#include "platform/vault/watch.h"

namespace jatigi::vault {
namespace {

constexpr std::chrono::hours watched{1};
constexpr std::int64_t hour_us = std::chrono::microseconds{watched}.count();
constexpr std::size_t filter_max = 120;

struct Recent {
    std::int64_t since_us = 0;
    std::int64_t files = 0;
};
Result<Recent> recent_openings(store::Connection& tx, Instant now, std::int64_t account) {
    TRY_ASSIGN(const Instant since, counted_since(tx, now, account));
    Recent recent{.since_us = since.time_since_epoch().count()};
    TRY_ASSIGN(const auto row, tx.first("select count(distinct person) from opening "
                                        "where account = ? and kind = 'file' and at > ?",
                                        account, recent.since_us));
    recent.files = row->integer(0);
    return recent;
}

Result<bool> opened_since(store::Connection& tx, std::int64_t account, std::int64_t since_us,
                          std::int64_t person) {
    TRY_ASSIGN(const auto row,
               tx.first("select at from opening where account = ? and kind = 'file' and at > ? "
                        "and person = ? limit 1",
                        account, since_us, person));
    return row.has_value();
}

// Files of the busiest clock hour before the last one.
Result<std::int64_t> busiest_hour(store::Connection& tx, Instant now, std::int64_t account,
                                  std::chrono::days window) {
    TRY_ASSIGN(const auto row,
               tx.first("select coalesce(max(hour.files), 0) from "
                        "(select count(distinct person) as files from opening where account = ? "
                        "and kind = 'file' and at > ? and at <= ? group by at / ?) as hour",
                        account, now - window, now - watched, hour_us));
    return row->integer(0);
}

bool is_code(std::string_view text, std::string_view also) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || also.find(c) != std::string_view::npos;
    });
}

}  // namespace

Result<Instant> counted_since(store::Connection& tx, Instant now, std::int64_t account) {
    TRY_ASSIGN(
        const auto release,
        tx.first("select coalesce(max(at), 0) from opening_release where account = ?", account));
    return std::max(now - watched, release->instant(0));
}

Result<std::optional<Bytes>> Opener::open(store::Connection& db, const Sealed& sealed) const {
    if (!allowed_.test(static_cast<std::size_t>(sealed.cls)))
        return refuse(ErrorKind::not_allowed, "access.denied", "class not allowed");
    return keyring_->open(db, sealed);
}

Result<void> Opener::record_file(store::Connection& tx, Instant now, std::int64_t person,
                                 FactClass cls) const {
    TRY_ASSIGN(const Recent recent, recent_openings(tx, now, account_));
    // The history is read only by who comes near a limit: hardly anybody.
    if (recent.files + 1 >= std::min(limits_.own_hour_floor, limits_.files_per_hour_max)) {
        TRY_ASSIGN(const bool again, opened_since(tx, account_, recent.since_us, person));
        TRY_ASSIGN(const std::int64_t own, busiest_hour(tx, now, account_, limits_.own_window));
        const std::int64_t limit =
            std::min(limits_.files_per_hour_max,
                     std::max(limits_.own_hour_floor, limits_.own_hour_factor * own));
        if (!again && recent.files >= limit)
            return refuse(ErrorKind::throttled, "access.too_many_openings");
        if (!again && recent.files + 1 == limit)
            TRY(put_watched(tx, Watched::opening_alarm, now, account_, limit, "file"));
    }
    return put_watched(tx, Watched::opening, now, account_, "file", static_cast<std::int64_t>(cls),
                       person, std::optional<std::string_view>{}, std::int64_t{1});
}

Result<void> Opener::record_list(store::Connection& tx, Instant now,
                                 const ListOpening& list) const {
    const bool kind_ok = !list.kind.empty() && list.kind != "file" && is_code(list.kind, "_");
    if (!kind_ok || list.filter.size() > filter_max ||
        !is_code(list.filter, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=_,.:-"))
        return refuse(ErrorKind::invalid, "access.filter_invalid");
    const std::optional<std::string_view> filter =
        list.filter.empty() ? std::nullopt : std::optional{list.filter};
    return put_watched(tx, Watched::opening, now, account_, list.kind,
                       static_cast<std::int64_t>(list.cls), std::optional<std::int64_t>{}, filter,
                       list.count);
}

}  // namespace jatigi::vault
