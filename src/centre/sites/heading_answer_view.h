// Answers about headings, the last of each heading and site.
#pragma once
#include <map>
#include <string>

#include "centre/sites/heading_answer.h"
#include "platform/log/view.h"

namespace jatigi::sites {

extern const log::View heading_answer_view;

// heading -> field
using AnsweredHeadings = std::map<std::string, std::string, std::less<>>;
Result<AnsweredHeadings> answered_headings(store::Connection& db, const SiteId& site);

}  // namespace jatigi::sites
