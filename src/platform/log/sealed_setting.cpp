#include "platform/log/sealed_setting.h"

#include "platform/base/hash.h"
#include "platform/log/read.h"
#include "platform/store/setting.h"

namespace jatigi::log {
namespace {

StreamName stream_of(const Node& node, const SealedSetting& setting) {
    return {std::string(setting.kind),
            keyed_digest<16>(node.secrets.mac_key(), as_bytes(setting.stream))};
}

std::string sealed_text(const Node& node, const SealedSetting& setting, std::string_view text,
                        ByteView fact) {
    Bytes about;
    for (const std::string_view part :
         {std::string_view("jatigi setting "), setting.name, std::string_view(" "), text})
        append(about, as_bytes(part));
    append(about, fact);
    return std::string(text) + ' ' + hex(keyed_digest<16>(node.secrets.mac_key(), about));
}

}  // namespace

Result<SettingFound> find_sealed(store::Connection& db, const Node& node,
                                 const SealedSetting& setting) {
    TRY_ASSIGN(const auto stored, store::find_setting(db, setting.name));
    TRY_ASSIGN(const Bytes fact, last_own_hash(db, node, stream_of(node, setting)));
    if (!stored && fact.empty()) return SettingFound{};
    if (stored && fact.empty() && setting.read_old != nullptr)
        if (auto old = setting.read_old(node, *stored))
            return SettingFound{SettingFound::State::holds, *std::move(old)};
    const std::string text = stored ? stored->substr(0, stored->rfind(' ')) : std::string();
    if (!stored || sealed_text(node, setting, text, fact) != *stored) {
        node.known->note_altered();
        return SettingFound{SettingFound::State::altered, {}};
    }
    return SettingFound{SettingFound::State::holds, text};
}

Result<void> put_sealed(WriteTx& tx, const Cause& cause, const SealedSetting& setting,
                        std::string_view text) {
    const StreamName stream = stream_of(tx.node(), setting);
    TRY(tx.append({.stream = stream,
                   .type = std::string(setting.fact),
                   .data = json::object{{setting.member, text}}},
                  cause));
    TRY_ASSIGN(const Bytes fact, last_own_hash(tx.db(), tx.node(), stream));
    return store::put_setting(tx.db(), setting.name, sealed_text(tx.node(), setting, text, fact));
}

}  // namespace jatigi::log
