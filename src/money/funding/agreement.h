// An agreement (convention): a donor pays for some services, for some people, in a period, up to an
// amount.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "centre/sites/ids.h"
#include "money/funding/ids.h"
#include "platform/base/day.h"
#include "platform/base/money.h"
#include "platform/base/quantity.h"
#include "platform/base/result.h"

namespace jatigi::funding {

// What the money may pay for. An empty part means "any".
struct Earmark {
    std::optional<std::string> nationality{};  // ISO 3166-1 alpha-3.
    std::optional<sites::SiteId> site{};
    std::vector<std::string> services{};    // Codes, sorted.
    std::optional<Persons> persons_max{};   // A cohort as a cap in distinct persons: "622".
    bool operator==(const Earmark&) const = default;
};

struct AgreementSigned {
    std::string code;  // "MLI-IOM-2023-01": on paper, in file names, on the command line.
    std::string donor;
    std::string title;
    Money amount = Money::of_minor_units(0, Currency::XOF);
    Day first_day, last_day;  // Both included.
    Earmark earmark;
    bool operator==(const AgreementSigned&) const = default;
};
using AgreementEvent = std::variant<AgreementSigned>;

struct SignAgreement {
    AgreementSigned agreement;
    bool code_taken = false;
};

struct NoAgreement {};
struct SignedAgreement {
    AgreementSigned terms;
};
using Agreement = std::variant<NoAgreement, SignedAgreement>;

Agreement evolve(const Agreement& state, const AgreementEvent& event);
// Refuses with agreement.already_signed, agreement.code_taken, agreement.code_invalid,
// agreement.period_invalid, agreement.amount_invalid, agreement.donor_missing.
Result<std::vector<AgreementEvent>> decide(const Agreement& state, const SignAgreement& command);

}  // namespace jatigi::funding
