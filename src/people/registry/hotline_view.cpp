#include "people/registry/hotline_view.h"

#include <algorithm>

#include "platform/base/hash.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

bool is_telephone(std::string_view number) {
    if (number.starts_with('+')) number.remove_prefix(1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::any_of(number, is_digit) &&
           std::ranges::all_of(number, [&](char c) { return c == ' ' || is_digit(c); });
}

}  // namespace

std::optional<std::string> read_old_hotline(const log::Node& node, std::string_view stored) {
    const auto blank = stored.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    std::string number(stored.substr(blank + 1));
    const std::string about = "jatigi setting hotline " + number;
    if (hex(keyed_digest<16>(node.secrets.mac_key(), as_bytes(about))) != stored.substr(0, blank))
        return std::nullopt;
    return number;
}

Result<std::string> find_hotline(store::Connection& db, const log::Node& node) {
    TRY_ASSIGN(const log::SettingFound found, log::find_sealed(db, node, hotline_setting));
    return found.text;
}

Result<void> put_hotline(log::WriteTx& tx, const log::Cause& cause, std::string_view number) {
    const std::string wanted(trim(number));
    if (!wanted.empty() && (wanted.size() > hotline_letters_max || !is_telephone(wanted)))
        return refuse(ErrorKind::invalid, "hotline.invalid");
    return log::put_sealed(tx, cause, hotline_setting, wanted);
}

}  // namespace jatigi::registry
