#include "people/disclosure/nominal_list_api.h"

#include <fmt/format.h>

#include <algorithm>

#include "people/disclosure/authority_request_view.h"
#include "people/disclosure/chosen_people.h"
#include "people/disclosure/may.h"
#include "people/disclosure/nominal_copy_api.h"
#include "people/disclosure/nominal_list_codec.h"
#include "people/disclosure/nominal_list_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/access/may.h"
#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/log/head.h"
#include "platform/vault/hidden.h"

namespace jatigi::disclosure {
namespace {

using access::Account;
using access::Gatekeeper;

bool may_see(const Account& account, const access::Action& action, FactClass cls,
             log::LocalId site) {
    return Gatekeeper::allow(account, action, cls, {.site = site}).has_value();
}

Result<ListRow> visible_list(store::Connection& db, const Account& account,
                             const access::Action& action, std::string_view number) {
    TRY(Gatekeeper::allow_role(account, action, FactClass::identity));
    const auto parsed = parse_number('L', number);
    if (!parsed) return refuse(ErrorKind::not_found, "disclosure.list_not_found");
    TRY_ASSIGN(ListRow row, nominal_list_by_number(db, *parsed));
    if (!may_see(account, action, FactClass::identity, row.site))
        return refuse(ErrorKind::not_found, "disclosure.list_not_found");
    return row;
}

// Whatever the policy may allow one day, two roles alone decide about a list.
Result<Signer> signer_of(const Account& account) {
    if (account.role == access::Role::centre_manager)
        return Signer{account.id, Hand::centre_manager};
    if (account.role == access::Role::protection_officer)
        return Signer{account.id, Hand::protection_officer};
    return refuse(ErrorKind::not_allowed, "access.denied");
}

std::string text_of(const json::object& body, std::string_view name) {
    return std::string(json::text_at(body, name).value_or(""));
}

Result<std::string> account_name(store::Connection& db, std::int64_t id) {
    TRY_ASSIGN(const auto account, access::find_account(db, id));
    return account ? account->name : fmt::format("#{}", id);
}

Result<std::vector<ListColumn>> columns_of(const json::object& body) {
    const json::array* list = json::array_at(body, "columns");
    if (list == nullptr) return http::member_missing("columns");
    std::vector<ListColumn> columns;
    for (const json::value& item : *list) {
        const auto column = item.is_string()
                                ? parse_enum<ListColumn>(std::string_view(item.get_string()))
                                : std::nullopt;
        if (!column) return refuse(ErrorKind::invalid, "disclosure.columns_invalid");
        columns.push_back(*column);
    }
    return columns;
}

std::string state_json(RunningNumber number, ListState state) {
    return boost::json::serialize(
        json::object{{"number", number_text('L', number)}, {"state", enum_text(state)}});
}

// How many names left is no number for whoever sees how many are present and may not know of the
// restricted. Who prints knows of them; who answers for openings finds it there, too.
bool may_count_rows(const Account& account, const ListRow& list) {
    return may_see(account, may::print_nominal_list, FactClass::identity, list.site) ||
           may_see(account, access::may::read_openings, FactClass::open, list.site);
}

std::string rows_of_list(ListId list) {
    return "rows of " + id_text(list);
}

std::string people_of_list(ListId list) {
    return "people of " + id_text(list);
}

Result<ChosenPeople> chosen_of(const log::Node& node, const ListRow& list) {
    TRY_ASSIGN(const std::string text,
               vault::shown_text(node.secrets, people_of_list(list.id), list.chosen));
    return read_chosen(text);
}

// As they were typed, grouped or not.
Result<std::vector<std::string>> numbers_in(const json::object& body, const ReadNumber& read) {
    std::vector<std::string> numbers;
    const json::array* people = json::array_at(body, "people");
    if (people == nullptr) return numbers;
    for (const json::value& item : *people) {
        const auto number =
            item.is_string() ? read(std::string_view(item.get_string())) : std::nullopt;
        if (!number)
            return refuse(ErrorKind::invalid, "disclosure.number_invalid", {},
                          fmt::format(R"({{"place":{}}})", numbers.size() + 1));
        numbers.push_back(*number);
    }
    return numbers;
}

// Hidden, of this list; empty for everybody.
Result<std::string> chosen_in(const log::Node& node, ListId list, const json::object& body,
                              const ReadNumber& read) {
    TRY_ASSIGN(const auto numbers, numbers_in(body, read));
    TRY_ASSIGN(const ChosenPeople chosen,
               choose_people(numbers, json::bool_at(body, "households").value_or(false)));
    if (chosen.numbers.empty()) return std::string();
    return vault::hide_text(node.secrets, people_of_list(list), chosen_text(chosen), chosen_step);
}

Result<json::array> copies_json(const log::Node& node, store::Connection& db, const Account& reader,
                                const ListRow& list) {
    json::array copies;
    for (const CopyRow& copy : list.copies) {
        TRY_ASSIGN(std::string by, account_name(db, copy.by));
        json::object one{{"copy", copy.copy}, {"by", std::move(by)}, {"at", instant_text(copy.at)}};
        if (may_count_rows(reader, list))
            one["rows"] = vault::shown_number(node.secrets, rows_of_list(list.id), copy.rows);
        copies.push_back(std::move(one));
    }
    return copies;
}

Result<json::object> list_json(const log::Node& node, store::Connection& db, const Account& reader,
                               const ListRow& list, std::string site) {
    json::array columns;
    for (const ListColumn column : list.columns) columns.push_back(json::value(enum_text(column)));
    TRY_ASSIGN(std::string proposed_by, account_name(db, list.proposed_by));
    TRY_ASSIGN(json::array copies, copies_json(node, db, reader, list));
    json::object out{{"number", number_text('L', list.number)},
                     {"site", std::move(site)},
                     {"columns", std::move(columns)},
                     {"purpose", list.purpose},
                     {"recipient", list.recipient},
                     {"proposed_by", std::move(proposed_by)},
                     {"proposed_at", instant_text(list.proposed_at)},
                     {"state", enum_text(list.state)},
                     {"copies", std::move(copies)}};
    if (list.request) out["request"] = number_text('R', *list.request);
    if (!list.chosen.empty()) {
        TRY_ASSIGN(const ChosenPeople chosen, chosen_of(node, list));
        out["people"] = json::array(chosen.numbers.begin(), chosen.numbers.end());
        out["households"] = chosen.households;
    }
    if (list.decided_by) {
        const bool approved = list.state == ListState::approved;
        TRY_ASSIGN(const std::string decided_by, account_name(db, *list.decided_by));
        out[approved ? "approved_by" : "refused_by"] = decided_by;
        if (list.decided_at) out["decided_at"] = instant_text(*list.decided_at);
    }
    if (list.valid_until) out["valid_until"] = instant_text(*list.valid_until);
    if (!list.reason.empty()) out["reason"] = list.reason;
    return out;
}

class NominalListApi {
public:
    NominalListApi(const http::Services& services, const DisclosureRules& rules,
                   NominalPeople people)
        : services_(services), rules_(rules), people_(std::move(people)) {}

