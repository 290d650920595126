#include "platform/review/review_task_api.h"

#include <algorithm>

#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"
#include "platform/log/author.h"
#include "platform/log/handle.h"
#include "platform/review/may.h"
#include "platform/review/review_task_codec.h"

namespace jatigi::review {
namespace {

constexpr std::size_t tasks_shown = 200;

const Reason* find_reason(const Review& review, std::string_view name) {
    const auto found = std::ranges::find(review.reasons, name, &Reason::name);
    return found == review.reasons.end() ? nullptr : &*found;
}

bool may_look(const access::Account& account, const Reason& reason) {
    return access::Gatekeeper::allow_role(account, reason.look, FactClass::open).has_value();
}

// What the task is about, as far as this account may look at all of it; nothing when it may not.
// Takes the marks out of `task` that speak of nobody whom it may look at.
Result<std::optional<TaskAbout>> seen(const Review& review, const Reason& reason,
                                      store::Connection& db, const access::Account& account,
                                      TaskRow& task) {
    TRY_ASSIGN(auto about, review.about(db, task));
    const auto allowed = [&](const access::Subject& subject) {
        return access::Gatekeeper::allow(account, reason.look, FactClass::open, subject)
            .has_value();
    };
    if (about && !std::ranges::all_of(about->subjects, allowed)) about.reset();
    if (!about) return about;
    const std::size_t marks = task.marks.size();
    const auto stands_in = [](const std::vector<std::string>& list, const std::string& mark) {
        return std::ranges::find(list, mark) != list.end();
    };
    const auto speaks_of_nobody = [&](const std::string& mark) {
        const auto whom = about->others.find(mark);
        return whom == about->others.end() || std::ranges::none_of(whom->second, allowed);
    };
    std::erase_if(task.marks, [&](const std::string& mark) {
        return stands_in(reason.of_others, mark) && !stands_in(about->of_itself, mark) &&
               speaks_of_nobody(mark);
    });
    if (marks > 0 && task.marks.empty()) about.reset();
    return about;
}

json::array roles_of(const Reason& reason) {
    json::array roles;
    for (const access::Rule& rule : reason.look.rules())
        if (rule.action == reason.look) roles.push_back(json::value(enum_text(rule.role)));
    return roles;
}

// Who closed it: a number, or a tag for which every account is tried.
std::optional<std::int64_t> closer_of(const log::Node& node, const TaskRow& task,
                                      const std::vector<access::Account>& accounts) {
    if (!task.closed_by) return std::nullopt;
    const auto stream = log::stream_name(task_kind, task.id);
    for (const access::Account& account : accounts)
        if (log::is_author(node.secrets, stream, account.id, *task.closed_by)) return account.id;
    return log::is_author(node.secrets, stream, 0, *task.closed_by) ? 0 : task.closed_by;
}

json::object task_json(const log::Node& node, const Reason& reason, const TaskRow& task,
                       TaskAbout about, const std::vector<access::Account>& accounts) {
    json::array marks;
    for (const std::string& mark : task.marks) marks.push_back(json::value(mark));
    json::object out{{"id", id_text(task.id)},    {"reason", task.reason},
                     {"kind", task.subject.kind}, {"about", std::move(about.shown)},
                     {"marks", std::move(marks)}, {"since", instant_text(task.since)},
                     {"roles", roles_of(reason)}};
    if (!task.closed_at) return out;
    out["closed"] = json::object{{"at", instant_text(*task.closed_at)},
                                 {"by", access::name_in(accounts, closer_of(node, task, accounts))},
                                 {"words", task.words}};
    return out;
}

// Of one reason, so that the many rows of a list leave room for a question. Returns whether there
// are more.
Result<bool> add_tasks(const log::Node& node, const http::Read& read, const Review& review,
                       const Reason& reason, const std::vector<access::Account>& accounts,
                       json::array& list) {
    const Which which = read.request.query_text("state") == "closed" ? Which::closed : Which::open;
    std::vector<std::pair<TaskRow, TaskAbout>> seen_tasks;
    const auto shown = [&](const TaskRow& row) -> Result<bool> {
        TaskRow task = row;
        TRY_ASSIGN(auto about, seen(review, reason, read.db, read.account, task));
        if (!about) return false;
        seen_tasks.emplace_back(std::move(task), *std::move(about));
        return true;
    };
    TRY_ASSIGN(const auto tasks, list_tasks(read.db, reason.name, which, shown, tasks_shown + 1));
    for (std::size_t i = 0; i < std::min(tasks.size(), tasks_shown); ++i)
        list.push_back(task_json(node, reason, seen_tasks[i].first, std::move(seen_tasks[i].second),
                                 accounts));
    return tasks.size() > tasks_shown;
}

// GET /api/v1/review-tasks?state=open|closed
Result<http::Answer> get_tasks(const log::Node& node, const http::Read& read,
                               const Review& review) {
    TRY_ASSIGN(const auto accounts, access::list_accounts(read.db));
    json::array list;
    bool more = false;
    for (const Reason& reason : review.reasons) {
        if (!may_look(read.account, reason)) continue;
        TRY_ASSIGN(const bool others, add_tasks(node, read, review, reason, accounts, list));
        more = more || others;
    }
    return json::object{{"tasks", std::move(list)}, {"more", more}};
}

// With one that is about somebody, its share of those about nobody, in random order: among the
// closed as many are empty as among those that stay open, so that neither tells which are not.
Result<void> close_with_empty_ones(const http::Command& command, const Review& review,
                                   const Reason& reason, const TaskId& id,
                                   const std::string& words) {
    constexpr std::size_t at_once_max = 2'000;
    std::uint32_t real = 0;
    TRY_ASSIGN(auto empty, list_tasks(
                               command.tx.db(), reason.name, Which::open,
                               [&](const TaskRow& task) -> Result<bool> {
                                   TRY_ASSIGN(const auto about,
                                              review.about(command.tx.db(), task));
                                   real += about ? 1 : 0;
                                   return !about;
                               },
                               at_once_max));
    std::vector<TaskId> closing{id};
    for (const TaskRow& task : empty)
        if (randombytes_uniform(std::max(real, 1U)) == 0) closing.push_back(task.id);
    shuffle(closing);
    for (const TaskId& one : closing)
        TRY(log::execute<TaskStream>(command.tx, command.cause, one, CloseTask{words}));
    return {};
}

// POST /api/v1/review-tasks/{id}/closing {command, words}
Result<http::Answer> post_closing(const http::Command& command, const Review& review) {
    TRY_ASSIGN(const std::string words, http::required_text(command.body, "words"));
    const auto absent = [] { return refuse(ErrorKind::not_found, "review.task_not_found"); };
    const auto id = parse_id<TaskEntity>(command.arg(0));
    if (!id) return absent();
    TRY_ASSIGN(TaskRow task, task_by_id(command.tx.db(), *id));
    const Reason* const reason = find_reason(review, task.reason);
    // What this account may not see is as good as absent.
    if (reason == nullptr || !may_look(command.account, *reason)) return absent();
    TRY_ASSIGN(const auto about, seen(review, *reason, command.tx.db(), command.account, task));
    if (!about) return absent();
    if (!reason->by_hand) return refuse(ErrorKind::conflict, "review.not_by_hand");
    if (reason->has_empty_ones)
        TRY(close_with_empty_ones(command, review, *reason, *id, words));
    else
        TRY(log::execute<TaskStream>(command.tx, command.cause, *id, CloseTask{words}));
    return json::object{{"id", id_text(*id)}};
}

}  // namespace

std::vector<http::Route> task_routes(const http::Services& services, const Review& review) {
    return {http::read_route(services, "GET /api/v1/review-tasks", {may::review_tasks},
                             [review, &node = services.node](const http::Read& read) {
                                 return get_tasks(node, read, review);
                             }),
            http::command_route(
                services, "POST /api/v1/review-tasks/{id}/closing", {may::review_tasks}, 200,
                [review](const http::Command& command) { return post_closing(command, review); })};
}

}  // namespace jatigi::review
