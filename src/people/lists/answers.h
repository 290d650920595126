// What somebody said about a list when they were asked.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "people/lists/list_field.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"

namespace jatigi::lists {

// Of rows that a spreadsheet hides or strikes out.
enum class AsideRows { ask, take, leave };
constexpr auto enum_texts(AsideRows) {
    return texts_in_order<AsideRows>("ask", "take", "leave");
}

enum class ArrivalFrom {
    rows,
    title,         // The day that stands over the list.
    registration,  // The day on which each was written down.
};
constexpr auto enum_texts(ArrivalFrom) {
    return texts_in_order<ArrivalFrom>("rows", "title", "column");
}

struct ListAnswers {
    // By heading_key(): what a heading means. "unknown" keeps its cells beside the person.
    std::map<std::string, ListField, std::less<>> columns;
    // For a list without an arrival in its rows: one day for all, or where else it stands.
    std::optional<Day> arrival;
    ArrivalFrom arrival_from = ArrivalFrom::rows;
    AsideRows hidden = AsideRows::ask;
    AsideRows struck = AsideRows::ask;
    bool join = false;  // Members with their households.
    // Where the list is brought: of two days of arrival the one there counts.
    std::string site_name;
};

}  // namespace jatigi::lists
