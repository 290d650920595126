#include "centre/assistance/plate_count_api.h"

#include "centre/assistance/may.h"
#include "centre/assistance/round_codec.h"
#include "centre/assistance/round_state_api.h"
#include "centre/assistance/round_view.h"

namespace jatigi::assistance {
namespace {

Result<Meals> plates_in(const json::object& body, std::string_view name) {
    if (!body.contains({name.data(), name.size()})) return Meals{};
    TRY_ASSIGN(const std::int64_t plates, http::required_integer(body, name));
    return Meals{plates};
}

Result<PlateHeads> heads_in(const json::object& body) {
    PlateHeads heads;
    TRY_ASSIGN(heads.men, plates_in(body, "men"));
    TRY_ASSIGN(heads.women, plates_in(body, "women"));
    TRY_ASSIGN(heads.boys, plates_in(body, "boys"));
    TRY_ASSIGN(heads.girls, plates_in(body, "girls"));
    TRY_ASSIGN(heads.unsorted, plates_in(body, "unsorted"));
    return heads;
}

json::object totals_json(const RoundState& round) {
    return {{"served", round.totals.servings},
            {"counted", round.totals.plates.count()},
            {"expected", round.opened.expected.count()}};
}

// POST /api/v1/rounds/{id}/plates?waited_ms=&scanned_by= {command, line, men?, women?, boys?,
// girls?, unsorted?, dishes?, sure?}
Result<http::Answer> post_plates(const http::Command& command, std::span<const Service> reference,
                                 const KitchenRules& rules) {
    log::WriteTx& tx = command.tx;
    const json::object& body = command.body;
    TRY_ASSIGN(const RoundId id, round_id_of(command.request));
    const bool by_another = command.cause.account != command.account.id;
    CountPlates count{.rules = rules,
                      .waited = command.waited.has_value(),
                      .sent_by = by_another ? command.account.id : 0};
    TRY_ASSIGN(count.line, http::required_enum<PlateLine>(body, "line"));
    TRY_ASSIGN(count.heads, heads_in(body));
    TRY_ASSIGN(const Meals dishes, plates_in(body, "dishes"));
    count.dishes = dishes.count();
    count.sure = json::bool_at(body, "sure").value_or(false);
    TRY_ASSIGN(const RoundState before, round_to_serve(tx, id, command.cause, command.account));
    TRY_ASSIGN(count.moment,
               moment_of(tx, id, before, find_service(reference, before.opened.service),
                         command.waited.value_or(std::chrono::milliseconds{})));
    // Receipts are of one account: the same sheet that another one types is the same sheet.
    TRY_ASSIGN(const auto known,
               find_plates(tx.db(), id, fixed_bytes<16>(id_bytes(command.cause.command))));
    if (known) return refuse(ErrorKind::conflict, "command.id_reused");
    TRY(log::execute<RoundStream>(tx, command.cause, id, count));
    if (before.closed) TRY(raise_late_task(tx, command.cause, id));
    TRY_ASSIGN(const RoundState after, round_state(tx, id, command.account, may::serve));
    json::object out = totals_json(after);
    out["count"] = id_text(command.cause.command);
    out["plates"] = count.heads.plates().count();
    if (before.closed) out["late"] = true;
    return out;
}

// POST /api/v1/rounds/{id}/plate-undos {command, count}
Result<http::Answer> post_plate_undo(const http::Command& command,
                                     std::span<const Service> reference) {
    log::WriteTx& tx = command.tx;
    TRY_ASSIGN(const RoundId id, round_id_of(command.request));
    TRY_ASSIGN(const auto text, http::required_text(command.body, "count"));
    TRY_ASSIGN(const RoundState before, round_to_serve(tx, id, command.cause, command.account));
    const auto counted_by = parse_id<log::CommandEntity>(text);
    if (!counted_by) return refuse(ErrorKind::conflict, "plates.not_counted");
    UncountPlates undo{.slip = {fixed_bytes<16>(id_bytes(*counted_by)), {}}};
    TRY_ASSIGN(undo.moment,
               moment_of(tx, id, before, find_service(reference, before.opened.service),
                         command.waited.value_or(std::chrono::milliseconds{})));
    TRY_ASSIGN(const auto kept, find_plates(tx.db(), id, undo.slip.count));
    if (kept && !kept->undone) {
        undo.counted_at = kept->recorded_at;
        undo.made_at = kept->made_at;
        undo.slip.plates = kept->plates;
    }
    TRY(log::execute<RoundStream>(tx, command.cause, id, undo));
    if (before.closed) TRY(raise_late_task(tx, command.cause, id));
    TRY_ASSIGN(const RoundState after, round_state(tx, id, command.account, may::serve));
    return totals_json(after);
}

}  // namespace

std::vector<http::Route> plate_count_routes(const http::Services& services,
                                            std::span<const Service> reference,
                                            const KitchenRules& rules) {
    const auto counting = [&services, reference](std::string_view route, auto post) {
        return http::kept_command_route(
            services, route, {may::serve}, 201,
            [=](const http::Command& command) { return post(command, reference); });
    };
    const auto with_rules = [rules](const http::Command& command, std::span<const Service> known) {
        return post_plates(command, known, rules);
    };
    return {counting("POST /api/v1/rounds/{id}/plates", with_rules),
            counting("POST /api/v1/rounds/{id}/plate-undos", post_plate_undo)};
}

}  // namespace jatigi::assistance
