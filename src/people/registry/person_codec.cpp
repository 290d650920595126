#include "people/registry/person_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::registry {
namespace {

// Two members, "birth_min" and "birth_max": months. Nothing where one of them cannot be read.
struct BirthField {
    template <class Event>
    void write(const Event& event, json::object& to) const {
        if (!event.birth) return;
        to["birth_min"] = month_text(event.birth->first);
        to["birth_max"] = month_text(event.birth->last);
    }
    template <class Event>
    bool read(const json::object& from, Event& event) const {
        const auto first = parse_month(json::text_at(from, "birth_min").value_or(""));
        const auto last = parse_month(json::text_at(from, "birth_max").value_or(""));
        if (first && last) event.birth = BirthMonths{*first, *last};
        return true;
    }
};

// Whatever the reason says, the person is erased.
struct ErasureReasonField {
    void write(const PersonErased& event, json::object& to) const {
        to["reason"] = enum_text(event.reason);
    }
    bool read(const json::object& from, PersonErased& event) const {
        event.reason = parse_enum<ErasureReason>(json::text_at(from, "reason").value_or(""))
                           .value_or(ErasureReason::request);
        return true;
    }
};

constexpr std::tuple shapes{
    fact_shape<PersonProfiled>("person.profiled", 1,
                               field("case_number", &PersonProfiled::case_number),
                               field("sex", &PersonProfiled::sex), BirthField{},
                               field("nationality", &PersonProfiled::nationality)),
    fact_shape<CardIssued>("person.card_issued", 1, field("serial", &CardIssued::serial)),
    fact_shape<ProfileCorrected>("person.profile_corrected", 1,
                                 field("sex", &ProfileCorrected::sex), BirthField{},
                                 field("nationality", &ProfileCorrected::nationality)),
    fact_shape<NationalityHeard>("person.nationality_heard", 1,
                                 field("nationality", &NationalityHeard::nationality),
                                 field("outcome", &NationalityHeard::outcome)),
    fact_shape<PersonErased>("person.erased", 1, ErasureReasonField{}),
};

}  // namespace

std::string month_text(std::chrono::year_month month) {
    return day_text(Day{month / 1}).substr(0, 7);
}

std::optional<std::chrono::year_month> parse_month(std::string_view text) {
    const auto day = parse_day(std::string(text) + "-01");
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{*day};
    return date.year() / date.month();
}

EncodedFact encode_person(const PersonEvent& event) {
    return encode_by(shapes, event);
}

std::optional<PersonEvent> decode_person(std::string_view type, std::int64_t version,
                                         const json::object& data) {
    return decode_by<PersonEvent>(shapes, type, version, data);
}

}  // namespace jatigi::registry
