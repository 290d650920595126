#include "money/funding/agreement.h"

#include <algorithm>
#include <cctype>

#include "platform/base/country.h"
#include "platform/base/text.h"

namespace jatigi::funding {
namespace {

bool valid_code(std::string_view code) {
    return code.size() >= 2 && code.size() <= 40 &&
           std::all_of(code.begin(), code.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
           });
}

}  // namespace

Agreement evolve(const Agreement&, const AgreementEvent& event) {
    return SignedAgreement{std::get<AgreementSigned>(event)};
}

Result<std::vector<AgreementEvent>> decide(const Agreement& state, const SignAgreement& command) {
    const AgreementSigned& agreement = command.agreement;
    if (std::holds_alternative<SignedAgreement>(state))
        return refuse(ErrorKind::conflict, "agreement.already_signed");
    if (!valid_code(agreement.code)) return refuse(ErrorKind::invalid, "agreement.code_invalid");
    if (command.code_taken) return refuse(ErrorKind::conflict, "agreement.code_taken");
    if (trim(agreement.donor).empty()) return refuse(ErrorKind::invalid, "agreement.donor_missing");
    if (agreement.last_day < agreement.first_day)
        return refuse(ErrorKind::invalid, "agreement.period_invalid");
    if (agreement.amount.minor_units() <= 0 ||
        (agreement.earmark.persons_max && agreement.earmark.persons_max->count() <= 0))
        return refuse(ErrorKind::invalid, "agreement.amount_invalid");
    // Nobody's nationality is written in another way: such an earmark would pay for nobody.
    if (agreement.earmark.nationality && !is_country_code(*agreement.earmark.nationality))
        return refuse(ErrorKind::invalid, "agreement.earmark_invalid", {},
                      R"({"name":"nationality"})");
    return std::vector<AgreementEvent>{agreement};
}

}  // namespace jatigi::funding
