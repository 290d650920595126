// The agreements of this node.
#pragma once
#include "money/funding/agreement.h"
#include "platform/log/view.h"

namespace jatigi::funding {

extern const log::View agreement_view;

struct AgreementRow {
    log::LocalId agreement = 0;
    AgreementSigned terms;
};
Result<std::vector<AgreementRow>> list_agreements(store::Connection& db);
// Refuses with agreement.not_found.
Result<AgreementRow> find_agreement(store::Connection& db, std::string_view code);

}  // namespace jatigi::funding
