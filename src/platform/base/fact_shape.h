// The frozen JSON of flat facts, as a table of members:
//   static constexpr std::tuple shapes{
//       fact_shape<StayEnded>("stay.ended", 1, field("reason", &StayEnded::reason),
//                             field("day", &StayEnded::day))};
// Members are written in the order of the table. Reading is strict: a member that is missing, or is
// there and of another kind, makes the fact unknown; a member of no table is not looked at.
//
// Kinds: whole numbers, yes or no, texts, days, instants, quantities, ids (32 hex digits), bytes
// (hex), enumerations with texts, lists of these; std::optional of each is left out when it is
// empty. Personal<T> is none: facts that hold it are sealed and have codecs of their own. Whatever
// has write() and read() may stand among the fields.
#pragma once
#include <cassert>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "platform/base/day.h"
#include "platform/base/encoded_fact.h"
#include "platform/base/enum_text.h"
#include "platform/base/id.h"
#include "platform/base/money.h"
#include "platform/base/quantity.h"

namespace jatigi {

// One value in JSON, and back: nothing when it is of another kind.
template <class T>
struct FactValue;

template <>
struct FactValue<std::int64_t> {
    static json::value write(std::int64_t number) { return number; }
    static std::optional<std::int64_t> read(const json::value& from) {
        return from.is_int64() ? std::optional(from.get_int64()) : std::nullopt;
    }
};
template <>
struct FactValue<bool> {
    static json::value write(bool yes) { return yes; }
    static std::optional<bool> read(const json::value& from) {
        return from.is_bool() ? std::optional(from.get_bool()) : std::nullopt;
    }
};
template <>
struct FactValue<std::string> {
    static json::value write(std::string_view text) { return json::value(text); }
    static std::optional<std::string> read(const json::value& from) {
        if (!from.is_string()) return std::nullopt;
        return std::string(from.get_string());
    }
};

// What is written as a text: how it is made, and read again.
template <class T>
struct FactText {
    static json::value write(const T& value) { return json::value(FactValue<T>::text(value)); }
    static std::optional<T> read(const json::value& from) {
        if (!from.is_string()) return std::nullopt;
        const auto& text = from.get_string();
        return FactValue<T>::parse({text.data(), text.size()});
    }
};
template <>
struct FactValue<Day> : FactText<Day> {
    static std::string text(Day day) { return day_text(day); }
    static std::optional<Day> parse(std::string_view text) { return parse_day(text); }
};
template <>
struct FactValue<Instant> : FactText<Instant> {
    static std::string text(Instant instant) { return instant_text(instant); }
    static std::optional<Instant> parse(std::string_view text) { return parse_instant(text); }
};
template <class Entity>
struct FactValue<Id<Entity>> : FactText<Id<Entity>> {
    static std::string text(Id<Entity> id) { return id_text(id); }
    static std::optional<Id<Entity>> parse(std::string_view text) { return parse_id<Entity>(text); }
};
template <std::size_t Size>
struct FactValue<ByteArray<Size>> : FactText<ByteArray<Size>> {
    static std::string text(const ByteArray<Size>& bytes) { return hex(bytes); }
    static std::optional<ByteArray<Size>> parse(std::string_view text) {
        const auto bytes = from_hex(text);
        if (!bytes || bytes->size() != Size) return std::nullopt;
        return fixed_bytes<Size>(*bytes);
    }
};
template <HasEnumTexts Enum>
struct FactValue<Enum> : FactText<Enum> {
    static std::string_view text(Enum value) { return enum_text(value); }
    static std::optional<Enum> parse(std::string_view text) { return parse_enum<Enum>(text); }
};
template <class Unit>
struct FactValue<Quantity<Unit>> {
    static json::value write(Quantity<Unit> quantity) { return quantity.count(); }
    static std::optional<Quantity<Unit>> read(const json::value& from) {
        if (!from.is_int64()) return std::nullopt;
        return Quantity<Unit>{from.get_int64()};
    }
};
template <class Item>
struct FactValue<std::vector<Item>> {
    static json::value write(const std::vector<Item>& items) {
        json::array list;
        for (const Item& item : items) list.push_back(FactValue<Item>::write(item));
        return list;
    }
    static std::optional<std::vector<Item>> read(const json::value& from) {
        if (!from.is_array()) return std::nullopt;
        std::vector<Item> items;
        for (const json::value& one : from.get_array()) {
            auto item = FactValue<Item>::read(one);
            if (!item) return std::nullopt;
            items.push_back(*std::move(item));
        }
        return items;
    }
};

namespace shape {

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

inline const json::value* member_of(const json::object& from, std::string_view name) {
    return from.if_contains({name.data(), name.size()});
}

// `get(event)` gives a reference to the member; a pointer to a member will do.
template <class Get>
struct Field {
    std::string_view name;
    Get get;

    template <class Event>
    void write(const Event& event, json::object& to) const {
        const auto& value = std::invoke(get, event);
        using T = std::remove_cvref_t<decltype(value)>;
        if constexpr (is_optional<T>) {
            if (value) to[name] = FactValue<typename T::value_type>::write(*value);
        } else {
            to[name] = FactValue<T>::write(value);
        }
    }
    template <class Event>
    bool read(const json::object& from, Event& event) const {
        auto& value = std::invoke(get, event);
        using T = std::remove_cvref_t<decltype(value)>;
        const json::value* written = member_of(from, name);
        if constexpr (is_optional<T>) {
            if (written == nullptr) return true;
            value = FactValue<typename T::value_type>::read(*written);
            return value.has_value();
        } else {
            auto found = written ? FactValue<T>::read(*written) : std::nullopt;
            if (!found) return false;
            value = *std::move(found);
            return true;
        }
    }
};

// Left out when it says nothing: an empty text or list, nought, no.
template <class Get>
struct FieldIfAny {
    std::string_view name;
    Get get;