    Result<http::Answer> list(const http::Read& read) const {
        TRY_ASSIGN(auto lists, list_nominal_lists(read.db, [&read](const ListRow& row) {
                       return may_see(read.account, may::read_disclosures, FactClass::open,
                                      row.site);
                   }));
        const bool more = std::ssize(lists) > lists_max;
        if (more) lists.pop_back();
        json::array shown;
        for (const ListRow& row : lists) {
            // One that was altered is not shown, and stops no other.
            if (const auto whole = check_facts(read.db, services_.node, row); !whole) {
                if (whole.error().code == "disclosure.list_altered") continue;
                return std::unexpected(whole.error());
            }
            TRY_ASSIGN(std::string site, services_.sites.code_of(read.db, row.site));
            TRY_ASSIGN(json::object one,
                       list_json(services_.node, read.db, read.account, row, std::move(site)));
            shown.push_back(std::move(one));
        }
        return json::object{{"lists", std::move(shown)}, {"more", more}};
    }

    Result<http::Answer> propose(const http::Command& command) const {
        const auto& [tx, cause, account, body, request, may_ask, waited] = command;
        TRY_ASSIGN(const auto site_code, http::required_text(body, "site"));
        TRY_ASSIGN(const log::LocalId site, services_.sites.find(tx.db(), site_code));
        TRY(command.allow({.site = site}));
        NominalListProposed list{.purpose = text_of(body, "purpose"),
                                 .recipient = text_of(body, "recipient")};
        TRY_ASSIGN(list.by, signer_of(account));
        TRY_ASSIGN(list.columns, columns_of(body));
        TRY_ASSIGN(list.site, site_stream_id(tx.db(), site));
        TRY_ASSIGN(list.request, request_of(tx.db(), account, body));
        TRY_ASSIGN(list.number, next_list_number(tx.db(), year_of(tx.now())));
        const RunningNumber number = list.number;
        const ListId id = id_v4<NominalListEntity>(random_bytes<16>());
        TRY_ASSIGN(list.chosen, chosen_in(tx.node(), id, body, people_.number));
        TRY(log::execute<NominalListStream>(tx, cause, id, ProposeList{std::move(list)}));
        return state_json(number, ListState::proposed);
    }

