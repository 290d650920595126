// The demonstration: Assamaka in January 2023, with invented people. One donor, one agreement with
// its earmark, one unit cost, a week of breakfasts served, and one breakfast open.
#pragma once
#include "node/open_node.h"

namespace jatigi::app {

struct DemoCard {
    std::string code, case_number;
};

constexpr std::string_view demo_now = "2023-01-23T06:30:00Z";

// Makes a new node in `place`. Refuses with store.already_initialised. Gives a few cards of people
// who are there.
Result<std::vector<DemoCard>> make_demo(const node::Place& place, const log::Progress& progress);

struct SignInLink {
    std::string role, token;
};
// One short-lived link for each account of the demonstration. Refuses with demo.not_a_demonstration
// on real data.
Result<std::vector<SignInLink>> demo_links(log::Writer& writer, const node::Settings& settings);

}  // namespace jatigi::app
