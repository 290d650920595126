#include "jobs/import_answers_api.h"

#include <set>
#include <utility>

#include "platform/http/command.h"

namespace jatigi::jobs {
namespace {

Result<void> read_arrival(const std::string& text, lists::ListAnswers& answers) {
    if (const auto from = parse_enum<lists::ArrivalFrom>(text)) {
        answers.arrival_from = *from;
        return {};
    }
    answers.arrival = parse_day(text);
    if (!answers.arrival) return http::member_missing("arrival");
    return {};
}

Result<void> read_columns(const json::object& columns, lists::ListAnswers& answers) {
    for (const auto& [heading, value] : columns) {
        const auto field = value.is_string()
                               ? parse_enum<lists::ListField>(std::string_view(value.get_string()))
                               : std::nullopt;
        const std::string key = lists::heading_key(heading);
        if (!field || key.empty())
            return refuse(ErrorKind::invalid, "import.column_unknown", std::string(heading));
        answers.columns[key] = *field;
    }
    return {};
}

// What is said of the list as a whole; the open ones are to be answered before it is written.
json::array questions_json(const ImportResult& result) {
    json::array questions;
    for (const lists::ListRemark& remark : result.remarks) {
        json::object question{
            {"kind", enum_text(remark.kind)}, {"rows", remark.rows}, {"open", remark.is_open}};
        if (!remark.heading.empty()) question["heading"] = remark.heading;
        if (remark.kind == lists::RemarkKind::arrival_missing) {
            if (result.day_in_title) question["day_in_title"] = day_text(*result.day_in_title);
            if (!result.registration_heading.empty())
                question["registration_heading"] = result.registration_heading;
        }
        questions.push_back(std::move(question));
    }
    return questions;
}

// How each column was read, each heading once.
json::array columns_json(const ImportResult& result) {
    json::array columns;
    std::set<std::string> seen;
    for (const lists::ListLayout& layout : result.layouts)
        for (const lists::ListColumn& column : layout.columns)
            if (!column.heading.empty() && seen.insert(column.heading).second)
                columns.push_back(json::object{{"heading", column.heading},
                                               {"field", enum_text(column.field)},
                                               {"reading", enum_text(column.reading)}});
    return columns;
}

json::array others_json(const ImportResult& result) {
    json::array others;
    for (const lists::TableNote& other : result.others)
        others.push_back(json::object{
            {"name", other.name}, {"rows", other.rows}, {"role", enum_text(other.role)}});
    return others;
}

}  // namespace

Result<lists::ListAnswers> answers_of(const json::object& from) {
    lists::ListAnswers answers;
    if (const auto arrival = json::text_at(from, "arrival"); arrival && !arrival->empty())
        TRY(read_arrival(std::string(*arrival), answers));
    for (const auto& [name, into] :
         {std::pair("hidden", &answers.hidden), std::pair("struck", &answers.struck)}) {
        const auto answer = parse_enum<lists::AsideRows>(json::text_at(from, name).value_or("ask"));
        if (!answer) return http::member_missing(name);
        *into = *answer;
    }
    answers.join = json::bool_at(from, "join").value_or(false);
    if (const auto* columns = from.if_contains("columns")) {
        if (!columns->is_object()) return http::member_missing("columns");
        TRY(read_columns(columns->get_object(), answers));
    }
    return answers;
}

Result<lists::ListAnswers> answers_in_query(const http::Request& request) {
    json::object answers;
    for (const std::string_view name : {"arrival", "hidden", "struck"})
        if (const auto text = request.query_text(name)) answers[name] = *text;
    answers["join"] = request.query_text("join") == "true";
    if (const auto text = request.query_text("columns")) {
        auto columns = json::parse_object(*text);
        if (!columns) return http::member_missing("columns");
        answers["columns"] = *std::move(columns);
    }
    return answers_of(answers);
}

json::object answers_json(const lists::ListAnswers& answers) {
    const std::string arrival = answers.arrival ? day_text(*answers.arrival)
                                : answers.arrival_from == lists::ArrivalFrom::rows
                                    ? std::string{}
                                    : std::string(enum_text(answers.arrival_from));
    return {{"arrival", arrival},
            {"hidden", enum_text(answers.hidden)},
            {"struck", enum_text(answers.struck)},
            {"join", answers.join}};
}

void add_questions(const ImportResult& result, json::object& out) {
    out["questions"] = questions_json(result);
    out["columns"] = columns_json(result);
    out["others"] = others_json(result);
}

}  // namespace jatigi::jobs
