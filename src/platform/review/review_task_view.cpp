#include "platform/review/review_task_view.h"

#include <fmt/format.h>

#include "platform/base/text.h"
#include "platform/review/review_task_codec.h"

namespace jatigi::review {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE review_task(
    task {KEY},
    reason TEXT NOT NULL,
    subject {INT} NOT NULL,
    marks TEXT NOT NULL,
    since {INT} NOT NULL,
    closed_at {INT},
    closed_by {INT},
    words TEXT
);
CREATE INDEX review_task_subject ON review_task(subject);
CREATE INDEX review_task_reason ON review_task(reason, closed_at, since);
)";

Result<void> add_raised(log::ViewTx& tx, const log::FactRecord& fact, const TaskRaised& e) {
    TRY_ASSIGN(const auto subject, tx.local(e.subject.kind, e.subject.id));
    return tx.run(
        "insert into review_task(task, reason, subject, marks, since) "
        "values (?, ?, ?, ?, ?) on conflict do nothing",
        fact.stream, e.reason, subject, join(e.marks, " "), fact.at());
}

Result<void> add_closed(log::ViewTx& tx, const log::FactRecord& fact, const TaskClosed& e) {
    return tx.run(
        "update review_task set closed_at = ?, closed_by = ?, words = ? "
        "where task = ? and closed_at is null",
        fact.at(), fact.body.actor, e.words, fact.stream);
}

std::string with_columns(std::string_view rest) {
    return fmt::format(
        "select s.id, t.reason, x.kind, x.id, t.subject, t.marks, t.since, t.closed_at, "
        "t.closed_by, t.words from review_task t join stream s on s.local = t.task "
        "join stream x on x.local = t.subject {}",
        rest);
}

TaskRow task_of(const store::Row& row) {
    TaskRow task{.id = row.id<TaskEntity>(0),
                 .reason = row.text(1),
                 .subject = {row.text(2), fixed_bytes<16>(row.bytes(3))},
                 .subject_local = row.integer(4),
                 .since = row.instant(6),
                 .closed_at = row.instant_or_null(7),
                 .closed_by = row.integer_or_null(8),
                 .words = row.text_or_null(9).value_or("")};
    for (std::string& mark : split(row.text(5), ' '))
        if (!mark.empty()) task.marks.push_back(std::move(mark));
    return task;
}

}  // namespace

const log::View task_view{
    .name = "review_task",
    .schema = schema,
    .tables = {"review_task"},
    .kinds = {task_kind},
    .apply = log::apply_events<TaskStream, add_raised, add_closed>,
    .dumps = {"select s.id, t.reason, x.id, t.marks, t.since, t.closed_at, t.closed_by, "
              "t.words from review_task t join stream s on s.local = t.task "
              "join stream x on x.local = t.subject"}};

Result<TaskRow> task_by_id(store::Connection& db, TaskId id) {
    TRY_ASSIGN(const auto row,
               db.first(with_columns("where s.id = ? and s.kind = ?"), id, task_kind));
    if (!row) return refuse(ErrorKind::not_found, "review.task_not_found");
    return task_of(*row);
}

Result<std::vector<TaskRow>> open_tasks(store::Connection& db, std::string_view reason,
                                        const TaskSubject& subject) {
    return db.list(task_of,
                   with_columns("where x.id = ? and x.kind = ? and t.reason = ? "
                                "and t.closed_at is null order by t.task"),
                   subject.id, subject.kind, reason);
}

Result<std::vector<TaskRow>> list_tasks(store::Connection& db, std::string_view reason, Which which,
                                        const std::function<Result<bool>(const TaskRow&)>& shown,
                                        std::size_t limit) {
    constexpr std::int64_t at_once = 500;
    std::vector<TaskRow> tasks;
    for (std::int64_t passed = 0;; passed += at_once) {
        TRY_ASSIGN(const auto rows,
                   db.rows(with_columns(which == Which::open
                                            ? "where t.reason = ? and t.closed_at is null "
                                              "order by t.since, t.task limit ? offset ?"
                                            : "where t.reason = ? and t.closed_at is not null "
                                              "order by t.closed_at desc, t.task desc "
                                              "limit ? offset ?"),
                           reason, at_once, passed));
        for (const store::Row& row : rows) {
            TaskRow task = task_of(row);
            TRY_ASSIGN(const bool show, shown(task));
            if (!show) continue;
            tasks.push_back(std::move(task));
            if (tasks.size() == limit) return tasks;
        }
        if (std::ssize(rows) < at_once) return tasks;
    }
}

}  // namespace jatigi::review
