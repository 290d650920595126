#include "platform/vault/opener.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "platform/vault/hidden.h"
#include "platform/vault/no_opening.h"
#include "platform/vault/seal.h"
#include "platform/vault/watch.h"

namespace jatigi::vault {
namespace {

constexpr std::chrono::hours watched{1};
constexpr std::int64_t hour_us = std::chrono::microseconds{watched}.count();
constexpr std::size_t filter_max = 120;

// Of its own for each moment: whose one row is, known from what else was written then, must not tell
// whose the others are.
std::int64_t account_tag(const NodeSecrets& secrets, std::int64_t account, Instant at) {
    return tag_of(secrets, fmt::format("opening {} {}", account, at.time_since_epoch().count()));
}

// One length for all: a filter has at most filter_max bytes.
constexpr std::size_t told_step = 192;
constexpr std::string_view told_of = "opening";

std::string hidden_opening(const NodeSecrets& secrets, const OpeningTold& told) {
    return hide_text(secrets, told_of,
                     fmt::format("{} {} {} {} {}", told.account, told.kind,
                                 told.person ? std::to_string(*told.person) : "-", told.count,
                                 told.filter.value_or("")),
                     told_step);
}

Result<void> put_opening(store::Connection& tx, Instant now, std::int64_t account, FactClass cls,
                         const std::string& hidden, std::string_view kind = "file") {
    return put_watched(tx, Watched::opening, now, account, kind, static_cast<std::int64_t>(cls),
                       std::optional<std::int64_t>{}, hidden, std::int64_t{0});
}

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || at != end) return std::nullopt;
    return number;
}

using People = std::set<std::int64_t>;

// The files that an account opened, by what `key` makes of the moment. The rows of all are looked at:
// only the keys tell whose one is.
template <class Key>
Result<std::map<std::int64_t, People>> files_by(const NodeSecrets& secrets,
                                                const store::Rows& rows, std::int64_t account,
                                                Key&& key) {
    std::map<std::int64_t, People> files;
    for (const store::Row& row : rows) {
        const Instant at = row.instant(0);
        if (row.integer(1) != account && row.integer(1) != account_tag(secrets, account, at))
            continue;
        TRY_ASSIGN(const OpeningTold told, opening_told(secrets, row, 1));
        if (told.person) files[key(at)].insert(*told.person);
    }
    return files;
}

Result<People> files_since(store::Connection& tx, const NodeSecrets& secrets, Instant since,
                           std::int64_t account) {
    TRY_ASSIGN(const auto rows, tx.rows("select at, account, kind, person, filter, count "
                                        "from opening where kind = 'file' and at > ?",
                                        since));
    TRY_ASSIGN(auto files, files_by(secrets, rows, account, [](Instant) { return 0; }));
    return std::move(files[0]);
}

// Files of the busiest clock hour before the last one.
Result<std::int64_t> busiest_hour(store::Connection& tx, const NodeSecrets& secrets, Instant now,
                                  std::int64_t account, std::chrono::days window) {
    TRY_ASSIGN(const auto rows,
               tx.rows("select at, account, kind, person, filter, count from opening "
                       "where kind = 'file' and at > ? and at <= ?",
                       now - window, now - watched));
    TRY_ASSIGN(const auto hours, files_by(secrets, rows, account, [](Instant at) {
                   return at.time_since_epoch().count() / hour_us;
               }));
    std::int64_t most = 0;
    for (const auto& [hour, files] : hours) most = std::max(most, std::ssize(files));
    return most;
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

Result<OpeningTold> opening_told(const NodeSecrets& secrets, const store::Row& row,
                                 std::size_t first) {
    const auto filter = row.text_or_null(first + 3);
    if (!filter || !is_hidden(*filter))
        return OpeningTold{row.integer(first), row.text(first + 1), row.integer_or_null(first + 2),
                           filter, row.integer(first + 4)};
    TRY_ASSIGN(const std::string text, shown_text(secrets, told_of, *filter));
    std::array<std::string_view, 5> parts;
    std::string_view rest = text;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t blank = std::min(rest.find(' '), rest.size());
        parts[i] = rest.substr(0, blank);
        rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
    parts[4] = rest;
    const auto account = number_in(parts[0]);
    const auto count = number_in(parts[3]);
    if (!account || !count) return refuse(ErrorKind::unavailable, "vault.seal_broken", "an opening");
    OpeningTold told{
        .account = *account, .kind = std::string(parts[1]), .person = number_in(parts[2])};
    if (!parts[4].empty()) told.filter = std::string(parts[4]);
    told.count = *count;
    return told;
}

Result<void> Opener::record_file(store::Connection& tx, Instant now, std::int64_t person,
                                 FactClass cls) const {
    TRY_ASSIGN(const Instant since, counted_since(tx, now, account_));
    TRY_ASSIGN(const People recent, files_since(tx, *secrets_, since, account_));
    const std::int64_t files = std::ssize(recent);
    // The history is read only by who comes near a limit: hardly anybody.
    if (files + 1 >= std::min(limits_.own_hour_floor, limits_.files_per_hour_max)) {
        const bool again = recent.contains(person);
        TRY_ASSIGN(const std::int64_t own,
                   busiest_hour(tx, *secrets_, now, account_, limits_.own_window));
        const std::int64_t limit =
            std::min(limits_.files_per_hour_max,
                     std::max(limits_.own_hour_floor, limits_.own_hour_factor * own));
        if (!again && files >= limit)
            return refuse(ErrorKind::throttled, "access.too_many_openings");
        if (!again && files + 1 == limit)
            TRY(put_watched(tx, Watched::opening_alarm, now, account_, limit, "file"));
    }
    return put_opening(tx, now, account_tag(*secrets_, account_, now), cls,
                       hidden_opening(*secrets_, {account_, "file", person, {}, 1}));
}

Result<void> Opener::record_list(store::Connection& tx, Instant now,
                                 const ListOpening& list) const {
    const bool kind_ok = !list.kind.empty() && list.kind != "file" && is_code(list.kind, "_");
    if (!kind_ok || list.filter.size() > filter_max ||
        !is_code(list.filter, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=_,.:-"))
        return refuse(ErrorKind::invalid, "access.filter_invalid");
    return put_opening(tx, now, account_tag(*secrets_, account_, now), list.cls,
                       hidden_opening(*secrets_, {account_, std::string(list.kind), {},
                                                  std::string(list.filter), list.count}),
                       "list");
}

Result<void> record_no_opening(store::Connection& tx, const NodeSecrets& secrets, Instant now) {
    const std::int64_t nobody = account_tag(secrets, 0, now) ^ 1;
    return put_opening(tx, now, nobody, FactClass::identity,
                       hidden_opening(secrets, {0, std::string(no_opening_kind), {}, {}, 0}));
}

}  // namespace jatigi::vault
