#include "app/review.h"

#include "centre/assistance/ids.h"
#include "centre/assistance/may.h"
#include "centre/assistance/round_api.h"
#include "centre/assistance/round_view.h"
#include "node/reference.h"
#include "people/registry/may.h"
#include "people/registry/restricted_hit_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/account_proof.h"
#include "platform/access/emergency_account.h"
#include "platform/access/may.h"
#include "platform/review/raise.h"

namespace jatigi::app {
namespace {

constexpr std::string_view emergency_reason = "emergency_account";
// Of a row of the same list, and of somebody else.
constexpr std::string_view repeated_mark = "DUPLICATE_SUSPECTED",
                           registered_mark = "PERHAPS_REGISTERED";

using About = Result<std::optional<review::TaskAbout>>;

About about_person(const registry::RegisterContext& people, store::Connection& db,
                   log::LocalId number) {
    TRY_ASSIGN(const auto person, registry::find_by_local(db, number));
    if (!person) return std::optional<review::TaskAbout>{};
    TRY_ASSIGN(auto subject, registry::subject_of(people, db, *person));
    return std::optional{
        review::TaskAbout{{std::move(subject)}, {{"case_number", person->case_number}}}};
}

// Of somebody whose file a list made. Its marks may speak of another person, whom the reader of the
// task may not know: of one whose file was there before, for who came later is no reason of theirs.
About about_marked_row(const registry::RegisterContext& people, store::Connection& db,
                       log::LocalId number) {
    TRY_ASSIGN(auto about, about_person(people, db, number));
    const auto entry = people.index.find(number);
    if (!about || !entry) return about;
    if (entry->written_again) about->of_itself = {std::string(repeated_mark)};
    for (const registry::PersonId id : entry->alike) {
        TRY_ASSIGN(const auto other, registry::find_by_id(db, id));
        if (!other || other->person >= number) continue;
        TRY_ASSIGN(auto subject, registry::subject_of(people, db, *other));
        const auto known = people.index.find(other->person);
        const bool same_list =
            entry->listed && known && known->listed && entry->listed->list == known->listed->list;
        about->others[std::string(same_list ? repeated_mark : registered_mark)].push_back(
            std::move(subject));
    }
    return about;
}

// A restricted person whom a list named again, and the file that was made since.
About about_listed_again(const registry::RegisterContext& people, store::Connection& db,
                         const review::TaskRow& task) {
    TRY_ASSIGN(const auto hit,
               registry::restricted_hit_by_tag(db, people.services.node.secrets, task.subject.id));
    if (!hit) return std::optional<review::TaskAbout>{};
    TRY_ASSIGN(const auto person, registry::find_by_case_number(db, hit->case_number));
    TRY_ASSIGN(auto about, about_person(people, db, person.person));
    if (about && hit->listed_as) about->shown["other"] = *hit->listed_as;
    return about;
}

// Of both files: who may not see one of them may not be told of the other.
About about_two(const registry::RegisterContext& people, store::Connection& db, log::LocalId said) {
    TRY_ASSIGN(const auto files, registry::two_files_of(db, said));
    if (!files) return std::optional<review::TaskAbout>{};
    TRY_ASSIGN(auto one, about_person(people, db, files->first));
    TRY_ASSIGN(const auto other, about_person(people, db, files->second));
    if (!one || !other) return std::optional<review::TaskAbout>{};
    one->subjects.push_back(other->subjects.at(0));
    one->shown["other"] = other->shown.at("case_number");
    return one;
}

// Its stream's id is derived from the account's number.
About about_account(const log::Node& node, store::Connection& db, const review::TaskRow& task) {
    TRY_ASSIGN(const auto accounts, access::list_accounts(db));
    for (const access::Account& account : accounts) {
        if (!account.is_emergency() || access::actor_stream(node, account.id).id != task.subject.id)
            continue;
        TRY_ASSIGN(const std::string reason, access::emergency_reason(db, node, account.id));
        return std::optional{review::TaskAbout{{access::about_site_or_all(account.site)},
                                               {{"account", account.name},
                                                {"role", enum_text(account.role)},
                                                {"ends_at", instant_text(*account.ends_at)},
                                                {"reason", reason}}}};
    }
    return std::optional<review::TaskAbout>{};
}

About about_round(store::Connection& db, const review::TaskRow& task) {
    const auto found = assistance::round_by_id(db, id_of<assistance::RoundEntity>(task.subject.id));
    // Its opening cannot be read, or has not come yet.
    if (!found && found.error().kind == ErrorKind::not_found)
        return std::optional<review::TaskAbout>{};
    TRY_ASSIGN(const assistance::RoundRow round, found);
    return std::optional{review::TaskAbout{
        {access::about_site(round.site)},
        {{"round", id_text(round.id)},
         {"service",
          assistance::service_json(round.service, round.kind, node::reference().services)},
         {"day", day_text(round.day)},
         {"late", round.late},
         {"double", round.doubled}}}};
}

}  // namespace

Result<void> emergency_task(log::WriteTx& tx, const log::Cause& cause,
                            const access::Account& account) {
    auto subject = access::actor_stream(tx.node(), account.id);
    return review::raise_task(
        tx, cause, {std::string(emergency_reason), {std::move(subject.kind), subject.id}});
}

review::Review review_of(const registry::RegisterContext& people) {
    return {.reasons = {{registry::marked_row_reason,
                         registry::may::review_marked_rows,
                         true,
                         {std::string(registered_mark), std::string(repeated_mark)}},
                        {.name = registry::listed_again_reason,
                         .look = registry::may::review_restricted,
                         .has_empty_ones = true},
                        {registry::same_person_reason, registry::may::say_same_person, false},
                        {assistance::late_servings_reason, assistance::may::review_late_servings},
                        {emergency_reason, access::may::review_emergencies}},
            .about = [&people](store::Connection& db, const review::TaskRow& task) -> About {
                if (task.subject.kind == registry::person_kind)
                    return about_marked_row(people, db, task.subject_local);
                if (task.subject.kind == registry::restricted_hit_kind)
                    return about_listed_again(people, db, task);
                if (task.subject.kind == registry::same_person_kind)
                    return about_two(people, db, task.subject_local);
                if (task.subject.kind == assistance::round_kind) return about_round(db, task);
                if (task.reason == emergency_reason)
                    return about_account(people.services.node, db, task);
                return std::optional<review::TaskAbout>{};
            }};
}

}  // namespace jatigi::app
