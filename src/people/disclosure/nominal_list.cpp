#include "people/disclosure/nominal_list.h"

#include <algorithm>

#include "people/disclosure/disclosure_text.h"
#include "platform/base/named_number.h"
#include "platform/base/overloaded.h"
#include "platform/base/text.h"

namespace jatigi::disclosure {
namespace {

// reference/disclosure.csv: name,days,…
std::optional<Days> days_of(std::string_view csv, std::string_view name) {
    const auto days = number_named(csv, name);
    if (!days || *days < 1) return std::nullopt;
    return Days{*days};
}

Result<const NominalListProposed*> require_undecided(const NominalList& state) {
    if (const auto* proposed = std::get_if<ProposedList>(&state)) return &proposed->list;
    if (std::holds_alternative<NoList>(state))
        return refuse(ErrorKind::not_found, "disclosure.list_not_found");
    return refuse(ErrorKind::conflict, "disclosure.already_decided");
}

NominalList with_proposal(const NominalList& state, const NominalListProposed& proposal) {
    const auto* unknown = std::get_if<NoList>(&state);
    if (unknown == nullptr) return state;
    NominalList known = ProposedList{proposal};
    for (const NominalListEvent& event : unknown->early) known = evolve(known, event);
    return known;
}

NominalList with_approval(const NominalList& state, const NominalListApproved& approval) {
    const auto* proposed = std::get_if<ProposedList>(&state);
    if (proposed == nullptr) return state;
    return ApprovedList{proposed->list, approval.valid_until, 0};
}

NominalList with_refusal(const NominalList& state) {
    if (const auto* proposed = std::get_if<ProposedList>(&state))
        return RefusedList{proposed->list};
    if (const auto* approved = std::get_if<ApprovedList>(&state))
        return RefusedList{approved->list};
    return state;
}

NominalList with_copy(const NominalList& state, const NominalListCopied& copied) {
    NominalList next = state;
    if (auto* approved = std::get_if<ApprovedList>(&next))
        approved->copies = std::max(approved->copies, copied.copy);
    return next;
}

}  // namespace

std::optional<DisclosureRules> read_disclosure_rules(std::string_view csv) {
    const auto approval_valid = days_of(csv, "approval_valid");
    const auto copy_kept = days_of(csv, "copy_kept");
    if (!approval_valid || !copy_kept) return std::nullopt;
    return DisclosureRules{*approval_valid, *copy_kept};
}

NominalList evolve(const NominalList& state, const NominalListEvent& event) {
    const bool first = std::holds_alternative<NominalListProposed>(event);
    if (const auto* unknown = std::get_if<NoList>(&state); unknown != nullptr && !first) {
        NoList later = *unknown;
        later.early.push_back(event);
        return later;
    }
    return std::visit(Overloaded{
                          [&](const NominalListProposed& e) { return with_proposal(state, e); },
                          [&](const NominalListApproved& e) { return with_approval(state, e); },
                          [&](const NominalListRefused&) { return with_refusal(state); },
                          [&](const NominalListCopied& e) { return with_copy(state, e); },
                      },
                      event);
}

Result<std::vector<NominalListEvent>> decide(const NominalList& state, const ProposeList& command) {
    if (!std::holds_alternative<NoList>(state))
        return refuse(ErrorKind::conflict, "disclosure.already_proposed");
    NominalListProposed list = command.list;
    std::sort(list.columns.begin(), list.columns.end());
    if (list.columns.empty() ||
        std::adjacent_find(list.columns.begin(), list.columns.end()) != list.columns.end())
        return refuse(ErrorKind::invalid, "disclosure.columns_invalid");
    if (trim(list.purpose).empty()) return refuse(ErrorKind::invalid, "disclosure.purpose_missing");
    if (trim(list.recipient).empty())
        return refuse(ErrorKind::invalid, "disclosure.recipient_missing");
    TRY(check_text("purpose", list.purpose));
    TRY(check_text("recipient", list.recipient));
    return std::vector<NominalListEvent>{std::move(list)};
}

Result<std::vector<NominalListEvent>> decide(const NominalList& state, const ApproveList& command) {
    TRY_ASSIGN(const NominalListProposed* const list, require_undecided(state));
    if (list->by.actor == command.by.actor)
        return refuse(ErrorKind::conflict, "disclosure.same_person");
    if (list->by.hand == command.by.hand)
        return refuse(ErrorKind::conflict, "disclosure.same_role");
    // Whole milliseconds, as the fact keeps it.
    const Instant until =
        std::chrono::floor<std::chrono::milliseconds>(command.now) + command.valid;
    return std::vector<NominalListEvent>{
        NominalListApproved{command.by, until, command.same_device ? "same" : ""}};
}

Result<std::vector<NominalListEvent>> decide(const NominalList& state, const RefuseList& command) {
    TRY(require_undecided(state));
    TRY(check_text("reason", command.reason));
    return std::vector<NominalListEvent>{NominalListRefused{command.by, command.reason}};
}

Result<void> check_copy(const NominalList& state, Instant now) {
    if (std::holds_alternative<NoList>(state))
        return refuse(ErrorKind::not_found, "disclosure.list_not_found");
    const auto* approved = std::get_if<ApprovedList>(&state);
    if (approved == nullptr) return refuse(ErrorKind::conflict, "disclosure.not_approved");
    if (now > approved->valid_until)
        return refuse(ErrorKind::conflict, "disclosure.approval_expired", {},
                      R"({"until":")" + instant_text(approved->valid_until) + R"("})");
    return {};
}

Result<std::vector<NominalListEvent>> decide(const NominalList& state, const CopyList& command) {
    TRY(check_copy(state, command.now));
    if (command.rows < Persons{1}) return refuse(ErrorKind::conflict, "disclosure.no_rows");
    const std::int64_t number =
        std::max(std::get<ApprovedList>(state).copies + 1, command.number_min);
    return std::vector<NominalListEvent>{
        NominalListCopied{number, command.rows_hidden.value_or(command.rows), command.by}};
}

}  // namespace jatigi::disclosure
