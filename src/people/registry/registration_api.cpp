#include "people/registry/registration_api.h"

#include "people/registry/case_number.h"
#include "people/registry/identity_codec.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_file_view.h"
#include "people/registry/person_lookup_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::registry {
namespace {

Result<std::string> next_case_number(log::WriteTx& tx, const std::string& prefix) {
    TRY_ASSIGN(std::int64_t running, highest_running_number(tx.db(), prefix));
    for (;;) {
        // About one number in 37 has no check character and is passed over.
        if (const auto number = make_case_number(prefix, ++running)) return *number;
    }
}

std::optional<BirthMonths> months_of(const std::optional<Personal<BirthInterval>>& birth) {
    if (!birth) return std::nullopt;
    const std::chrono::year_month_day first{birth->reveal().min}, last{birth->reveal().max};
    return BirthMonths{first.year() / first.month(), last.year() / last.month()};
}

Result<void> append_sealed(log::WriteTx& tx, const log::Cause& cause, PersonId id,
                           EncodedFact fact) {
    TRY(tx.append({.stream = log::stream_name(identity_kind, id),
                   .cls = FactClass::identity,
                   .person = fixed_bytes<16>(id_bytes(id)),
                   .type = std::move(fact.type),
                   .version = fact.version,
                   .data = std::move(fact.data)},
                  cause));
    return {};
}

json::object identity_json(const PersonIdentified& identity) {
    json::object out{{"family_name", identity.family_name.reveal()},
                     {"given_names", identity.given_names.reveal()},
                     {"birth_place", identity.birth_place.reveal()},
                     {"origin", identity.origin.reveal()},
                     {"father_name", identity.father_name.reveal()},
                     {"mother_name", identity.mother_name.reveal()},
                     {"phone", identity.phone.reveal()}};
    if (identity.birth) {
        const BirthInterval& birth = identity.birth->reveal();
        out["birth"] = json::object{{"min", day_text(birth.min)},
                                    {"max", day_text(birth.max)},
                                    {"precision", birth_precision_text(birth.precision)}};
    }
    return out;
}

// GET /api/v1/persons/{code}: the file of the person with this card or case number. The opening is
// recorded, in the writer, before the answer leaves.
// Who is at a site where this account may not open files behaves as absent.
Result<std::string> open_file(log::WriteTx& tx, const access::Account& account,
                              const std::string& code, const SiteOfPerson& site_of) {
    TRY_ASSIGN(const PersonRow person, find_by_code(tx, code));
    TRY_ASSIGN(const auto site, site_of(tx.db(), person.person));
    const auto opener =
        access::Gatekeeper::opener(tx.node().keyring, account, access::Action::open_person,
                                   {.nationality = person.nationality, .site = site});
    if (!opener) return refuse(ErrorKind::not_found, "card.unknown");
    TRY_ASSIGN(const auto identity, read_identity(tx.db(), person.id, *opener));
    TRY(opener->record_file(tx.db(), tx.now(), person.person, FactClass::identity));
    json::object out{{"case_number", person.case_number},
                     {"sex", person.sex},
                     {"nationality", person.nationality ? json::value(*person.nationality)
                                                        : json::value(nullptr)}};
    out["identity"] = identity ? json::value(identity_json(*identity)) : json::value(nullptr);
    return boost::json::serialize(out);
}

void get_person(const http::Services& services, const SiteOfPerson& site_of,
                const http::RequestPtr& request, const http::Reply& reply) {
    const auto allowed = access::Gatekeeper::allow(*request->account, access::Action::open_person,
                                                   FactClass::identity);
    if (!allowed) return reply(http::problem(allowed.error()));
    services.writer.submit<std::string>(
        [request, site_of](log::WriteTx& tx) {
            return open_file(tx, *request->account, request->args.at(0), site_of);
        },
        [reply](const Result<std::string>& file) {
            reply(file ? http::json_response(200, *file) : http::problem(file.error()));
        });
}

}  // namespace

Result<NewPerson> register_person(log::WriteTx& tx, const log::Cause& cause,
                                  const std::string& prefix, const Registration& registration) {
    const PersonId id = id_v4<PersonEntity>(random_bytes<16>());
    TRY_ASSIGN(std::string case_number, next_case_number(tx, prefix));
    const CardSerial serial = random_bytes<6>();
    TRY(log::execute<PersonStream>(
        tx, cause, id,
        RegisterPerson{{case_number, registration.sex, months_of(registration.identity.birth),
                        registration.nationality},
                       serial}));
    TRY(append_sealed(tx, cause, id, encode_identity(registration.identity)));
    TRY_ASSIGN(PersonRow person, find_by_case_number(tx.db(), case_number));
    const vault::NodeSecrets& secrets = tx.node().secrets;
    return NewPerson{std::move(person), card_code(serial, {.mac_key = secrets.mac_key(),
                                                           .site_tag = secrets.site()})};
}

Result<void> keep_suspected_duplicate(log::WriteTx& tx, const log::Cause& cause, PersonId person,
                                      const PersonIdentified& other) {
    // The same members under another name, so that it never passes for the person's identity.
    EncodedFact fact = encode_identity(other);
    fact.type = "person.duplicate_suspected";
    return append_sealed(tx, cause, person, std::move(fact));
}

std::vector<http::Route> person_routes(const http::Services& services, SiteOfPerson site_of) {
    return {{"GET", "/api/v1/persons/{code}", http::Needs::session,
             [&services, site_of = std::move(site_of)](const http::RequestPtr& request,
                                                       const http::Reply& reply) {
                 get_person(services, site_of, request, reply);
             }}};
}

}  // namespace jatigi::registry
