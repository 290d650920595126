#include "platform/vault/opener.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/vault/hidden.h"
#include "platform/vault/no_opening.h"
#include "platform/vault/seal.h"
#include "platform/vault/watch.h"

namespace jatigi::vault {
namespace {


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

// What the rows of before tell, once. A row that cannot be read is verify's to tell.
Result<void> read_book(store::Connection& db, const NodeSecrets& secrets, OpeningBook& book,
                       Instant now, std::chrono::days window) {
    TRY_ASSIGN(const auto rows, db.rows("select at, account, kind, person, filter, count "
                                        "from opening where kind = 'file' and at > ?",
                                        now - window));
    for (const store::Row& row : rows) {
        const auto told = opening_told(secrets, row, 1);
        if (told && told->person) book.note(told->account, *told->person, row.instant(0), window);
    }
    book.set_read();
    return {};
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
    return std::max(now - OpeningBook::recent, release->instant(0));
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
    if (!book_->is_read()) TRY(read_book(tx, *secrets_, *book_, now, limits_.own_window));
    const std::int64_t files = book_->files_since(account_, since);
    const bool again = book_->opened_since(account_, person, since);
    if (!again && files + 1 >= std::min(limits_.own_hour_floor, limits_.files_per_hour_max)) {
        const std::int64_t own = book_->busiest_hour(account_, now, limits_.own_window);
        const std::int64_t limit =
            std::min(limits_.files_per_hour_max,
                     std::max(limits_.own_hour_floor, limits_.own_hour_factor * own));
        if (files >= limit) return refuse(ErrorKind::throttled, "access.too_many_openings");
        if (files + 1 == limit)
            TRY(put_watched(tx, Watched::opening_alarm, now, account_, limit, "file"));
    }
    book_->note(account_, person, now, limits_.own_window);
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
