#include "centre/sites/wristband.h"

#include <fmt/format.h>

#include "platform/base/overloaded.h"
#include "platform/base/text.h"

namespace jatigi::sites {

std::string WristbandNumber::text() const {
    return fmt::format("{}{:0{}}", letters, number, digits);
}

Result<WristbandNumber> read_wristband_number(std::string_view text) {
    constexpr std::size_t letters_max = 3, digits_max = 7;
    WristbandNumber band;
    for (const char c : text) {
        if (c == ' ' || c == '-') continue;
        if (c >= '0' && c <= '9') {
            band.number = band.number * 10 + (c - '0');
            ++band.digits;
        } else if (c >= 'a' && c <= 'z' && band.digits == 0) {
            band.letters += static_cast<char>(c - 'a' + 'A');
        } else if (c >= 'A' && c <= 'Z' && band.digits == 0) {
            band.letters += c;
        } else {
            return refuse(ErrorKind::invalid, "wristband.number_unreadable");
        }
        if (band.letters.size() > letters_max || band.digits > digits_max)
            return refuse(ErrorKind::invalid, "wristband.number_unreadable");
    }
    if (band.digits == 0) return refuse(ErrorKind::invalid, "wristband.number_unreadable");
    return band;
}

Result<std::int64_t> bands_of(std::string_view first, std::string_view last) {
    TRY_ASSIGN(const auto from, read_wristband_number(first));
    TRY_ASSIGN(const auto to, read_wristband_number(last));
    const std::int64_t bands = to.number - from.number + 1;
    if (from.letters != to.letters || from.digits != to.digits || bands < 1 ||
        bands > pad_bands_max)
        return refuse(ErrorKind::invalid, "pad.numbers_invalid", {},
                      fmt::format(R"({{"max":{}}})", pad_bands_max));
    return bands;
}

// Numbers of one form have one length, so that their texts are in their order.
bool is_of_pad(std::string_view first, std::string_view last, std::string_view number) {
    return number.size() == first.size() && first <= number && number <= last;
}

Pad evolve(const Pad&, const PadEvent&) {
    return {.issued = true};
}

Result<std::vector<PadEvent>> decide(const Pad& state, const IssuePad& command) {
    if (state.issued) return refuse(ErrorKind::conflict, "pad.already_issued");
    TRY(bands_of(command.issued.first, command.issued.last));
    if (command.overlaps) return refuse(ErrorKind::conflict, "pad.overlaps");
    TRY_ASSIGN(const auto first, read_wristband_number(command.issued.first));
    TRY_ASSIGN(const auto last, read_wristband_number(command.issued.last));
    return std::vector<PadEvent>{PadIssued{command.issued.site, first.text(), last.text()}};
}

Wristband evolve(const Wristband& state, const WristbandEvent& event) {
    Wristband next = state;
    std::visit(Overloaded{
                   [&](const WristbandPutOn& e) {
                       if (!next.put_on) next.put_on = e;
                   },
                   [&](const WristbandBound& e) {
                       if (!next.person) next.person = e.person;
                   },
                   [&](const WristbandUnbound&) { next.person.reset(); },
                   [&](const WristbandVoided&) { next.is_void = true; },
               },
               event);
    return next;
}

Result<std::vector<WristbandEvent>> decide(const Wristband& state, const PutWristbandOn& command) {
    if (state.is_void) return refuse(ErrorKind::conflict, "wristband.void");
    if (command.put_on.at > command.now || command.put_on.at < command.earliest)
        return refuse(ErrorKind::invalid, "wristband.time_invalid");
    if (!state.put_on) return std::vector<WristbandEvent>{command.put_on};
    WristbandPutOn again = command.put_on;
    again.at = state.put_on->at;  // Typed from paper, the hour is a guess.
    if (*state.put_on == again) return std::vector<WristbandEvent>{};
    return refuse(ErrorKind::conflict, "wristband.already_on");
}

Result<std::vector<WristbandEvent>> decide(const Wristband& state, const BindWristband& command) {
    if (state.is_void) return refuse(ErrorKind::conflict, "wristband.void");
    if (!state.person) return std::vector<WristbandEvent>{command.bound};
    if (*state.person == command.bound.person) return std::vector<WristbandEvent>{};
    return refuse(ErrorKind::conflict, "wristband.already_bound");
}

Result<std::vector<WristbandEvent>> decide(const Wristband& state, const UnbindWristband& command) {
    if (!state.person) return refuse(ErrorKind::conflict, "wristband.not_bound");
    if (trim(command.unbound.reason).empty())
        return refuse(ErrorKind::invalid, "wristband.reason_missing");
    return std::vector<WristbandEvent>{command.unbound};
}

Result<std::vector<WristbandEvent>> decide(const Wristband& state, const VoidWristband& command) {
    if (state.person) return refuse(ErrorKind::conflict, "wristband.already_bound");
    if (trim(command.voided.reason).empty())
        return refuse(ErrorKind::invalid, "wristband.reason_missing");
    if (state.is_void) return std::vector<WristbandEvent>{};
    return std::vector<WristbandEvent>{command.voided};
}

}  // namespace jatigi::sites
