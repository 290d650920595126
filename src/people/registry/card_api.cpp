#include "people/registry/card_api.h"

#include <algorithm>
#include <array>
#include <set>

#include "people/registry/case_number.h"
#include "people/registry/may.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_file_api.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"
#include "platform/print/card_sheet.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t cards_max = 5'000;
constexpr std::array<std::string_view, 3> reissue_reasons{"late", "lost", "damaged"};

Result<json::object> reissue(const PersonCommand& command) {
    TRY_ASSIGN(const PersonRow person, person_for(command));
    TRY_ASSIGN(const std::string reason, http::required_text(command.body, "reason"));
    if (std::ranges::find(reissue_reasons, reason) == reissue_reasons.end())
        return http::member_missing("reason");
    TRY(log::execute<PersonStream>(command.tx, command.cause, person.id,
                                   ReissueCard{random_bytes<6>()}));
    return json::object{{"case_number", person.case_number}};
}

struct SheetRequest {
    const RegisterContext& context;
    const CardRules& rules;
    const access::Account& account;
    const json::object& body;
};

Result<print::PrintedCard> printed(const SheetRequest& wanted, store::Connection& db,
                                   log::LocalId person, const std::string& case_number,
                                   Day today) {
    const vault::NodeSecrets& secrets = wanted.context.services.node.secrets;
    TRY_ASSIGN(const CardSerial serial, valid_card(db, person));
    return print::PrintedCard{
        .case_number = grouped_case_number(case_number),
        .qr_payload = card_code(serial, {.mac_key = secrets.mac_key(),
                                         .site_tag = secrets.site()}),
        .expires = today + wanted.rules.valid_for};
}

struct Sheet {
    std::vector<print::PrintedCard> cards;
    std::string centre;
};

// Whoever is present.
Result<Sheet> cards_of_site(const SheetRequest& wanted, store::Connection& db,
                            std::string_view site_code) {
    const RegisterContext& context = wanted.context;
    TRY_ASSIGN(const log::LocalId site, context.services.sites.find(db, site_code));
    TRY(access::Gatekeeper::allow(wanted.account, may::print_cards, FactClass::open,
                                  {.site = site}));
    TRY_ASSIGN(const Day today, context.arrivals.today_at(db, site, context.services.clock()));
    TRY_ASSIGN(const auto present, context.arrivals.present(db, site));
    TRY_ASSIGN(const auto numbers, case_numbers(db));
    Sheet sheet;
    TRY_ASSIGN(sheet.centre, context.arrivals.name_of(db, site));
    for (const log::LocalId person : present) {
        const auto number = numbers.find(person);
        if (number == numbers.end()) continue;  // Erased.
        // Whose file is restricted gets a card from the protection officer, not on this pile.
        if (!access::Gatekeeper::allow(
                wanted.account, may::print_cards, FactClass::open,
                {.site = site, .restricted = context.index.is_restricted(person)}))
            continue;
        // Counted here: who is left out must not be what makes them too many.
        if (sheet.cards.size() == cards_max) return refuse(ErrorKind::too_large, "card.too_many");
        TRY_ASSIGN(auto card, printed(wanted, db, person, number->second, today));
        sheet.cards.push_back(std::move(card));
    }
    return sheet;
}

Result<Sheet> cards_of_people(const SheetRequest& wanted, store::Connection& db,
                              const json::array& case_numbers_wanted) {
    const RegisterContext& context = wanted.context;
    const Day today = std::chrono::floor<Days>(context.services.clock());
    if (case_numbers_wanted.size() > cards_max)
        return refuse(ErrorKind::too_large, "card.too_many");
    Sheet sheet;
    std::set<log::LocalId> seen;
    for (const json::value& item : case_numbers_wanted) {
        if (!item.is_string()) return http::member_missing("case_numbers");
        const auto number = parse_case_number(std::string_view(item.get_string()));
        if (!number) return refuse(ErrorKind::not_found, "person.not_found");
        TRY_ASSIGN(const PersonRow person, find_by_case_number(db, *number));
        TRY_ASSIGN(const auto subject, subject_of(context, db, person));
        if (!access::Gatekeeper::allow(wanted.account, may::print_cards, FactClass::open,
                                       subject)) {
            if (subject.restricted) 
                tell_protection(context, wanted.account, {person.person}, Refused::yes);
            return refuse(ErrorKind::not_found, "person.not_found");
        }
        if (!seen.insert(person.person).second) continue;  // Two spellings of one number.
        if (sheet.centre.empty() && subject.site) {
            TRY_ASSIGN(sheet.centre, context.arrivals.name_of(db, *subject.site));
        }
        TRY_ASSIGN(auto card, printed(wanted, db, person.person, person.case_number, today));
        sheet.cards.push_back(std::move(card));
    }
    return sheet;
}

// Before the paper leaves: a sheet gives numbers and cards of many.
Result<void> record_sheet(const SheetRequest& wanted, const Sheet& sheet) {
    TRY(wanted.context.services.writer.run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY_ASSIGN(const auto opener,
                   access::Gatekeeper::opener(tx.node(), wanted.account, may::print_cards,
                                              access::about_nobody()));
        TRY(opener.record_list(
            tx.db(), tx.now(),
            {.kind = "cards", .count = static_cast<std::int64_t>(sheet.cards.size())}));
        return true;
    }));
    return {};
}

Result<std::string> sheet_pdf(const SheetRequest& wanted) {
    TRY_ASSIGN(const Sheet sheet,
               wanted.context.services.readers.read<Sheet>(
                   [&](store::Connection& db) -> Result<Sheet> {
                       if (const auto* list = json::array_at(wanted.body, "case_numbers"))
                           return cards_of_people(wanted, db, *list);
                       TRY_ASSIGN(const std::string site,
                                  http::required_text(wanted.body, "site"));
                       return cards_of_site(wanted, db, site);
                   }));
    TRY(record_sheet(wanted, sheet));
    print::CardSheetStyle style{.centre_name = sheet.centre.empty()
                                                   ? wanted.context.services.node_name
                                                   : sheet.centre};
    // Words that announce a number are of no use without one.
    if (!wanted.rules.hotline_number.empty()) {
        style.hotline = wanted.rules.hotline;
        style.hotline_number = wanted.rules.hotline_number;
    }
    return print::card_sheet(sheet.cards, style);
}

void post_sheet(const RegisterContext& context, const CardRules& rules,
                const http::RequestPtr& request, const http::Reply& reply) {
    const auto allowed =
        access::Gatekeeper::allow_role(*request->account, may::print_cards, FactClass::open);
    if (!allowed) return reply(http::problem(allowed.error()));
    const auto body = http::body_object(*request);
    if (!body) return reply(http::problem(body.error()));
    http::answer_on_worker(context.services, http::Work::document, reply,
                           [&context, &rules, request, body = *body]() -> http::Response {
                               const auto made =
                                   sheet_pdf({context, rules, *request->account, body});
                               if (!made) return http::problem(made.error());
                               return {200, "application/pdf", *made,
                                       {{"Cache-Control", "no-store"}}};
                           });
}

}  // namespace

std::vector<http::Route> card_routes(const RegisterContext& context, const CardRules& rules) {
    return {
        person_route(context, "POST /api/v1/persons/{code}/cards", {may::issue_card}, 201, reissue),
        {"POST", "/api/v1/cards/sheets", http::Needs::session,
         [&context, &rules](const http::RequestPtr& request, const http::Reply& reply) {
             post_sheet(context, rules, request, reply);
         },
         std::size_t{256} * 1024}};
}

}  // namespace jatigi::registry
