// What a list asks, and what somebody answered, in JSON.
#pragma once
#include "jobs/import_list.h"
#include "platform/base/json.h"
#include "platform/http/route.h"

namespace jatigi::jobs {

// `arrival` (a day, "title", "column"), `hidden` and `struck` ("take", "leave"), `join` (true), and
// `columns` (an object of headings and fields). Refuses with request.member_missing,
// import.column_unknown.
Result<lists::ListAnswers> answers_of(const json::object& from);
// The same where they stand in the address; `columns` is the text of the object.
Result<lists::ListAnswers> answers_in_query(const http::Request& request);

// As they were given, but for the columns, which say it themselves.
json::object answers_json(const lists::ListAnswers& answers);

// `questions`, `columns` and `others` of a preview: what is said of the list as a whole, how each
// column was read, and the tables of the file that were not read.
void add_questions(const ImportResult& result, json::object& out);

}  // namespace jatigi::jobs