    Result<http::Answer> decide_about(const http::Command& command) const {
        const auto& [tx, cause, account, body, request, may_ask, waited] = command;
        TRY_ASSIGN(const ListRow list,
                   visible_list(tx.db(), account, may::approve_nominal_list, request.args.at(0)));
        const auto approve = json::bool_at(body, "approve");
        if (!approve) return http::member_missing("approve");
        TRY_ASSIGN(const Signer by, signer_of(account));
        TRY(state_of(tx, list));
        if (!*approve) {
            TRY(log::execute<NominalListStream>(tx, cause, list.id,
                                                RefuseList{by, text_of(body, "reason")}));
            return state_json(list.number, ListState::refused);
        }
        // Somebody who sits there now, and not a screen that was left open before it was proposed.
        TRY(http::check_fresh(services_, request, list.proposed_at));
        TRY_ASSIGN(const bool same_device, http::same_device_as(tx, request, list.proposed_by));
        TRY(log::execute<NominalListStream>(
            tx, cause, list.id, ApproveList{by, tx.now(), rules_.approval_valid, same_device}));
        return state_json(list.number, ListState::approved);
    }

    void copy(const http::RequestPtr& request, const http::Reply& reply) const {
        const auto body = http::body_object(*request);
        if (!body) return reply(http::problem(body.error()));
        const auto cause = http::cause_of(services_, *request, *body);
        if (!cause) return reply(http::problem(cause.error()));
        services_.writer.submit<PrintedCopy>(
            [this, request, cause = *cause](log::WriteTx& tx) {
                return copy_in(tx, cause, *request);
            },
            [this, reply](const Result<PrintedCopy>& copy) {
                if (!copy) return reply(http::problem(copy.error()));
                if (!copy->receipt.accepted())
                    return reply(http::receipt_response(copy->receipt, 200));
                print_on_worker(*copy, reply);
            });
    }

private:
    Result<std::optional<RequestId>> request_of(store::Connection& db, const Account& account,
                                                const json::object& body) const {
        const auto number = json::text_at(body, "request");
        if (!number) return std::optional<RequestId>{};
        const auto parsed = parse_number('R', *number);
        if (!parsed) return refuse(ErrorKind::not_found, "disclosure.request_not_found");
        TRY_ASSIGN(const RequestRow row, request_by_number(db, *parsed));
        if (!Gatekeeper::allow(account, may::read_disclosures, FactClass::open, {.site = row.site}))
            return refuse(ErrorKind::not_found, "disclosure.request_not_found");
        return std::optional{row.id};
    }

    Result<std::vector<NominalRow>> rows_of(log::WriteTx& tx, const vault::Opener& opener,
                                            const ListRow& list) const {
        TRY_ASSIGN(const ChosenPeople chosen, chosen_of(tx.node(), list));
        TRY_ASSIGN(auto present, people_.rows(tx.db(), opener, list.site));
        auto rows = only_chosen(std::move(present), chosen);
        if (rows.size() > nominal_rows_max)
            return refuse(ErrorKind::conflict, "disclosure.too_many_rows", {},
                          fmt::format(R"({{"rows_max":{}}})", nominal_rows_max));
        return rows;
    }

    static Result<void> record_opening(log::WriteTx& tx, const vault::Opener& opener,
                                       const PrintedCopy& copy) {
        const std::string filter =
            fmt::format("{}:copy={}", number_text('L', copy.list.number), copy.copy);
        return opener.record_list(tx.db(), tx.now(),
                                  {.kind = "nominal_list",
                                   .filter = filter,
                                   .count = static_cast<std::int64_t>(copy.rows.size())});
    }

    // What the table says of the list is shown, decided about and printed only where it is what the
    // facts say.
    static Result<void> check_facts(store::Connection& db, const log::Node& node,
                                    const ListRow& list) {
        TRY_ASSIGN(const bool is_so, says_its_facts(db, node, list));
        if (is_so) return {};
        node.known->note_altered();
        return refuse(ErrorKind::conflict, "disclosure.list_altered");
    }
    static Result<NominalList> state_of(log::WriteTx& tx, const ListRow& list) {
        TRY(check_facts(tx.db(), tx.node(), list));
        return tx.state<NominalListStream>(log::stream_name(list_kind, list.id));
    }

