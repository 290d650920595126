// Frozen facts of the stream "nominal_list:<id>". "actor" repeats the fact's actor, because the
// next decision needs it.
#pragma once
#include "people/disclosure/nominal_list.h"
#include "platform/base/fact_shape.h"

namespace jatigi::disclosure {

struct NominalListStream
    : ShapedStream<NominalListStream, NominalListEntity, NominalList, NominalListEvent> {
    static constexpr std::string_view kind = list_kind;

    // Who signed.
    static constexpr auto actor = field("actor", [](auto& e) -> auto& { return e.by.actor; });
    static constexpr auto hand = field("hand", [](auto& e) -> auto& { return e.by.hand; });

    static constexpr auto of_everybody = [](const NominalListProposed& e) {
        return e.chosen.empty();
    };

    // As before: no number of a list is as great as a hidden one.
    static constexpr auto in_clear = [](const NominalListCopied& e) {
        return e.rows < Persons{std::int64_t{1} << 61};
    };

    static constexpr auto year = field("year", [](auto& e) -> auto& { return e.number.year; });
    static constexpr auto number =
        field("number", [](auto& e) -> auto& { return e.number.number; });
    static constexpr auto site = field("site", &NominalListProposed::site);
    static constexpr auto columns = field("columns", &NominalListProposed::columns);
    static constexpr auto purpose = field("purpose", &NominalListProposed::purpose);
    static constexpr auto recipient = field("recipient", &NominalListProposed::recipient);
    static constexpr auto request = field("request", &NominalListProposed::request);

    static constexpr std::tuple shapes{
        fact_shape_when<NominalListProposed>("disclosure.list_proposed", 1, of_everybody, year,
                                             number, site, columns, purpose, recipient, request,
                                             actor, hand),
        // A version of its own: whoever knows the first alone would print everybody.
        fact_shape<NominalListProposed>(
            "disclosure.list_proposed", 2, year, number, site, columns, purpose, recipient, request,
            field("chosen_hidden", &NominalListProposed::chosen), actor, hand),
        fact_shape<NominalListApproved>("disclosure.list_approved", 1, actor, hand,
                                        field("valid_until", &NominalListApproved::valid_until),
                                        field_if_any("device", &NominalListApproved::device)),
        fact_shape<NominalListRefused>("disclosure.list_refused", 1, actor, hand,
                                       field_if_any("reason", &NominalListRefused::reason)),
        fact_shape_when<NominalListCopied>("disclosure.list_copied", 1, in_clear,
                                           field("copy", &NominalListCopied::copy),
                                           field("rows", &NominalListCopied::rows), actor, hand),
        fact_shape<NominalListCopied>("disclosure.list_copied", 2,
                                      field("copy", &NominalListCopied::copy),
                                      field("rows_hidden", &NominalListCopied::rows), actor, hand),
    };
    // The fact that cannot be read may be the refusal.
    static State protect(const State& state) { return evolve(state, NominalListRefused{}); }
};

}  // namespace jatigi::disclosure
