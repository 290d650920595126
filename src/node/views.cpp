#include "node/views.h"

#include <array>

#include "centre/assistance/round_view.h"
#include "centre/sites/arrival_view.h"
#include "centre/sites/heading_answer_view.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_view.h"
#include "centre/sites/unit_view.h"
#include "centre/sites/wristband_view.h"
#include "money/funding/agreement_view.h"
#include "money/funding/unit_cost_view.h"
#include "people/disclosure/authority_request_view.h"
#include "people/disclosure/nominal_list_view.h"
#include "people/registry/person_view.h"
#include "people/registry/same_person_view.h"
#include "platform/review/review_task_view.h"

namespace jatigi::node {

log::Views all_views() {
    static const std::array<const log::View*, 14> views{
        &registry::person_view,   &registry::same_person_view, &disclosure::request_view,
        &disclosure::list_view,   &sites::site_view,           &sites::stay_view,
        &sites::unit_view,        &assistance::round_view,     &funding::agreement_view,
        &funding::unit_cost_view, &review::task_view,          &sites::heading_answer_view,
        &sites::arrival_view,     &sites::wristband_view};
    return views;
}

}  // namespace jatigi::node
