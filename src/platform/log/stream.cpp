#include "platform/log/stream.h"

#include <algorithm>

namespace jatigi::log {
namespace {
constexpr std::size_t kind_length_max = 32;
constexpr std::size_t known_max = 200'000;  // About 20 MB; then we ask the table again.
}  // namespace

std::string stream_text(const StreamName& name) { return name.kind + ":" + hex(name.id); }

std::optional<StreamName> parse_stream(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == 0 || colon == std::string_view::npos || colon > kind_length_max)
        return std::nullopt;
    const std::string_view kind = text.substr(0, colon);
    if (!std::all_of(kind.begin(), kind.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }))
        return std::nullopt;
    const auto id = from_hex(text.substr(colon + 1));
    if (!id || id->size() != 16) return std::nullopt;
    return StreamName{std::string(kind), fixed_bytes<16>(*id)};
}

Result<std::optional<StreamName>> stream_of(store::Connection& db, LocalId local) {
    TRY_ASSIGN(const auto row, db.first("select kind, id from stream where local = ?", local));
    if (!row || row->bytes(1).size() != 16) return std::optional<StreamName>{};
    return std::optional{StreamName{row->text(0), fixed_bytes<16>(row->bytes(1))}};
}

std::size_t StreamTable::Hasher::operator()(const StreamName& name) const {
    return std::hash<std::string_view>{}(as_text(name.id)) ^ std::hash<std::string>{}(name.kind);
}

Result<void> StreamTable::load(store::Connection& db) {
    known_.clear();
    added_.clear();
    TRY_ASSIGN(const auto row,
               db.first("select coalesce(max(local), 0) from stream where local < ?", local_end));
    highest_ = row->integer(0);
    return {};
}

Result<std::optional<LocalId>> StreamTable::find(store::Connection& db, const StreamName& name) {
    const auto cached = known_.find(name);
    if (cached != known_.end()) return std::optional<LocalId>{cached->second};
    TRY_ASSIGN(const auto row, db.first("select local from stream where id = ? and kind = ?",
                                        name.id, name.kind));
    if (!row) return std::optional<LocalId>{};
    remember(name, row->integer(0));
    return std::optional<LocalId>{row->integer(0)};
}

Result<LocalId> StreamTable::find_or_add(store::Connection& tx, const StreamName& name) {
    TRY_ASSIGN(const auto found, find(tx, name));
    if (found) return *found;
    const LocalId local = highest_ + 1;
    TRY(tx.run("insert into stream(local, kind, id) values (?, ?, ?)", local, name.kind, name.id));
    highest_ = local;
    remember(name, local);
    added_.push_back(name);
    return local;
}

void StreamTable::remember(const StreamName& name, LocalId local) {
    if (known_.size() >= known_max) known_.clear();
    known_.emplace(name, local);
}

void StreamTable::undo() {
    for (const StreamName& name : added_) known_.erase(name);
    added_.clear();
}

}  // namespace jatigi::log