    template <class Event>
    void write(const Event& event, json::object& to) const {
        const auto& value = std::invoke(get, event);
        using T = std::remove_cvref_t<decltype(value)>;
        if (value != T{}) to[name] = FactValue<T>::write(value);
    }
    template <class Event>
    bool read(const json::object& from, Event& event) const {
        return member_of(from, name) == nullptr || Field<Get>{name, get}.read(from, event);
    }
};

// Two members: the currency, then the minor units.
template <class Get>
struct MoneyField {
    std::string_view currency;
    std::string_view amount;
    Get get;

    template <class Event>
    void write(const Event& event, json::object& to) const {
        const Money& money = std::invoke(get, event);
        to[currency] = enum_text(money.currency());
        to[amount] = money.minor_units();
    }
    template <class Event>
    bool read(const json::object& from, Event& event) const {
        const auto of = parse_enum<Currency>(json::text_at(from, currency).value_or(""));
        const auto minor_units = json::integer_at(from, amount);
        if (!of || !minor_units) return false;
        std::invoke(get, event) = Money::of_minor_units(*minor_units, *of);
        return true;
    }
};

struct Always {
    bool operator()(const auto&) const { return true; }
};

template <class EventOf, class When, class... Fields>
struct Shape {
    using Event = EventOf;
    std::string_view type;
    std::int64_t version;
    When when;  // Whether an event is written in this version.
    std::tuple<Fields...> fields;

    EncodedFact write(const Event& event) const {
        EncodedFact fact{std::string(type), version, {}};
        std::apply([&](const auto&... field) { (field.write(event, fact.data), ...); }, fields);
        return fact;
    }
    std::optional<Event> read(const json::object& from) const {
        Event event{};
        const bool whole = std::apply(
            [&](const auto&... field) { return (field.read(from, event) && ...); }, fields);
        return whole ? std::optional(std::move(event)) : std::nullopt;
    }
};

}  // namespace shape

template <class Get>
constexpr auto field(std::string_view name, Get get) {
    return shape::Field<Get>{name, get};
}
template <class Get>
constexpr auto field_if_any(std::string_view name, Get get) {
    return shape::FieldIfAny<Get>{name, get};
}
template <class Get>
constexpr auto money_field(std::string_view currency, std::string_view amount, Get get) {
    return shape::MoneyField<Get>{currency, amount, get};
}

template <class Event, class... Fields>
constexpr auto fact_shape(std::string_view type, std::int64_t version, Fields... fields) {
    return shape::Shape<Event, shape::Always, Fields...>{type, version, {}, {fields...}};
}
// Of several versions of one event the first is written whose `when(event)` holds.
template <class Event, class When, class... Fields>
constexpr auto fact_shape_when(std::string_view type, std::int64_t version, When when,
                               Fields... fields) {
    return shape::Shape<Event, When, Fields...>{type, version, when, {fields...}};
}

// `event` is a variant of the events of the shapes.
template <class Shapes, class Event>
EncodedFact encode_by(const Shapes& shapes, const Event& event) {
    return std::visit(
        [&](const auto& one) {
            std::optional<EncodedFact> fact;
            const auto attempt = [&](const auto& shape) {
                using Of = typename std::remove_cvref_t<decltype(shape)>::Event;
                if constexpr (std::is_same_v<Of, std::remove_cvref_t<decltype(one)>>)
                    if (!fact && shape.when(one)) fact = shape.write(one);
            };
            std::apply([&](const auto&... shape) { (attempt(shape), ...); }, shapes);
            assert(fact);  // A table for each event.
            return *std::move(fact);
        },
        event);
}

// Nothing for a type or version of no table, and for what its table cannot read.
template <class Event, class Shapes>
std::optional<Event> decode_by(const Shapes& shapes, std::string_view type, std::int64_t version,
                               const json::object& data) {
    std::optional<Event> event;
    const auto attempt = [&](const auto& shape) {
        if (event || shape.type != type || shape.version != version) return;
        if (auto read = shape.read(data)) event = *std::move(read);
    };
    std::apply([&](const auto&... shape) { (attempt(shape), ...); }, shapes);
    return event;
}

// A stream (fact_stream.h) all of whose facts are flat; `kind` and `shapes` are added where it is
// declared: struct StayStream : ShapedStream<StayStream, StayEntity, Stay, StayEvent> {…}.
template <class Stream, class EntityOf, class StateOf, class EventOf>
struct ShapedStream {
    using Entity = EntityOf;
    using State = StateOf;
    using Event = EventOf;
    // Not inlined: each reader would be the size of all tables.
    [[gnu::noinline]] static EncodedFact encode(const Event& event) {
        return encode_by(Stream::shapes, event);
    }
    [[gnu::noinline]] static std::optional<Event> decode(std::string_view type,
                                                         std::int64_t version,
                                                         const json::object& data) {
        return decode_by<Event>(Stream::shapes, type, version, data);
    }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return decode(body.type, body.version, body.data);
    }

private:
    ShapedStream() = default;
    friend Stream;
};

}  // namespace jatigi
