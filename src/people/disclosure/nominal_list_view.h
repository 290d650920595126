// The nominal lists of this node: who proposed, who decided, which copies were made. The names on
// them are nowhere here.
#pragma once
#include <functional>

#include "people/disclosure/nominal_list.h"
#include "platform/base/enum_text.h"
#include "platform/log/node.h"
#include "platform/log/view.h"

namespace jatigi::disclosure {

extern const log::View list_view;

enum class ListState { proposed, approved, refused };
constexpr auto enum_texts(ListState) {
    return texts_in_order<ListState>("proposed", "approved", "refused");
}

struct CopyRow {
    std::int64_t copy = 0, rows = 0;
    std::int64_t by = 0;  // Account.
    Instant at;
    bool operator==(const CopyRow&) const = default;
};
struct ListRow {
    log::LocalId list = 0;
    ListId id;
    RunningNumber number;
    log::LocalId site = 0;
    std::vector<ListColumn> columns;
    std::string purpose, recipient;
    std::string chosen;  // NominalListProposed::chosen.
    std::optional<RunningNumber> request{};
    std::int64_t proposed_by = 0;  // Account.
    Instant proposed_at;
    ListState state = ListState::proposed;
    std::optional<std::int64_t> decided_by{};  // Account; who approved or refused.
    std::optional<Instant> decided_at{};
    std::optional<Instant> valid_until{};  // Of an approval.
    std::string reason;                    // Of a refusal.
    std::vector<CopyRow> copies;
    bool operator==(const ListRow&) const = default;
};
// Whether the row is what the list's own facts say of it, apart from the number of the request.
// Refuses as log::read_open_stream() does.
Result<bool> says_its_facts(store::Connection& db, const log::Node& node, const ListRow& row);

constexpr std::int64_t lists_max = 500;
// The latest that `shown` lets through, with their copies, newest first; one more than lists_max
// when there are more.
Result<std::vector<ListRow>> list_nominal_lists(store::Connection& db,
                                                const std::function<bool(const ListRow&)>& shown);
// Refuses with disclosure.list_not_found.
Result<ListRow> nominal_list_by_number(store::Connection& db, RunningNumber number);
// Inside the writer's transaction, so that no number is given twice.
Result<RunningNumber> next_list_number(store::Connection& tx, std::int64_t year);

}  // namespace jatigi::disclosure
