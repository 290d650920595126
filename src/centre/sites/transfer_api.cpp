#include "centre/sites/transfer_api.h"

#include <fmt/format.h>

#include <set>

#include "centre/sites/may.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "platform/http/security_watch.h"
#include "platform/log/handle.h"

namespace jatigi::sites {
namespace {

struct Transfer {
    SiteRow from, to;
    Day day;
};

Result<Transfer> transfer_in(const http::Command& command) {
    Transfer transfer;
    TRY_ASSIGN(const auto from, http::required_text(command.body, "from"));
    TRY_ASSIGN(const auto to, http::required_text(command.body, "to"));
    TRY_ASSIGN(transfer.from, find_site(command.tx.db(), from));
    TRY_ASSIGN(transfer.to, find_site(command.tx.db(), to));
    TRY(command.allow(access::about_site(transfer.from.site)));
    TRY(command.allow(access::about_site(transfer.to.site)));
    if (transfer.from.site == transfer.to.site)
        return refuse(ErrorKind::invalid, "transfer.same_site");
    // Where the day is younger: nobody leaves or arrives tomorrow.
    const Day today = std::min(site_day(command.tx.now(), transfer.from.utc_offset),
                               site_day(command.tx.now(), transfer.to.utc_offset));
    TRY_ASSIGN(transfer.day, http::optional_day(command.body, "day", today));
    if (transfer.day > today) return refuse(ErrorKind::invalid, "stay.in_future");
    return transfer;
}

// What keeps one of them and nobody else.
bool is_of_one(const Error& error) {
    return error.kind == ErrorKind::not_found || log::is_refusal(error);
}

// Their stay at the first site ends. Refuses as the end of a stay does.
Result<void> leave(const http::Command& command, const Transfer& transfer,
                   const registry::PersonRow& person) {
    log::WriteTx& tx = command.tx;
    TRY_ASSIGN(const Whereabouts where, where_is(tx.db(), tx.node(), person.person));
    // Who is at another site, or has left it, behaves as absent.
    if (where.of && *where.of != transfer.from.site)
        return refuse(ErrorKind::not_found, "card.unknown");
    TRY_ASSIGN(const auto presence, presence_of(tx.db(), person.person));
    if (!presence) return refuse(ErrorKind::conflict, "stay.not_ongoing");
    TRY(log::execute<StayStream>(tx, command.cause, presence->id,
                                 EndStay{{StayEnd::transferred, transfer.day}, transfer.day}));
    return {};
}

// POST /api/v1/stays/transfer {command, from, to, codes, day?}. Who stayed is named by their place
// in `codes`, as it was sent.
Result<http::Answer> post_transfer(const http::Services& services, const http::Command& command,
                                   const FindTraveller& find) {
    TRY_ASSIGN(const Transfer transfer, transfer_in(command));
    const auto* codes = json::array_at(command.body, "codes");
    if (codes == nullptr || codes->empty()) return http::member_missing("codes");
    if (codes->size() > transferred_together_max)
        return refuse(ErrorKind::invalid, "transfer.too_many", {},
                      fmt::format(R"({{"max":{}}})", transferred_together_max));
    json::array transferred, refused;
    std::set<log::LocalId> gone;
    std::int64_t at = -1;
    for (const json::value& code : *codes) {
        ++at;
        if (!code.is_string()) return http::member_missing("codes");
        const auto person =
            find(command.tx, command.account, transfer.to.site, std::string(code.get_string()));
        // A card and a number of the same person.
        if (person && gone.contains(person->person)) continue;
        const auto left = person ? leave(command, transfer, *person)
                                 : Result<void>(std::unexpected(person.error()));
        if (!left && !is_of_one(left.error())) return std::unexpected(left.error());
        if (!left) {
            // One answer tries many numbers: each in vain is one.
            http::note_security(services, {access::SecurityKind::asked_in_vain, command.account.id,
                                           "POST /api/v1/stays/transfer"});
            refused.push_back(json::object{{"at", at}, {"problem", left.error().code}});
            continue;
        }
        // Whoever left and arrives nowhere would be lost: then nobody goes.
        TRY(check_in(command.tx, command.cause, *person, transfer.to, transfer.day,
                     transfer.day - typed_back_max));
        gone.insert(person->person);
        transferred.push_back(json::value(person->case_number));
    }
    return json::object{{"from", transfer.from.code},
                        {"to", transfer.to.code},
                        {"day", day_text(transfer.day)},
                        {"transferred", std::move(transferred)},
                        {"refused", std::move(refused)}};
}

}  // namespace

std::vector<http::Route> transfer_routes(const http::Services& services,
                                         const FindTraveller& find) {
    auto route = http::command_route(services, "POST /api/v1/stays/transfer", {may::check_in}, 200,
                                     [&services, find](const http::Command& command) {
                                         return post_transfer(services, command, find);
                                     });
    route.about_people = true;
    return {std::move(route)};
}

}  // namespace jatigi::sites
