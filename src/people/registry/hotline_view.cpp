#include "people/registry/hotline_view.h"

#include <algorithm>

#include "platform/base/hash.h"
#include "platform/base/text.h"
#include "platform/store/setting.h"

namespace jatigi::registry {
namespace {

constexpr std::string_view setting_name = "hotline";

std::string sealed_text(const log::Node& node, std::string_view number) {
    const std::string about = "jatigi setting hotline " + std::string(number);
    return hex(keyed_digest<16>(node.secrets.mac_key(), as_bytes(about))) + ' ' +
           std::string(number);
}

bool is_telephone(std::string_view number) {
    if (number.starts_with('+')) number.remove_prefix(1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::any_of(number, is_digit) &&
           std::ranges::all_of(number, [&](char c) { return c == ' ' || is_digit(c); });
}

}  // namespace

Result<std::string> find_hotline(store::Connection& db, const log::Node& node) {
    TRY_ASSIGN(const auto stored, store::find_setting(db, setting_name));
    if (!stored) return std::string();
    const auto blank = stored->find(' ');
    if (blank == std::string::npos) return std::string();
    std::string number = stored->substr(blank + 1);
    return sealed_text(node, number) == *stored ? number : std::string();
}

Result<void> put_hotline(store::Connection& tx, const log::Node& node, std::string_view number) {
    const std::string wanted(trim(number));
    if (!wanted.empty() && (wanted.size() > hotline_letters_max || !is_telephone(wanted)))
        return refuse(ErrorKind::invalid, "hotline.invalid");
    return store::put_setting(tx, setting_name, sealed_text(node, wanted));
}

}  // namespace jatigi::registry
