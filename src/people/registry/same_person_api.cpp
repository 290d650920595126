#include "people/registry/same_person_api.h"

#include <algorithm>
#include <set>

#include "people/registry/may.h"
#include "people/registry/person_file_api.h"
#include "people/registry/same_person_codec.h"
#include "people/registry/same_person_view.h"
#include "platform/access/emergency_account.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"
#include "platform/log/author.h"
#include "platform/log/handle.h"
#include "platform/review/raise.h"

namespace jatigi::registry {
namespace {

log::StreamName said_stream(SamePersonId said) {
    return log::stream_name(same_person_kind, said);
}

bool are_of(const SameSaid& said, PersonId one, PersonId other) {
    return (said.one == one && said.other == other) || (said.one == other && said.other == one);
}

// What the table says was said of these two is what the facts say: or a word on two files would be
// written for two others.
Result<void> check_said(log::WriteTx& tx, const SameRow& row, PersonId one, PersonId other) {
    TRY_ASSIGN(const SamePerson state, tx.state<SamePersonStream>(said_stream(row.id)));
    const auto* once = std::get_if<SaidByOne>(&state);
    const auto* twice = std::get_if<SaidByTwo>(&state);
    const bool is_so =
        (row.state == SameState::said && once != nullptr && are_of(once->said, one, other)) ||
        (row.state == SameState::confirmed && twice != nullptr &&
         are_of(twice->said, one, other)) ||
        (row.state == SameState::unsaid && once == nullptr && twice == nullptr);
    if (is_so) return {};
    tx.node().known->note_altered();
    return refuse(ErrorKind::unavailable, "log.altered", "what was said of two files");
}

// The two files, as far as this account may speak of both.
struct Two {
    PersonRow one, other;
    SameGround ground;
    std::optional<SamePersonId> open{};  // What was said of them, and not unsaid.
    bool named = false;                  // …by an account's number, as before there were tags.
    std::optional<std::int64_t> said_by{};
};
Result<Two> two_files(const PersonCommand& word) {
    TRY_ASSIGN(const std::string other_code, http::required_text(word.body, "other"));
    TRY_ASSIGN(const auto ground, http::required_enum<SameGround>(word.body, "ground"));
    TRY_ASSIGN(PersonRow one, person_for(word));
    TRY_ASSIGN(PersonRow other, person_for(word, other_code));
    Two two{std::move(one), std::move(other), ground};
    TRY_ASSIGN(const auto said, same_said(word.tx.db(), two.one.person));
    for (const SameRow& row : said)
        if (row.other == two.other.person && row.state != SameState::unsaid) {
            TRY(check_said(word.tx, row, two.one.id, two.other.id));
            two.open = row.id;
            two.named = !vault::is_hidden(row.said_by);
            two.said_by = row.said_by;
        }
    return two;
}

// Whose word it is. Compared with the word before, so of the same kind.
std::int64_t author_of(const PersonCommand& word, const Two& two, SamePersonId said) {
    if (two.named) return word.account.id;
    return log::author_tag(word.tx.node().secrets, said_stream(said), word.account.id);
}

// Every file of who one of the two belongs to, as it is now.
Result<std::vector<log::LocalId>> files_of_both(store::Connection& db, const Two& two) {
    TRY_ASSIGN(auto files, files_of(db, two.one.person));
    TRY_ASSIGN(const auto others, files_of(db, two.other.person));
    files.insert(files.end(), others.begin(), others.end());
    return files;
}

// Those that were joined before the word and those that are after it.
Result<void> note_both(const PersonCommand& word, const std::vector<log::LocalId>& before,
                       const Two& two) {
    TRY_ASSIGN(const auto after, files_of_both(word.tx.db(), two));
    std::set<log::LocalId> files(before.begin(), before.end());
    files.insert(after.begin(), after.end());
    return note_files(word.context, word.tx, std::vector<log::LocalId>(files.begin(), files.end()),
                      word.changed, Lifts::of_others);
}

Result<void> ask_for_second(log::WriteTx& tx, const log::Cause& cause, SamePersonId said) {
    return review::raise_task(tx, cause,
                              {.reason = std::string(same_person_reason),
                               .subject = review::task_subject(same_person_kind, said)});
}

Result<void> settle(log::WriteTx& tx, const log::Cause& cause, const Two& two, SamePersonId said) {
    return review::close_tasks(tx, cause, same_person_reason,
                               review::task_subject(same_person_kind, said), enum_text(two.ground));
}

json::object answer(const Two& two, SameState state) {
    return {{"case_number", two.one.case_number},
            {"other", two.other.case_number},
            {"state", enum_text(state)}};
}

// By an emergency account and whoever made it.
Result<void> check_two_people(const PersonCommand& word, const Two& two) {
    if (!two.open) return {};
    TRY_ASSIGN(const auto accounts, access::list_accounts(word.tx.db()));
    for (const access::Account& one : accounts) {
        if (!two.said_by ||
            !log::is_author(word.tx.node().secrets, said_stream(*two.open), one.id, *two.said_by))
            continue;
        TRY_ASSIGN(const bool same, access::is_one_word(word.tx.db(), one.id, word.account.id));
        if (same) return refuse(ErrorKind::conflict, "same_person.second_needed");
    }
    return {};
}

// The files that a word joins or parts are those that the facts join, so that none keeps less than
// the others.
Result<void> check_joined(const PersonCommand& word, const Two& two) {
    TRY(joined_files(word.context, word.tx, two.one));
    TRY(joined_files(word.context, word.tx, two.other));
    return {};
}

// POST /api/v1/persons/{code}/same {command, other, ground}
Result<json::object> say(const PersonCommand& word) {
    log::WriteTx& tx = word.tx;
    TRY_ASSIGN(const Two two, two_files(word));
    TRY(check_two_people(word, two));
    TRY(check_joined(word, two));
    TRY_ASSIGN(const auto before, files_of_both(tx.db(), two));
    const auto id = two.open.value_or(id_v4<SamePersonEntity>(random_bytes<16>()));
    TRY_ASSIGN(const auto events,
               log::execute<SamePersonStream>(
                   tx, word.cause, id,
                   SaySame{{two.one.id, two.other.id, two.ground, author_of(word, two, id)}}));
    if (std::holds_alternative<SameSaid>(events.at(0))) {
        TRY(ask_for_second(tx, word.cause, id));
        return answer(two, SameState::said);
    }
    TRY(settle(tx, word.cause, two, id));
    TRY(note_both(word, before, two));
    return answer(two, SameState::confirmed);
}

// POST /api/v1/persons/{code}/not-same {command, other, ground}
Result<json::object> unsay(const PersonCommand& word) {
    log::WriteTx& tx = word.tx;
    TRY_ASSIGN(const Two two, two_files(word));
    if (!two.open) return refuse(ErrorKind::conflict, "same_person.not_said");
    TRY(check_joined(word, two));
    TRY_ASSIGN(const auto before, files_of_both(tx.db(), two));
    TRY(log::execute<SamePersonStream>(tx, word.cause, *two.open,
                                       UnsaySame{{two.ground, author_of(word, two, *two.open)}}));
    TRY(settle(tx, word.cause, two, *two.open));
    TRY(note_both(word, before, two));
    return answer(two, SameState::unsaid);
}

}  // namespace

Result<json::array> same_person_json(const RegisterContext& context, store::Connection& db,
                                     const access::Account& account, const PersonRow& person) {
    TRY_ASSIGN(const auto accounts, access::list_accounts(db));
    TRY_ASSIGN(const auto said, same_said(db, person.person));
    const vault::NodeSecrets& secrets = context.services.node.secrets;
    const auto name_of = [&](const SameRow& row, std::optional<std::int64_t> by) {
        for (const access::Account& one : accounts)
            if (by && log::is_author(secrets, said_stream(row.id), one.id, *by)) by = one.id;
        return access::name_in(accounts, by);
    };
    json::array out;
    for (const SameRow& row : said) {
        TRY_ASSIGN(const auto other, find_by_local(db, row.other));
        if (!other) continue;
        TRY_ASSIGN(const access::Subject subject, subject_of(context, db, *other));
        if (!access::Gatekeeper::allow(account, may::search_persons, FactClass::identity, subject))
            continue;
        out.push_back(json::object{
            {"case_number", other->case_number},
            {"state", enum_text(row.state)},
            {"ground", enum_text(row.ground)},
            {"said_by", name_of(row, row.said_by)},
            {"decided_by", name_of(row, row.decided_by)},
            {"at", instant_text(row.at)},
            {"yours", log::is_author(secrets, said_stream(row.id), account.id, row.said_by)}});
    }
    return out;
}

Result<std::vector<PersonRow>> joined_files(const RegisterContext& context, log::WriteTx& tx,
                                            const PersonRow& person) {
    std::vector<PersonRow> joined{person};
    // Erased ones, too: a chain of words may lead over them.
    std::vector<std::pair<log::LocalId, PersonId>> found{{person.person, person.id}};
    for (std::size_t next = 0; next < found.size(); ++next) {
        TRY_ASSIGN(const auto said, same_said(tx.db(), found[next].first));
        for (const SameRow& row : said) {
            const auto is_it = [&row](const auto& one) { return one.first == row.other; };
            if (std::ranges::any_of(found, is_it)) continue;
            TRY_ASSIGN(const auto stream, log::stream_of(tx.db(), row.other));
            const auto other = stream ? id_of<PersonEntity>(stream->id) : PersonId{};
            TRY(check_said(tx, row, found[next].second, other));
            if (row.state != SameState::confirmed) continue;
            found.emplace_back(row.other, other);
            TRY_ASSIGN(auto file, find_by_local(tx.db(), row.other));
            if (!file) continue;
            TRY(subject_of(context, tx.db(), *file));
            joined.push_back(*std::move(file));
        }
    }
    // Whoever looks at the table looks at these, and at nobody else.
    TRY_ASSIGN(const auto files, files_of(tx.db(), person.person));
    if (files.size() == found.size()) return joined;
    tx.node().known->note_altered();
    return refuse(ErrorKind::unavailable, "log.altered", "files of two people were joined");
}

std::vector<http::Route> same_person_routes(const RegisterContext& context) {
    const auto saying = [&](std::string_view route, PersonHandler handler) {
        return person_route(context, route, {may::say_same_person}, 200, handler);
    };
    return {saying("POST /api/v1/persons/{code}/same", say),
            saying("POST /api/v1/persons/{code}/not-same", unsay)};
}

}  // namespace jatigi::registry
