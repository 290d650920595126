#include "people/registry/card_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "people/registry/card_paper_view.h"
#include "people/registry/case_number.h"
#include "people/registry/hotline_view.h"
#include "people/registry/may.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_file_api.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"
#include "platform/print/card_sheet.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t cards_max = 5'000;
// Two pages that the printer ate. Each voids a card, perhaps in somebody's hand, and writes a fact:
// of many at once, these would tell who was left out.
constexpr std::size_t cards_again_max = 20;
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

// What becomes of those that are on paper already.
enum class OnPaper : std::uint8_t { ask, leave_out, again };
constexpr auto enum_texts(OnPaper) {
    return texts_in_order<OnPaper>("ask", "leave_out", "again");
}

struct SheetRequest {
    const RegisterContext& context;
    const CardRules& rules;
    const access::Account& account;
    const json::object& body;
    const log::Cause& cause;
    OnPaper on_paper = OnPaper::ask;

    const vault::NodeSecrets& secrets() const { return context.services.node.secrets; }
};

struct CardToPrint {
    log::LocalId person = 0;
    std::string case_number;
    CardSerial serial{};
    std::optional<CardSerial> again{};  // Void by it.
    std::optional<std::int64_t> row{};  // Of a list.
};
struct Sheet {
    std::vector<CardToPrint> cards;
    std::string centre, hotline_number;
    Day today{};
    std::size_t on_paper = 0;  // Cards of those who were asked for.
};

Result<void> add_card(const SheetRequest& wanted, store::Connection& db, Sheet& sheet,
                      log::LocalId person, const std::string& number,
                      std::optional<std::int64_t> row = {}) {
    TRY_ASSIGN(const CardSerial serial, valid_card(db, person));
    TRY_ASSIGN(const Paper paper, paper_of(db, wanted.secrets(), serial, wanted.cause));
    CardToPrint card{person, number, serial, {}, row};
    if (paper == Paper::of_another) {
        ++sheet.on_paper;
        if (wanted.on_paper != OnPaper::again) return {};
        card.serial = random_bytes<6>();
        card.again = serial;
    }
    sheet.cards.push_back(std::move(card));
    return {};
}

// Whoever is present.
Result<Sheet> cards_of_site(const SheetRequest& wanted, store::Connection& db,
                            std::string_view site_code) {
    const RegisterContext& context = wanted.context;
    TRY_ASSIGN(const log::LocalId site, context.services.sites.find(db, site_code));
    TRY(access::Gatekeeper::allow(wanted.account, may::print_cards, FactClass::open,
                                  {.site = site}));
    // One click must not void what a whole centre has in its hands.
    if (wanted.on_paper == OnPaper::again) return http::member_missing("case_numbers");
    Sheet sheet;
    TRY_ASSIGN(sheet.today, context.arrivals.today_at(db, site, context.services.clock()));
    TRY_ASSIGN(sheet.centre, context.arrivals.name_of(db, site));
    TRY_ASSIGN(const auto present, context.arrivals.present(db, site));
    TRY_ASSIGN(const auto numbers, case_numbers(db));
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
        TRY(add_card(wanted, db, sheet, person, number->second));
    }
    return sheet;
}

Result<Sheet> cards_of_people(const SheetRequest& wanted, store::Connection& db,
                              const json::array& case_numbers_wanted) {
    const RegisterContext& context = wanted.context;
    if (case_numbers_wanted.size() > cards_max)
        return refuse(ErrorKind::too_large, "card.too_many");
    const json::array* const rows = json::array_at(wanted.body, "rows");
    if (rows != nullptr && rows->size() != case_numbers_wanted.size())
        return http::member_missing("rows");
    Sheet sheet{.today = std::chrono::floor<Days>(context.services.clock())};
    std::set<log::LocalId> seen;
    for (std::size_t i = 0; i < case_numbers_wanted.size(); ++i) {
        const json::value& item = case_numbers_wanted[i];
        if (!item.is_string()) return http::member_missing("case_numbers");
        std::optional<std::int64_t> row;
        if (rows != nullptr) {
            if (!(*rows)[i].is_int64()) return http::member_missing("rows");
            row = (*rows)[i].get_int64();
        }
        const auto number = parse_case_number(std::string_view(item.get_string()));
        if (!number) return refuse(ErrorKind::not_found, "person.not_found");
        auto found = find_by_case_number(db, *number);
        if (!found && found.error().code == "person.not_found")
            tell_protection(context, wanted.account, {}, Refused::yes);
        TRY_ASSIGN(const PersonRow person, std::move(found));
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
        TRY(add_card(wanted, db, sheet, person.person, person.case_number, row));
    }
    return sheet;
}

