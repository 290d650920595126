// A wristband: pre-printed, numbered, put on at night before anybody asks for a name. It entitles
// to water, a meal, a blanket and care by itself; registration binds it to a person, hours or days
// later. Sheets are typed by somebody else the next day, so binding may come before putting on.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "centre/sites/ids.h"
#include "people/registry/ids.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/result.h"

namespace jatigi::sites {

// As it is compared, written and shown: at most three letters, then one to seven digits, with the
// noughts in front that are printed on it. Refuses with wristband.number_unreadable.
struct WristbandNumber {
    std::string letters;
    std::int64_t number = 0;
    std::size_t digits = 0;

    std::string text() const;
    bool operator==(const WristbandNumber&) const = default;
};
Result<WristbandNumber> read_wristband_number(std::string_view text);

// A pad of bands that somebody was given: what was put on and what was spoilt must add up to it.
struct PadIssued {
    SiteId site;
    std::string first, last;  // Numbers, both of it.
    bool operator==(const PadIssued&) const = default;
};
using PadEvent = std::variant<PadIssued>;
// How many bands; one of another form, or a number behind the last, is none of its bands. Refuses
// with wristband.number_unreadable, pad.numbers_invalid (not of one form, none, or more than
// pad_bands_max).
Result<std::int64_t> bands_of(std::string_view first, std::string_view last);
bool is_of_pad(std::string_view first, std::string_view last, std::string_view number);
struct Pad {
    bool issued = false;
};
constexpr std::int64_t pad_bands_max = 5'000;
struct IssuePad {
    PadIssued issued;
    bool overlaps = false;  // One of its bands is of another pad of the site.
};
Pad evolve(const Pad& state, const PadEvent& event);
// Refuses with pad.already_issued, pad.overlaps, and as bands_of() does.
Result<std::vector<PadEvent>> decide(const Pad& state, const IssuePad& command);

enum class SeenSex { female, male, not_said };
constexpr auto enum_texts(SeenSex) {
    return texts_in_order<SeenSex>("F", "M", "U");
}
// As it looks by the light of a head-torch.
enum class SeenAge { under_five, child, adult, elderly };
constexpr auto enum_texts(SeenAge) {
    return texts_in_order<SeenAge>("under_five", "child", "adult", "elderly");
}

struct WristbandPutOn {
    SiteId site;
    std::string number;
    ArrivalId arrival;
    SeenSex sex = SeenSex::not_said;
    SeenAge age = SeenAge::adult;
    bool alone = false;         // Came with nobody: of a child, the child desk is told.
    bool urgent = false;        // Wounded, pregnant, feverish.
    std::string nationality{};  // As declared, ISO 3166-1 alpha-3; mostly empty.
    Instant at;
    bool operator==(const WristbandPutOn&) const = default;
};
struct WristbandBound {
    SiteId site;
    std::string number;
    registry::PersonId person;
    bool operator==(const WristbandBound&) const = default;
};
// It was said of another person than the one who wears it.
struct WristbandUnbound {
    SiteId site;
    std::string number;
    std::string reason;
    bool operator==(const WristbandUnbound&) const = default;
};
// Torn, lost from its pad, or put on by mistake.
struct WristbandVoided {
    SiteId site;
    std::string number;
    std::string reason;
    bool operator==(const WristbandVoided&) const = default;
};
using WristbandEvent =
    std::variant<WristbandPutOn, WristbandBound, WristbandUnbound, WristbandVoided>;

struct PutWristbandOn {
    WristbandPutOn put_on;
    Instant now;
    Instant earliest{};  // The day before the first of the arrival came.
};
struct BindWristband {
    WristbandBound bound;
};
struct UnbindWristband {
    WristbandUnbound unbound;
};
struct VoidWristband {
    WristbandVoided voided;
};

// Facts come in any order.
struct Wristband {
    std::optional<WristbandPutOn> put_on;
    std::optional<registry::PersonId> person;
    bool is_void = false;
};

Wristband evolve(const Wristband& state, const WristbandEvent& event);
// Gives no fact when the same is said again. Refuses with wristband.already_on (another one's),
// wristband.void, wristband.time_invalid (to come).
Result<std::vector<WristbandEvent>> decide(const Wristband& state, const PutWristbandOn& command);
// Likewise. Refuses with wristband.already_bound (to somebody else), wristband.void.
Result<std::vector<WristbandEvent>> decide(const Wristband& state, const BindWristband& command);
// Refuses with wristband.not_bound, wristband.reason_missing.
Result<std::vector<WristbandEvent>> decide(const Wristband& state, const UnbindWristband& command);
// Refuses with wristband.already_bound, wristband.reason_missing.
Result<std::vector<WristbandEvent>> decide(const Wristband& state, const VoidWristband& command);

}  // namespace jatigi::sites
