// Frozen codec data: encode(event) gives exactly this text, and this text gives the event back. A
// golden text is added, never edited: facts that were written with it stand in logs for ever.
#pragma once
#include <gtest/gtest.h>

#include "platform/base/encoded_fact.h"

namespace jatigi::testing {

inline void expect_encodes_to(const EncodedFact& encoded, std::string_view type,
                              std::int64_t version, std::string_view data) {
    EXPECT_EQ(encoded.type, type);
    EXPECT_EQ(encoded.version, version);
    EXPECT_EQ(boost::json::serialize(encoded.data), data);
}

inline json::object golden_object(std::string_view data) {
    const auto parsed = json::parse_object(data);
    EXPECT_TRUE(parsed) << data;
    return parsed.value_or(json::object{});
}

// The same object without one member: what every codec must refuse when the member is required.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
inline json::object without(std::string_view data, std::string_view member) {
    json::object object = golden_object(data);
    EXPECT_EQ(object.erase({member.data(), member.size()}), 1U) << member;
    return object;
}

// The same object with one member replaced.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
inline json::object with(std::string_view data, std::string_view member, json::value value) {
    json::object object = golden_object(data);
    object[{member.data(), member.size()}] = std::move(value);
    return object;
}

}  // namespace jatigi::testing
