#include "platform/review/review_task_api.h"

#include <algorithm>
#include <memory>

#include "platform/access/gatekeeper.h"
#include "platform/log/handle.h"
#include "platform/review/may.h"
#include "platform/review/review_task_codec.h"

namespace jatigi::review {
namespace {

constexpr std::size_t tasks_shown = 200;

// A task as this account may see it; nothing when it may not.
Result<std::optional<TaskAbout>> seen(const Review& review, store::Connection& db,
                                      const access::Account& account, const TaskRow& task) {
    const auto reason = std::ranges::find(review.reasons, task.reason, &Reason::name);
    if (reason == review.reasons.end()) return std::optional<TaskAbout>{};
    TRY_ASSIGN(auto about, review.about(db, task));
    if (about && !access::Gatekeeper::allow(account, reason->look, FactClass::open, about->subject))
        about.reset();
    return about;
}

json::array roles_of(const Review& review, const TaskRow& task) {
    json::array roles;
    const auto reason = std::ranges::find(review.reasons, task.reason, &Reason::name);
    for (const access::Rule& rule : reason->look.rules())
        if (rule.action == reason->look) roles.push_back(json::value(enum_text(rule.role)));
    return roles;
}

json::object task_json(const Review& review, const TaskRow& task, TaskAbout about,
                       const std::vector<access::Account>& accounts) {
    json::array marks;
    for (const std::string& mark : task.marks) marks.push_back(json::value(mark));
    json::object out{{"id", id_text(task.id)},         {"reason", task.reason},
                     {"kind", task.subject.kind},      {"about", std::move(about.shown)},
                     {"marks", std::move(marks)},      {"since", instant_text(task.since)},
                     {"roles", roles_of(review, task)}};
    if (!task.closed_at) return out;
    out["closed"] = json::object{{"at", instant_text(*task.closed_at)},
                                 {"by", access::name_in(accounts, task.closed_by)},
                                 {"words", task.words}};
    return out;
}

// GET /api/v1/review-tasks?state=open|closed
Result<http::Answer> get_tasks(const http::Read& read, const Review& review) {
    const Which which = read.request.query_text("state") == "closed" ? Which::closed : Which::open;
    std::vector<TaskAbout> abouts;
    TRY_ASSIGN(auto tasks, list_tasks(
                               read.db, which,
                               [&](const TaskRow& task) -> Result<bool> {
                                   TRY_ASSIGN(auto about,
                                              seen(review, read.db, read.account, task));
                                   if (!about) return false;
                                   abouts.push_back(*std::move(about));
                                   return true;
                               },
                               tasks_shown + 1));
    const bool more = tasks.size() > tasks_shown;
    if (more) tasks.pop_back();
    TRY_ASSIGN(const auto accounts, access::list_accounts(read.db));
    json::array list;
    for (std::size_t i = 0; i < tasks.size(); ++i)
        list.push_back(task_json(review, tasks[i], std::move(abouts[i]), accounts));
    return json::object{{"tasks", std::move(list)}, {"more", more}};
}

// POST /api/v1/review-tasks/{id}/closing {command, words}
Result<http::Answer> post_closing(const http::Command& command, const Review& review) {
    TRY_ASSIGN(const std::string words, http::required_text(command.body, "words"));
    const auto id = parse_id<TaskEntity>(command.arg(0));
    if (!id) return refuse(ErrorKind::not_found, "review.task_not_found");
    TRY_ASSIGN(const TaskRow task, task_by_id(command.tx.db(), *id));
    const auto reason = std::ranges::find(review.reasons, task.reason, &Reason::name);
    if (reason == review.reasons.end())
        return refuse(ErrorKind::not_found, "review.task_not_found");
    TRY(access::Gatekeeper::allow_role(command.account, reason->look, FactClass::open));
    TRY_ASSIGN(const auto about, seen(review, command.tx.db(), command.account, task));
    // What this account may not see is as good as absent.
    if (!about) return refuse(ErrorKind::not_found, "review.task_not_found");
    TRY(log::execute<TaskStream>(command.tx, command.cause, *id, CloseTask{words}));
    return json::object{{"id", id_text(*id)}};
}

}  // namespace

std::vector<http::Route> task_routes(const http::Services& services, const Review& review) {
    return {http::read_route(services, "GET /api/v1/review-tasks", {may::review_tasks},
                             [review](const http::Read& read) { return get_tasks(read, review); }),
            http::command_route(
                services, "POST /api/v1/review-tasks/{id}/closing", {may::review_tasks}, 200,
                [review](const http::Command& command) { return post_closing(command, review); })};
}

}  // namespace jatigi::review
