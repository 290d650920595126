#include "people/lists/row.h"

#include <algorithm>
#include <array>
#include <utility>

namespace jatigi::lists {

ReasonWeight weight_of(RowReason reason) {
    if (reason <= RowReason::row_garbled) return ReasonWeight::rejects;
    return reason >= RowReason::name_order_assumed ? ReasonWeight::notes : ReasonWeight::warns;
}

bool RowReading::has(RowReason reason) const {
    return std::ranges::find(reasons, reason) != reasons.end();
}

linkage::PersonTraits traits_of(const ListFields& fields) {
    return linkage::traits_of(
        {.family_name = fields.family_name.reveal(),
         .given_names = fields.given_names.reveal(),
         .father_name = fields.father_name.reveal(),
         .mother_name = fields.mother_name.reveal(),
         .birth_place = fields.birth_place.reveal(),
         .origin = fields.origin.reveal(),
         .phone = fields.phone.reveal(),
         .document_type = fields.document_type,
         .document_no = fields.document_no.reveal(),
         .sex = fields.sex,
         .nationality = fields.nationality,
         .marital_status = fields.marital_status,
         .household = fields.household,
         .relation = fields.relation,
         .languages = fields.languages,
         .birth = fields.birth ? std::optional(fields.birth->reveal()) : std::nullopt});
}

void decide(RowReading& row) {
    std::ranges::sort(row.reasons);
    const auto weighs = [&](ReasonWeight weight) {
        return std::ranges::any_of(row.reasons,
                                   [&](RowReason reason) { return weight_of(reason) == weight; });
    };
    if (weighs(ReasonWeight::rejects)) {
        row.decision = RowDecision::rejected;
        std::erase_if(row.reasons,
                      [](RowReason reason) { return weight_of(reason) == ReasonWeight::warns; });
    } else {
        row.decision = weighs(ReasonWeight::warns) ? RowDecision::warned : RowDecision::accepted;
    }
}

bool comes_in(const RowReading& row) {
    return row.decision == RowDecision::accepted || row.decision == RowDecision::warned;
}

}  // namespace jatigi::lists
