#include "people/registry/identity_codec.h"

#include <algorithm>
#include <array>

#include "platform/base/overloaded.h"

namespace jatigi::registry {
namespace {

std::string text_in(const json::object& data, std::string_view name) {
    return std::string(json::text_at(data, name).value_or(""));
}

std::optional<Personal<linkage::BirthInterval>> decode_birth(const json::object& data) {
    const auto min = parse_day(json::text_at(data, "birth_min").value_or(""));
    const auto max = parse_day(json::text_at(data, "birth_max").value_or(""));
    const auto precision =
        parse_enum<linkage::BirthPrecision>(json::text_at(data, "birth_precision").value_or(""));
    if (!min || !max || !precision) return std::nullopt;
    return Personal<linkage::BirthInterval>{linkage::BirthInterval{*min, *max, *precision}};
}

void encode_birth(json::object& data,
                  const std::optional<Personal<linkage::BirthInterval>>& written) {
    if (!written) return;
    const linkage::BirthInterval& birth = written->reveal();
    data["birth_min"] = day_text(birth.min);
    data["birth_max"] = day_text(birth.max);
    data["birth_precision"] = enum_text(birth.precision);
}

json::array encode_strings(const std::vector<std::string>& strings) {
    json::array list;
    for (const std::string& text : strings) list.push_back(json::value(text));
    return list;
}

std::vector<std::string> decode_strings(const json::object& data, std::string_view name) {
    std::vector<std::string> strings;
    if (const json::array* list = json::array_at(data, name))
        for (const json::value& item : *list)
            if (item.is_string()) strings.emplace_back(item.get_string());
    return strings;
}

json::array encode_observations(const std::vector<Observation>& observations) {
    json::array list;
    for (const Observation& observation : observations)
        list.push_back(json::object{{"heading", observation.heading},
                                    {"text", observation.text.reveal()}});
    return list;
}

std::vector<Observation> decode_observations(const json::object& data) {
    std::vector<Observation> observations;
    const json::array* list = json::array_at(data, "observations");
    if (list == nullptr) return observations;
    for (const json::value& item : *list)
        if (const json::object* observation = item.if_object())
            observations.push_back({text_in(*observation, "heading"),
                                    Personal<std::string>{text_in(*observation, "text")}});
    return observations;
}

json::object encode_members(const PersonIdentified& event) {
    json::object data;
    for (const auto& [name, member] : identity_texts) {
        const std::string& text = (event.*member).reveal();
        if (!text.empty()) data[name] = text;
    }
    encode_birth(data, event.birth);
    if (!event.languages.reveal().empty())
        data["languages"] = encode_strings(event.languages.reveal());
    if (!event.observations.empty())
        data["observations"] = encode_observations(event.observations);
    if (!event.flags.empty()) data["flags"] = encode_strings(event.flags);
    if (event.household_id) data["household_id"] = id_text(*event.household_id);
    if (event.listed)
        data["listed"] = json::object{{"list", id_text(event.listed->list)},
                                      {"number", event.listed->number},
                                      {"place", event.listed->place}};
    return data;
}

std::optional<ListedAs> decode_listed(const json::object& data) {
    const json::object* listed = json::object_at(data, "listed");
    if (listed == nullptr) return std::nullopt;
    const auto list = parse_id<ListEntity>(text_in(*listed, "list"));
    if (!list) return std::nullopt;
    return ListedAs{*list, text_in(*listed, "number"),
                    json::integer_at(*listed, "place").value_or(0)};
}

PersonIdentified decode_members(const json::object& data) {
    PersonIdentified event;
    for (const auto& [name, member] : identity_texts)
        event.*member = Personal<std::string>{text_in(data, name)};
    event.birth = decode_birth(data);
    event.languages = Personal<std::vector<std::string>>{decode_strings(data, "languages")};
    event.observations = decode_observations(data);
    event.flags = decode_strings(data, "flags");
    event.household_id =
        parse_id<HouseholdEntity>(json::text_at(data, "household_id").value_or(""));
    event.listed = decode_listed(data);
    return event;
}

json::object encode_correction(const IdentityCorrected& e) {
    json::object texts;
    for (const auto& [name, text] : e.texts) texts[name] = text.reveal();
    json::object data{{"texts", std::move(texts)}, {"reason", e.reason}};
    if (e.birth) {
        json::object birth;
        encode_birth(birth, e.birth->now);
        data["birth"] = e.birth->now ? json::value(std::move(birth)) : json::value(nullptr);
    }
    if (e.languages) data["languages"] = encode_strings(e.languages->reveal());
    json::array profile;
    for (const ProfileChange& change : e.profile)
        profile.push_back(json::object{{"field", change.field},
                                       {"from", change.from.reveal()},
                                       {"to", change.to.reveal()}});
    if (!profile.empty()) data["profile"] = std::move(profile);
    return data;
}

std::vector<ProfileChange> decode_profile_changes(const json::object& data) {
    std::vector<ProfileChange> changes;
    const json::array* list = json::array_at(data, "profile");
    if (list == nullptr) return changes;
    for (const json::value& item : *list)
        if (const json::object* change = item.if_object())
            changes.push_back({text_in(*change, "field"),
                               Personal<std::string>{text_in(*change, "from")},
                               Personal<std::string>{text_in(*change, "to")}});
    return changes;
}

IdentityEvent decode_correction(const json::object& data) {
    IdentityCorrected event{.reason = text_in(data, "reason")};
    if (const json::object* texts = json::object_at(data, "texts"))
        for (const auto& item : *texts)
            if (item.value().is_string())
                event.texts[std::string(item.key())] =
                    Personal<std::string>{std::string(item.value().get_string())};
    if (const json::object* birth = json::object_at(data, "birth"))
        event.birth = BirthChange{decode_birth(*birth)};
    else if (data.contains("birth"))
        event.birth = BirthChange{};
    if (data.contains("languages"))
        event.languages = Personal<std::vector<std::string>>{decode_strings(data, "languages")};
    event.profile = decode_profile_changes(data);
    return event;
}

template <class Entity>
std::optional<Id<Entity>> id_in(const json::object& data, std::string_view name) {
    return parse_id<Entity>(json::text_at(data, name).value_or(""));
}

std::optional<IdentityEvent> decode_household(std::string_view type, const json::object& data) {
    const auto household = id_in<HouseholdEntity>(data, "household");
    if (!household) return std::nullopt;
    if (type == "person.household_left") return HouseholdLeft{*household};
    return HouseholdJoined{*household, text_in(data, "relation")};
}

std::optional<IdentityEvent> decode_likeness(const json::object& data) {
    const auto other = id_in<PersonEntity>(data, "other");
    if (!other) return std::nullopt;
    return LikenessNoticed{*other};
}

std::optional<IdentityEvent> decode_restriction(std::string_view type, const json::object& data) {
    const auto id = id_in<RestrictionEntity>(data, "id");
    if (!id) return std::nullopt;
    if (type == "person.restriction_lifted") return RestrictionLifted{*id};
    return FileRestricted{*id, Personal<std::string>{text_in(data, "reason")}};
}

std::optional<IdentityEvent> decode_photo(std::string_view type, const json::object& data) {
    const auto photo = id_in<PhotoEntity>(data, "photo");
    if (!photo) return std::nullopt;
    if (type == "person.photo_erased") return PhotoErased{*photo};
    const auto purpose = parse_enum<PhotoPurpose>(text_in(data, "purpose"));
    if (!purpose) return std::nullopt;
    return PhotoKept{*photo, *purpose, text_in(data, "media_type")};
}

}  // namespace

EncodedFact encode_identity(const IdentityEvent& event) {
    return std::visit(
        Overloaded{
            [](const PersonIdentified& e) {
                return EncodedFact{"person.identified", 2, encode_members(e)};
            },
            [](const DuplicateWritten& e) {
                return EncodedFact{"person.duplicate_suspected", 1, encode_members(e.other)};
            },
            [](const LikenessNoticed& e) {
                return EncodedFact{"person.likeness_noticed", 1, {{"other", id_text(e.other)}}};
            },
            [](const IdentityCorrected& e) {
                return EncodedFact{"person.identity_corrected", 1, encode_correction(e)};
            },
            [](const FlagsChanged& e) {
                return EncodedFact{"person.flags_changed", 1,
                                   {{"add", encode_strings(e.add)},
                                    {"remove", encode_strings(e.remove)}}};
            },
            [](const HouseholdJoined& e) {
                return EncodedFact{
                    "person.household_joined", 1,
                    {{"household", id_text(e.household)}, {"relation", e.relation}}};
            },
            [](const HouseholdLeft& e) {
                return EncodedFact{"person.household_left", 1,
                                   {{"household", id_text(e.household)}}};
            },
            [](const FileRestricted& e) {
                return EncodedFact{"person.file_restricted", 1,
                                   {{"id", id_text(e.id)}, {"reason", e.reason.reveal()}}};
            },
            [](const RestrictionLifted& e) {
                return EncodedFact{"person.restriction_lifted", 1, {{"id", id_text(e.id)}}};
            },
            [](const PhotoKept& e) {
                return EncodedFact{"person.photo_kept",
                                   1,
                                   {{"photo", id_text(e.photo)},
                                    {"purpose", enum_text(e.purpose)},
                                    {"media_type", e.media_type}}};
            },
            [](const PhotoErased& e) {
                return EncodedFact{"person.photo_erased", 1, {{"photo", id_text(e.photo)}}};
            },
            [](const NothingChanged&) {
                return EncodedFact{"person.nothing_changed", 1, {}};
            },
        },
        event);
}

bool knows_identity(std::string_view type, std::int64_t version) {
    constexpr std::array<std::string_view, 11> types{
        "person.identified",       "person.duplicate_suspected", "person.identity_corrected",
        "person.flags_changed",    "person.household_joined",    "person.household_left",
        "person.file_restricted",  "person.restriction_lifted",  "person.photo_kept",
        "person.photo_erased",     "person.nothing_changed"};
    if (type == "person.identified" && version == 2) return true;
    return version == 1 && std::ranges::find(types, type) != types.end();
}

std::optional<IdentityEvent> decode_identity(std::string_view type, std::int64_t version,
                                             const json::object& data) {
    if (type == "person.identified" && (version == 1 || version == 2)) return decode_members(data);
    if (version != 1) return std::nullopt;
    if (type == "person.duplicate_suspected") return DuplicateWritten{decode_members(data)};
    if (type == "person.likeness_noticed") return decode_likeness(data);
    if (type == "person.identity_corrected") return decode_correction(data);
    if (type == "person.flags_changed")
        return FlagsChanged{decode_strings(data, "add"), decode_strings(data, "remove")};
    if (type == "person.household_joined" || type == "person.household_left")
        return decode_household(type, data);
    if (type == "person.file_restricted" || type == "person.restriction_lifted")
        return decode_restriction(type, data);
    if (type == "person.photo_kept" || type == "person.photo_erased")
        return decode_photo(type, data);
    if (type == "person.nothing_changed") return NothingChanged{};
    return std::nullopt;
}

}  // namespace jatigi::registry
