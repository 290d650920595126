// How sensitive a fact is: who may ever hold its key. Numbers are part of the log's format.
#pragma once
#include <cstdint>
#include <string_view>

#include "platform/base/enum_text.h"

namespace jatigi {

enum class FactClass : std::uint8_t {
    open = 0,        // In clear: services, days, quantities, about a random id.
    identity = 1,    // Names, full birth, parents, phone, documents.
    health = 2,      // That a consultation took place is health, too.
    protection = 3,  // Screening, referral, restricted notes.
    trafficking = 4,
};
constexpr auto enum_texts(FactClass) {
    return texts_in_order<FactClass>("open", "identity", "health", "protection", "trafficking");
}
constexpr std::uint8_t fact_class_max = 4;

}  // namespace jatigi
