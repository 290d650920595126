#include "people/registry/person_file_api.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <set>

#include "people/registry/household_api.h"
#include "people/registry/identity_codec.h"
#include "people/registry/may.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_fields_api.h"
#include "people/registry/person_lookup_view.h"
#include "people/registry/restricted_hit_view.h"
#include "people/registry/same_person_api.h"
#include "people/registry/same_person_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/no_opening.h"

namespace jatigi::registry {
namespace {

constexpr std::array<std::string_view, 4> correction_reasons{"typing_error", "heard_better",
                                                             "document_seen", "other"};
constexpr std::size_t reason_letters_max = 500;

json::value or_null(const std::optional<std::string>& text) {
    return text ? json::value(*text) : json::value(nullptr);
}

Result<json::array> history_json(store::Connection& db, const std::vector<FileChange>& history) {
    TRY_ASSIGN(const auto accounts, access::list_accounts(db));
    json::array out;
    for (const FileChange& change : history) {
        json::array fields;
        for (const FieldChange& field : change.fields)
            fields.push_back(json::object{
                {"field", field.field}, {"from", field.from.reveal()}, {"to", field.to.reveal()}});
        out.push_back(json::object{{"at", instant_text(change.at)},
                                   {"by", access::name_in(accounts, change.actor)},
                                   {"reason", change.reason},
                                   {"changes", std::move(fields)}});
    }
    return out;
}

json::array elsewhere_json(const PersonFile& file) {
    json::array out;
    for (const PersonIdentified& other : file.elsewhere) out.push_back(identity_json(other));
    return out;
}

json::array flags_json(const PersonFile& file) {
    json::array out;
    for (const std::string& flag : file.flags) out.push_back(json::value(flag));
    return out;
}

// Case numbers of those who may be the same person, as far as this account may find them, and
// nobody has said yet whether they are.
Result<json::array> alike_json(const RegisterContext& context, store::Connection& db,
                               const access::Account& account, const PersonRow& of,
                               const PersonFile& file) {
    json::array out;
    TRY_ASSIGN(const auto said, same_said(db, of.person));
    for (const PersonId other : file.alike) {
        TRY_ASSIGN(const auto person, find_by_id(db, other));
        if (!person || std::ranges::find(said, person->person, &SameRow::other) != said.end())
            continue;
        TRY_ASSIGN(const access::Subject subject, subject_of(context, db, *person));
        if (access::Gatekeeper::allow(account, may::search_persons, FactClass::identity, subject))
            out.push_back(json::value(person->case_number));
    }
    return out;
}

// Whoever has a site is told of the stays there.
Result<json::array> stays_json(const RegisterContext& context, store::Connection& db,
                               const access::Account& account, const PersonRow& person) {
    TRY_ASSIGN(const auto stays, context.arrivals.stays(db, person.person));
    json::array out;
    for (const Arrivals::Stayed& stay : stays) {
        if (account.site && *account.site != stay.site) continue;
        TRY_ASSIGN(const std::string site, context.services.sites.code_of(db, stay.site));
        out.push_back(
            json::object{{"site", site},
                         {"from", day_text(stay.from)},
                         {"to", stay.to ? json::value(day_text(*stay.to)) : json::value(nullptr)},
                         {"reason", or_null(stay.why)}});
    }
    return out;
}

Result<json::value> last_meal_json(const RegisterContext& context, store::Connection& db,
                                   const access::Account& account, const PersonRow& person) {
    TRY_ASSIGN(const auto meal, context.arrivals.last_meal(db, person.person, account.site,
                                                           context.services.clock()));
    if (!meal) return json::value(nullptr);
    return json::value(json::object{{"service", json::object{{"code", meal->service},
                                                             {"name_fr", meal->name_fr},
                                                             {"name_en", meal->name_en}}},
                                    {"day", day_text(meal->day)},
                                    {"at", instant_text(meal->at)}});
}

Result<json::object> file_json(const RegisterContext& context, store::Connection& db,
                               const access::Account& account, const PersonRow& person,
                               const FileReading& reading) {
    const PersonFile& file = reading.file;
    json::object out{{"case_number", person.case_number}, {"sex", person.sex}};
    out["nationality"] = or_null(person.nationality);
    out["nationality_heard"] = or_null(person.nationality_heard);
    out["hearing_outcome"] = or_null(person.hearing_outcome);
    out["identity"] =
        file.identity ? json::value(identity_json(*file.identity)) : json::value(nullptr);
    out["flags"] = flags_json(file);
    out["photo"] = file.photo.has_value();
    TRY_ASSIGN(const Whereabouts where, context.arrivals.where_is(db, person.person));
    out["site"] = nullptr;
    if (where.site) {
        TRY_ASSIGN(out["site"], context.services.sites.code_of(db, *where.site));
    }
    TRY_ASSIGN(out["unit"], unit_json(context, db, person.person));
    TRY_ASSIGN(out["stays"], stays_json(context, db, account, person));
    TRY_ASSIGN(out["last_meal"], last_meal_json(context, db, account, person));
    const auto entry = context.index.find(person.person);
    TRY_ASSIGN(out["household"], entry ? household_json(context, db, account, *entry)
                                       : Result<json::array>(json::array{}));
    // Beside nobody whom this account may know of it would tell of somebody else.
    const bool alone = out["household"].as_array().empty();
    out["relation"] = file.household && !alone ? file.household->relation : "";
    TRY_ASSIGN(out["history"], history_json(db, reading.history));
    out["elsewhere_written"] = elsewhere_json(file);
    TRY_ASSIGN(out["perhaps_same"], alike_json(context, db, account, person, file));
    TRY_ASSIGN(out["same_person"], same_person_json(context, db, account, person));
    // Only who may lift it is told that there is a restriction: the others do not get here.
    if (file.restricted() || context.index.is_restricted(person.person)) out["restricted"] = true;
    return out;
}

// The names of the household are shown with the file: counted like those that search shows, so that
// a household of everybody is no way around the limit.
Result<void> count_household(const RegisterContext& context, log::WriteTx& tx,
                             const access::Account& account, const PersonRow& person) {
    const auto entry = context.index.find(person.person);
    if (!entry || !entry->household) return {};
    TRY_ASSIGN(const auto seen, members_seen(context, tx.db(), account, *entry->household));
    // Beside nobody who is seen, as of somebody without a household.
    if (seen.size() < 2) return {};
    std::vector<log::LocalId> members;
    for (const IndexEntry& member : seen) members.push_back(member.person);
    return context.names_shown.record(tx.db(), tx.now(), account.id, members,
                                      context.opening_limits);
}

// The opening is recorded, in the writer, before the answer leaves. Who is at a site where this
// account may not open files, or whose file is restricted, behaves as absent.
Result<std::string> open_file(const RegisterContext& context, log::WriteTx& tx,
                              const access::Account& account, const std::string& code) {
    TRY_ASSIGN(const OpenedPerson opened, open_person_for(context, tx, account, code));
    const PersonRow& person = opened.person;
    TRY_ASSIGN(const FileReading reading, read_file(tx.db(), person.id, opened.opener));
    TRY(check_readable(context, tx, account, person, reading.file));
    TRY(record_reading(tx, opened));
    TRY(count_household(context, tx, account, person));
    TRY_ASSIGN(json::object out, file_json(context, tx.db(), account, person, reading));
    return boost::json::serialize(out);
}

void get_person(const RegisterContext& context, const http::RequestPtr& request,
                const http::Reply& reply) {
    context.services.writer.submit<std::string>(
        [&context, request](log::WriteTx& tx) {
            return open_file(context, tx, *request->account, request->args.at(0));
        },
        [reply](const Result<std::string>& file) {
            reply(file ? http::json_response(200, *file) : http::problem(file.error()));
        });
}

Result<ProfileCorrected> profile_of(log::WriteTx& tx, const PersonRow& person) {
    TRY_ASSIGN(const auto state, tx.state<PersonStream>(log::stream_name(person_kind, person.id)));
    const auto* registered = std::get_if<Registered>(&state);
    if (registered == nullptr) return refuse(ErrorKind::conflict, "person.not_registered");
    return registered->profile;
}

std::vector<ProfileChange> profile_changes(const ProfileCorrected& before,
                                           const ProfileCorrected& after) {
    std::vector<ProfileChange> changes;
    const auto add = [&changes](std::string_view field, std::string_view from,
                                std::string_view to) {
        if (from != to)
            changes.push_back({std::string(field), Personal<std::string>{std::string(from)},
                               Personal<std::string>{std::string(to)}});
    };
    add("sex", enum_text(before.sex), enum_text(after.sex));
    add("nationality", before.nationality.value_or(""), after.nationality.value_or(""));
    return changes;
}

// Where the person is or was last; in UTC for who never was anywhere.
Result<Day> today_of(const RegisterContext& context, log::WriteTx& tx, const PersonRow& person) {
    TRY_ASSIGN(const Whereabouts where, context.arrivals.where_is(tx.db(), person.person));
    if (!where.of) return std::chrono::floor<Days>(tx.now());
    return context.arrivals.today_at(tx.db(), *where.of, tx.now());
}

// The answer of a command on a file, which the index hears of.
Result<json::object> changed(const PersonCommand& command, const PersonRow& person,
                             Lifts lifts = Lifts::none) {
    TRY(note_change(command.context, command.tx, person.case_number, command.changed, lifts));
    return json::object{{"case_number", person.case_number}};
}

Result<json::object> correct(const PersonCommand& command) {
    TRY_ASSIGN(const PersonRow person, person_for(command));
    const json::object* changes = json::object_at(command.body, "changes");
    if (changes == nullptr) return http::member_missing("changes");
    TRY_ASSIGN(const std::string reason, http::required_text(command.body, "reason"));
    if (std::ranges::find(correction_reasons, reason) == correction_reasons.end())
        return http::member_missing("reason");
    TRY_ASSIGN(const ProfileCorrected before, profile_of(command.tx, person));
    ProfileCorrected profile = before;
    TRY_ASSIGN(const Day today, today_of(command.context, command.tx, person));
    TRY_ASSIGN(IdentityCorrected correction,
               read_changes(*changes, {command.context.phone_plans, today}, profile));
    correction.reason = reason;
    correction.profile = profile_changes(before, profile);
    TRY(change_file(command.tx, command.cause, person.id, CorrectIdentity{std::move(correction)}));
    TRY(log::execute<PersonStream>(command.tx, command.cause, person.id, CorrectProfile{profile}));
    return changed(command, person);
}

Result<std::vector<std::string>> flags_in(const json::object& body, std::string_view name) {
    std::vector<std::string> flags;
    if (const json::array* list = json::array_at(body, name))
        for (const json::value& item : *list)
            if (item.is_string()) flags.emplace_back(item.get_string());
    if (flags.size() > service_flags.size())
        return refuse(ErrorKind::invalid, "person.flag_unknown");
    return flags;
}

Result<json::object> flag(const PersonCommand& command) {
    TRY_ASSIGN(const PersonRow person, person_for(command));
    TRY_ASSIGN(auto add, flags_in(command.body, "add"));
    TRY_ASSIGN(auto remove, flags_in(command.body, "remove"));
    TRY(change_file(command.tx, command.cause, person.id,
                    ChangeFlags{{std::move(add), std::move(remove)}}));
    return changed(command, person);
}

using ChangedFiles = std::map<PersonId, std::vector<IdentityEvent>>;

// Those among whom a changed file is not known: all of a small register, and of a large one a part
// that is always the same, or a part of that part. Others each time would leave, of two changes of
// one file, that file alone in both.
std::vector<PersonId> files_beside(const log::WriteTx& tx, std::vector<PersonId> files,
                                   const ChangedFiles& changes) {
    unsigned bits = 0;
    while ((files.size() >> (bits + 1)) >= hidden_among_min) ++bits;
    const auto part_of = [&tx, bits](const PersonId& file) {
        Bytes about = id_bytes(file);
        append(about, as_bytes("jatigi hidden among"));
        const auto digest = keyed_digest<16>(tx.node().secrets.mac_key(), about);
        return bits == 0 ? 0 : big_endian(ByteView(digest).first(8)) >> (64U - bits);
    };
    std::set<std::uint64_t> parts;
    for (const auto& [file, events] : changes)
        if (!events.empty()) parts.insert(part_of(file));
    std::erase_if(files, [&](const PersonId& file) { return !parts.contains(part_of(file)); });
    return files;
}

// What nobody may know of whom it is about: each file beside it gets as many facts, of one length,
// in one transaction and in random order, and all but these say that nothing changed.
Result<void> append_among_all(log::WriteTx& tx, const log::Cause& cause,
                              const ChangedFiles& changes) {
    std::size_t most = 0;
    for (const auto& [file, events] : changes) most = std::max(most, events.size());
    if (most == 0) return {};
    TRY_ASSIGN(auto all, people_with_file(tx.db()));
    std::vector<PersonId> files = files_beside(tx, std::move(all), changes);
    for (std::size_t i = 0; i < most; ++i) {
        std::size_t steps = 1;
        for (const auto& [file, events] : changes)
            if (i < events.size()) steps = std::max(steps, steps_of(events[i], cause));
        shuffle(files);
        for (const PersonId file : files) {
            const auto change = changes.find(file);
            const bool changed = change != changes.end() && i < change->second.size();
            TRY(append_to_file(tx, cause, file,
                               changed ? change->second[i] : IdentityEvent{NothingChanged{}},
                               steps));
        }
    }
    return {};
}

Result<json::object> restrict_file(const PersonCommand& command) {
    TRY_ASSIGN(const PersonRow person, person_for(command));
    const auto restricted = json::bool_at(command.body, "restricted");
    if (!restricted) return http::member_missing("restricted");
    // Of the person: whichever file holds it.
    TRY_ASSIGN(const auto files, joined_files(command.context, command.tx, person));
    if (*restricted) {
        TRY_ASSIGN(std::string reason,
                   http::optional_text(command.body, "reason", reason_letters_max));
        TRY_ASSIGN(const auto events,
                   decide_on_file(command.tx, person.id,
                                  RestrictFile{{id_v4<RestrictionEntity>(random_bytes<16>()),
                                                Personal<std::string>{std::move(reason)}}}));
        TRY(append_among_all(command.tx, command.cause, {{person.id, events}}));
    } else {
        ChangedFiles lifted;
        for (const PersonRow& one : files) {
            TRY_ASSIGN(lifted[one.id], decide_on_file(command.tx, one.id, LiftRestrictions{}));
        }
        TRY(append_among_all(command.tx, command.cause, lifted));
    }
    return changed(command, person, *restricted ? Lifts::none : Lifts::all);
}

Result<json::object> hear(const PersonCommand& command) {
    TRY_ASSIGN(const PersonRow person, person_for(command));
    TRY_ASSIGN(const std::string nationality, http::required_text(command.body, "nationality"));
    const auto outcome =
        parse_enum<HearingOutcome>(json::text_at(command.body, "outcome").value_or(""));
    if (!outcome) return http::member_missing("outcome");
    TRY(log::execute<PersonStream>(command.tx, command.cause, person.id,
                                   HearNationality{{nationality, *outcome}}));
    return changed(command, person);
}

}  // namespace

// In a command of its own, since the one that came upon the file is refused and undone. Once an
// hour, so that running again tells nothing twice.
void tell_protection(const RegisterContext& context, const access::Account& account,
                     std::vector<log::LocalId> people, Refused refused) {
    const bool met = !people.empty();
    context.services.writer.submit<bool>(
        [who = account.id, people = std::move(people), refused](log::WriteTx& tx) -> Result<bool> {
            if (refused == Refused::yes)
                TRY(vault::record_no_opening(tx.db(), tx.node().secrets, tx.now()));
            TRY(note_restricted_hits(tx, who, people));
            return true;
        },
        [met](const Result<bool>& told) {
            if (!told && met)
                spdlog::error("a restricted hit was not noted: {}", told.error().code);
        });
}

namespace {

// Who opens files and asks for a number of nobody leaves what who asks for somebody restricted
// does.
Result<CardHolder> find_asked(const RegisterContext& context, log::WriteTx& tx,
                              const access::Account& account, std::string_view code) {
    auto found = find_holder(tx, code);
    if (!found && found.error().code == "card.unknown" && may::opens_files(account))
        tell_protection(context, account, {}, Refused::yes);
    return found;
}

Result<bool> is_hidden_from(const RegisterContext& context, log::WriteTx& tx,
                            const access::Account& account, const PersonRow& person) {
    const auto may_open = [&account](const access::Subject& subject) {
        return access::Gatekeeper::allow(account, may::open_person, FactClass::identity, subject)
            .has_value();
    };
    TRY_ASSIGN(const auto subject, subject_of(context, tx.db(), person));
    if (!subject.restricted || !may_open(access::about_nobody()) || may_open(subject)) return false;
    tell_protection(context, account, {person.person}, Refused::yes);
    return true;
}

}  // namespace

Result<CardHolder> meet_holder(const RegisterContext& context, log::WriteTx& tx,
                               const access::Account& account, std::string_view code) {
    TRY_ASSIGN(CardHolder holder, find_asked(context, tx, account, code));
    if (holder.by_card) return holder;
    TRY_ASSIGN(const bool hidden, is_hidden_from(context, tx, account, holder.person));
    if (hidden) return refuse(ErrorKind::not_found, "card.unknown");
    return holder;
}

Result<PersonRow> find_traveller(const RegisterContext& context, log::WriteTx& tx,
                                 const access::Account& account, log::LocalId desk,
                                 std::string_view code) {
    TRY_ASSIGN(CardHolder holder, meet_holder(context, tx, account, code));
    if (holder.void_card) return refuse(ErrorKind::conflict, "card.void");
    // Somebody restricted who came from another site: whoever protects them must know where they
    // are.
    TRY_ASSIGN(const auto subject, subject_of(context, tx.db(), holder.person));
    // Of everybody who did, a row: beside the check-in it must not tell who is restricted.
    const log::LocalId here = desk != 0 ? desk : account.site.value_or(0);
    if (here != 0 && subject.site && here != *subject.site)
        tell_protection(
            context, account,
            subject.restricted ? std::vector{holder.person.person} : std::vector<log::LocalId>{});
    return std::move(holder.person);
}

// NOLINTNEXTLINE(readability-function-size)
Result<PersonRow> person_for(const RegisterContext& context, log::WriteTx& tx,
                             const access::Account& account, const access::Action& action,
                             FactClass cls, std::string_view code) {
    // First whether this account may do it to anybody: a refusal then tells nothing of people.
    TRY(access::Gatekeeper::allow_role(account, action, cls));
    TRY_ASSIGN(CardHolder holder, find_asked(context, tx, account, code));
    TRY_ASSIGN(const auto subject, subject_of(context, tx.db(), holder.person));
    if (!access::Gatekeeper::allow(account, action, cls, subject)) {
        if (subject.restricted)
            tell_protection(context, account, {holder.person.person}, Refused::yes);
        return refuse(ErrorKind::not_found, "card.unknown");
    }
    // Only now: that there once was another card is told of those alone who may be found.
    if (holder.void_card) return refuse(ErrorKind::conflict, "card.void");
    return std::move(holder.person);
}

Result<PersonRow> person_for(const PersonCommand& command, std::string_view code) {
    return person_for(command.context, command.tx, command.account, command.may.action,
                      command.may.cls, code);
}

Result<PersonRow> person_for(const PersonCommand& command) {
    return person_for(command, command.code());
}

Result<OpenedPerson> open_person_for(const RegisterContext& context, log::WriteTx& tx,
                                     const access::Account& account, std::string_view code) {
    TRY_ASSIGN(PersonRow person,
               person_for(context, tx, account, may::open_person, FactClass::identity, code));
    TRY_ASSIGN(const auto subject, subject_of(context, tx.db(), person));
    TRY_ASSIGN(vault::Opener opener,
               access::Gatekeeper::opener(tx.node(), account, may::open_person, subject,
                                          context.opening_limits));
    return OpenedPerson{std::move(person), opener};
}

Result<void> record_reading(log::WriteTx& tx, const OpenedPerson& opened) {
    TRY(opened.opener.record_file(tx.db(), tx.now(), opened.person.person, FactClass::identity));
    TRY(note_nobody_met(tx));
    return {};
}

Result<void> check_readable(const RegisterContext& context, log::WriteTx& tx,
                            const access::Account& account, const PersonRow& person,
                            const PersonFile& file) {
    if (!file.unreadable) return {};
    context.index.quarantine(person.person);
    TRY_ASSIGN(const auto files, files_of(tx.db(), person.person));
    for (const log::LocalId other : files) context.index.restrict(other);
    TRY(open_person_for(context, tx, account, person.case_number));
    return {};
}

std::vector<http::Route> person_file_routes(const RegisterContext& context) {
    const auto changing = [&](std::string_view route, const access::Action& action, FactClass cls,
                              PersonHandler change) {
        return person_route(context, route, {action, cls}, 200, change);
    };
    return {
        http::gated_route("GET /api/v1/persons/{code}", {may::open_person, FactClass::identity},
                          [&context](const http::RequestPtr& request, const http::Reply& reply) {
                              get_person(context, request, reply);
                          }),
        changing("POST /api/v1/persons/{code}/corrections", may::correct_person,
                 FactClass::identity, correct),
        changing("POST /api/v1/persons/{code}/flags", may::correct_person, FactClass::identity,
                 flag),
        changing("POST /api/v1/persons/{code}/restriction", may::restrict_person,
                 FactClass::identity, restrict_file),
        changing("POST /api/v1/persons/{code}/nationality", may::confirm_nationality,
                 FactClass::open, hear)};
}

}  // namespace jatigi::registry
