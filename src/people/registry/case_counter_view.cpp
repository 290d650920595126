#include "people/registry/case_counter_view.h"

#include "people/registry/case_number.h"
#include "platform/base/hash.h"
#include "platform/store/placement.h"
#include "platform/store/setting.h"

namespace jatigi::registry {
namespace {

constexpr std::string_view demonstration_key = "invented numbers of a demonstration";

struct Epoch {
    std::int64_t epoch = 0;
    std::int64_t first = 0;  // The count that it began with; after the last one comes 0.
};

Result<bool> is_demonstration(store::Connection& db) {
    TRY_ASSIGN(const auto setting, store::find_setting(db, "demonstration"));
    return setting == "yes";
}

// Of the node, like the cards' key, so that it survives a restore and the rotation of the KEK.
ByteArray<32> number_key(const vault::NodeSecrets& secrets, bool demonstration) {
    return keyed_digest<32>(demonstration ? as_bytes(demonstration_key) : secrets.mac_key(),
                            as_bytes("case number, key"));
}

Result<Epoch> begin_epoch(store::Connection& tx, std::int64_t begun, const Epoch& epoch) {
    TRY_ASSIGN(const auto place, store::placement_of(tx));
    TRY(tx.run("insert into case_epoch(epoch, begun, first, place) values (?, ?, ?, ?)",
               epoch.epoch, begun, epoch.first, place));
    return epoch;
}

Result<Epoch> draw_epoch(store::Connection& tx) {
    TRY_ASSIGN(const auto rows, tx.rows("select epoch from case_epoch order by epoch"));
    const auto begun = static_cast<std::int64_t>(rows.size());
    if (begun >= case_epochs)
        return refuse(ErrorKind::unavailable, "case_number.epochs_used_up");
    // The n-th of those that were not begun.
    std::int64_t drawn = randombytes_uniform(static_cast<std::uint32_t>(case_epochs - begun));
    for (const store::Row& row : rows)
        if (row.integer(0) <= drawn) ++drawn;
    return begin_epoch(tx, begun + 1, {drawn, randombytes_uniform(counts_per_epoch)});
}

// The epoch in use; another one when the data came to lie elsewhere.
Result<Epoch> current_epoch(store::Connection& tx, bool demonstration) {
    TRY_ASSIGN(const auto row, tx.first("select epoch, first, place from case_epoch "
                                        "order by begun desc limit 1"));
    if (!row) return demonstration ? begin_epoch(tx, 1, {}) : draw_epoch(tx);
    if (!demonstration) {
        TRY_ASSIGN(const auto place, store::placement_of(tx));
        if (fixed_bytes<16>(row->bytes(2)) != place) return draw_epoch(tx);
    }
    return Epoch{row->integer(0), row->integer(1)};
}

Result<std::int64_t> used_counts(store::Connection& db, std::int64_t epoch,
                                 std::string_view prefix) {
    TRY_ASSIGN(const auto row,
               db.first("select used from case_counter where epoch = ? and prefix = ?", epoch,
                        prefix));
    return row ? row->integer(0) : 0;
}

Result<void> keep_used(store::Connection& tx, std::int64_t epoch, std::string_view prefix,
                       std::int64_t used) {
    TRY(tx.run("insert into case_counter(epoch, prefix, used) values (?, ?, ?) "
               "on conflict (epoch, prefix) do update set used = excluded.used",
               epoch, prefix, used));
    return {};
}

// Of somebody who was erased as well.
Result<bool> is_given(store::Connection& db, const std::string& number) {
    return db.any("select 1 from person where case_number = ?", number);
}

}  // namespace

Result<std::string> next_case_number(log::WriteTx& tx, std::string_view prefix) {
    TRY_ASSIGN(const bool demonstration, is_demonstration(tx.db()));
    const NumberPermutation permutation(number_key(tx.node().secrets, demonstration),
                                        case_numbers_max);
    TRY_ASSIGN(Epoch epoch, current_epoch(tx.db(), demonstration));
    TRY_ASSIGN(std::int64_t used, used_counts(tx.db(), epoch.epoch, prefix));
    for (;;) {
        if (used == counts_per_epoch) {
            // Its last count may have been one without a check character.
            TRY(keep_used(tx.db(), epoch.epoch, prefix, used));
            TRY_ASSIGN(epoch, draw_epoch(tx.db()));
            used = 0;
        }
        const CaseCount count{epoch.epoch, (epoch.first + used++) % counts_per_epoch};
        // About three numbers in 37 have no check character that can be typed.
        const auto number = make_case_number(prefix, case_digits(permutation, count));
        if (!number) continue;
        TRY_ASSIGN(const bool given, is_given(tx.db(), *number));
        if (given) continue;
        TRY(keep_used(tx.db(), epoch.epoch, prefix, used));
        return *number;
    }
}

Result<void> ensure_case_epoch(store::Connection& tx) {
    TRY_ASSIGN(const bool demonstration, is_demonstration(tx));
    TRY(current_epoch(tx, demonstration));
    return {};
}

Result<void> begin_case_epoch(store::Connection& tx) {
    TRY(draw_epoch(tx));
    return {};
}

}  // namespace jatigi::registry