Result<Sheet> sheet_of(const SheetRequest& wanted) {
    TRY_ASSIGN(
        Sheet sheet,
        wanted.context.services.readers.read<Sheet>([&](store::Connection& db) -> Result<Sheet> {
            Sheet made;
            if (const auto* list = json::array_at(wanted.body, "case_numbers")) {
                TRY_ASSIGN(made, cards_of_people(wanted, db, *list));
            } else {
                TRY_ASSIGN(const std::string site, http::required_text(wanted.body, "site"));
                TRY_ASSIGN(made, cards_of_site(wanted, db, site));
            }
            TRY_ASSIGN(made.hotline_number, find_hotline(db, wanted.context.services.node));
            return made;
        }));
    if (sheet.on_paper > cards_again_max && wanted.on_paper == OnPaper::again)
        return refuse(ErrorKind::too_large, "card.too_many");
    if (sheet.on_paper == 0 || wanted.on_paper != OnPaper::ask) return sheet;
    // Of a site, a number beside that of all who are present would tell how many are restricted.
    return refuse(
        ErrorKind::conflict, "card.on_paper", {},
        json::array_at(wanted.body, "case_numbers") == nullptr
            ? "{}"
            : fmt::format(R"({{"on_paper":{},"others":{}}})", sheet.on_paper, sheet.cards.size()));
}

Result<std::string> pdf_of(const SheetRequest& wanted, const Sheet& sheet) {
    print::CardSheetStyle style{
        .centre_name = sheet.centre.empty() ? wanted.context.services.node_name : sheet.centre,
        .hand_over = json::bool_at(wanted.body, "hand_over").value_or(false)};
    // Words that announce a number are of no use without one.
    if (!sheet.hotline_number.empty()) {
        style.hotline = wanted.rules.hotline;
        style.hotline_number = sheet.hotline_number;
    }
    std::vector<print::PrintedCard> cards;
    for (const CardToPrint& card : sheet.cards)
        cards.push_back(
            {.case_number = grouped_case_number(card.case_number),
             .qr_payload = card_code(card.serial, {.mac_key = wanted.secrets().mac_key(),
                                                   .site_tag = wanted.secrets().site()}),
             .expires = sheet.today + wanted.rules.valid_for,
             .row = card.row});
    return print::card_sheet(cards, style);
}

// Unless somebody made another one, or printed it, while the paper was made.
Result<void> put_card(const SheetRequest& wanted, log::WriteTx& tx, const CardToPrint& card) {
    const CardSerial before = card.again.value_or(card.serial);
    TRY_ASSIGN(const CardSerial now, valid_card(tx.db(), card.person));
    TRY_ASSIGN(const Paper paper, paper_of(tx.db(), wanted.secrets(), before, wanted.cause));
    if (now != before || (paper == Paper::of_another && !card.again))
        return refuse(ErrorKind::conflict, "card.made_meanwhile");
    if (card.again) {
        TRY_ASSIGN(const auto person, find_by_local(tx.db(), card.person));
        if (!person) return refuse(ErrorKind::conflict, "card.made_meanwhile");
        TRY(log::execute<PersonStream>(tx, wanted.cause, person->id, ReissueCard{card.serial}));
    }
    return put_on_paper(tx.db(), wanted.secrets(), card.serial, wanted.cause);
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
        for (const CardToPrint& card : sheet.cards) TRY(put_card(wanted, tx, card));
        return true;
    }));
    return {};
}

// The paper is made first: cards of one that could not be made are on none.
Result<std::string> printed_sheet(const SheetRequest& wanted) {
    TRY_ASSIGN(const Sheet sheet, sheet_of(wanted));
    TRY_ASSIGN(std::string pdf, pdf_of(wanted, sheet));
    TRY(record_sheet(wanted, sheet));
    return pdf;
}

void post_sheet(const RegisterContext& context, const CardRules& rules,
                const http::RequestPtr& request, const http::Reply& reply) {
    const auto allowed =
        access::Gatekeeper::allow_role(*request->account, may::print_cards, FactClass::open);
    if (!allowed) return reply(http::problem(allowed.error()));
    const auto body = http::body_object(*request);
    if (!body) return reply(http::problem(body.error()));
    const auto cause = http::cause_of(context.services, *request, *body);
    if (!cause) return reply(http::problem(cause.error()));
    OnPaper on_paper = OnPaper::ask;
    if (json::text_at(*body, "on_paper")) {
        const auto said = http::required_enum<OnPaper>(*body, "on_paper");
        if (!said) return reply(http::problem(said.error()));
        on_paper = *said;
    }
    http::answer_on_worker(
        context.services, http::Work::document, reply,
        [&context, &rules, request, body = *body, cause = *cause, on_paper]() -> http::Response {
            const auto made =
                printed_sheet({context, rules, *request->account, body, cause, on_paper});
            if (!made) return http::problem(made.error());
            return {200,
                    "application/pdf",
                    *made,
                    {{"Cache-Control", "no-store"},
                     {"Content-Disposition", "inline; filename=\"cards.pdf\""}}};
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