    // The fact and its receipt, once for each command.
    Result<std::string> write_copy(log::WriteTx& tx, const log::Cause& cause,
                                   const Account& account, const vault::Opener& opener,
                                   PrintedCopy& copy) const {
        TRY_ASSIGN(const Signer by, signer_of(account));
        TRY_ASSIGN(const NominalList state, state_of(tx, copy.list));
        // Before any name is opened.
        TRY(check_copy(state, tx.now()));
        TRY_ASSIGN(copy.rows, rows_of(tx, opener, copy.list));
        const Persons count{static_cast<std::int64_t>(copy.rows.size())};
        TRY_ASSIGN(const log::Head head, log::load_head(tx.db()));
        const Persons hidden{
            vault::hide_number(tx.node().secrets, rows_of_list(copy.list.id), count.count())};
        const CopyList command{by, tx.now(), count, first_number(head.epoch), hidden};
        TRY_ASSIGN(const auto facts,
                   log::execute<NominalListStream>(tx, cause, copy.list.id, command));
        return boost::json::serialize(
            json::object{{"copy", std::get<NominalListCopied>(facts.at(0)).copy},
                         {"rows", count.count()},
                         {"digest", digest_of(copy.rows, tx.node().secrets.mac_key())}});
    }

    // The reply was lost and the command came again: the same paper, or none under this number.
    Result<void> read_again(log::WriteTx& tx, const vault::Opener& opener, PrintedCopy& copy,
                            std::string_view digest) const {
        TRY_ASSIGN(const NominalList state, state_of(tx, copy.list));
        TRY(check_copy(state, tx.now()));
        TRY_ASSIGN(copy.rows, rows_of(tx, opener, copy.list));
        if (digest_of(copy.rows, tx.node().secrets.mac_key()) != digest)
            return refuse(ErrorKind::conflict, "disclosure.copy_changed");
        return {};
    }

    Result<PrintedCopy> copy_in(log::WriteTx& tx, const log::Cause& cause,
                                const http::Request& request) const {
        const Account& account = *request.account;
        PrintedCopy copy;
        TRY_ASSIGN(copy.list,
                   visible_list(tx.db(), account, may::print_nominal_list, request.args.at(0)));
        TRY_ASSIGN(const vault::Opener opener,
                   Gatekeeper::opener(tx.node(), account, may::print_nominal_list,
                                      {.site = copy.list.site}));
        TRY_ASSIGN(copy.receipt, log::once(tx, cause, [&](log::WriteTx& inner) {
                       return write_copy(inner, cause, account, opener, copy);
                   }));
        if (!copy.receipt.accepted()) return copy;
        const auto params = json::parse_object(copy.receipt.params).value_or(json::object{});
        if (copy.rows.empty())
            TRY(read_again(tx, opener, copy, json::text_at(params, "digest").value_or("")));
        copy.copy = json::integer_at(params, "copy").value_or(0);
        TRY(record_opening(tx, opener, copy));
        TRY_ASSIGN(copy.list, nominal_list_by_number(tx.db(), copy.list.number));
        for (const CopyRow& row : copy.list.copies) {
            if (row.copy != copy.copy) continue;
            copy.made_at = row.at;
            TRY_ASSIGN(copy.made_by, account_name(tx.db(), row.by));
        }
        TRY_ASSIGN(copy.site, services_.sites.code_of(tx.db(), copy.list.site));
        return copy;
    }

    void print_on_worker(const PrintedCopy& copy, const http::Reply& reply) const {
        http::answer_on_worker(services_, http::Work::document, reply,
                               [copy, rules = rules_] { return paper_response(copy, rules); });
    }

    const http::Services& services_;
    DisclosureRules rules_;
    NominalPeople people_;
};

}  // namespace

std::vector<http::Route> nominal_list_routes(const http::Services& services,
                                             const DisclosureRules& rules, NominalPeople people) {
    const auto api = std::make_shared<const NominalListApi>(services, rules, std::move(people));
    return {
        http::read_route(services, "GET /api/v1/nominal-lists", {may::read_disclosures},
                         [api](const http::Read& read) { return api->list(read); }),
        http::command_route(services, "POST /api/v1/nominal-lists",
                            {may::propose_nominal_list, FactClass::identity}, 201,
                            [api](const http::Command& command) { return api->propose(command); }),
        http::command_route(
            services, "POST /api/v1/nominal-lists/{number}/approval",
            {may::approve_nominal_list, FactClass::identity}, 200,
            [api](const http::Command& command) { return api->decide_about(command); }),
        {"POST", "/api/v1/nominal-lists/{number}/copies", http::Needs::session,
         [api](const http::RequestPtr& request, const http::Reply& reply) {
             api->copy(request, reply);
         }},
    };
}

}  // namespace jatigi::disclosure
