// Review tasks over HTTP: what is open for this account, what was closed, and closing one.
#pragma once
#include <map>

#include "platform/http/endpoint.h"
#include "platform/review/review_task_view.h"

namespace jatigi::review {

// Why people must look, and the action of whoever does: its rules say for which roles it is.
struct Reason {
    std::string_view name;
    access::Action look;
    // Otherwise what it asks for closes it.
    bool by_hand = true;
    // Marks that speak of somebody else than the task does.
    std::vector<std::string> of_others{};
    // Of some there is nobody to look at: they stand there so that nobody can tell the others.
    // Whoever closes one closes a share of these with the same words.
    bool has_empty_ones = false;
};
// What a task is about: for the policy, which must allow all of it, and what its screen shows
// ({"case_number":"ASM…"}).
struct TaskAbout {
    std::vector<access::Subject> subjects;
    json::object shown;
    // Whom each mark of others speaks of. Without one of them whom the account may look at, the
    // mark would tell of somebody hidden, and is left out; a task without any mark left, too.
    std::map<std::string, std::vector<access::Subject>, std::less<>> others{};
    // Those of `of_others` that speak of the subject itself here.
    std::vector<std::string> of_itself{};
};
struct Review {
    std::vector<Reason> reasons;
    // Nothing when there is nothing left to look at: who it was about was erased.
    std::function<Result<std::optional<TaskAbout>>(store::Connection&, const TaskRow&)> about;
};

// GET /api/v1/review-tasks?state=, POST /api/v1/review-tasks/{id}/closing.
std::vector<http::Route> task_routes(const http::Services& services, const Review& review);

}  // namespace jatigi::review
