#include "jobs/import_match.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "jobs/import_row_content.h"
#include "platform/base/hash.h"

namespace jatigi::jobs {
namespace {

using linkage::likely_evidence;
using lists::ListFields;
using registry::IndexEntry;
using registry::RegisterIndex;

// From here on two lists are versions of one: a third of the shorter one's rows are found in the
// other.
constexpr std::size_t version_share = 3;
constexpr std::size_t version_rows = 3;
// A row with the number of somebody on an earlier version is theirs, corrected, if this much speaks
// for it: a name alone is enough, another name is not. Judgements, as the weights of the likeness.
constexpr double numbered_evidence = 1;
// Names and the very day of birth.
constexpr double same_evidence = 6;
constexpr std::size_t candidates_max = 8;

// The command of a row that was brought before, for somebody whose file is restricted since: to
// whoever brings it again, the row is nobody's.
log::CommandId command_after(const Register& reg, const log::CommandId& command) {
    Bytes message(as_bytes("listed again").begin(), as_bytes("listed again").end());
    append(message, id_bytes(command));
    return id_v4<log::CommandEntity>(keyed_digest<16>(reg.node.secrets.mac_key(), message));
}

// Two rows that say the very same are two commands.
void give_commands(const Register& reg, ImportResult& result) {
    const ByteView key = reg.node.secrets.mac_key();
    std::map<ByteArray<16>, int> occurrences;
    for (ImportedRow& row : result.rows) {
        if (!is_taken(row.reading)) continue;
        const std::string content = content_of(result.site, row.reading.fields);
        const auto digest = keyed_digest<16>(key, as_bytes(content));
        Bytes message(digest.begin(), digest.end());
        put_big_endian(message, static_cast<std::uint64_t>(++occurrences[digest]), 4);
        row.command = id_v4<log::CommandEntity>(keyed_digest<16>(key, message));
    }
}

using Candidates = std::vector<RegisterIndex::Candidate>;

}  // namespace

// One comparison of some rows with the register as it is now.
class ListMatch::Pass {
public:
    Pass(ListMatch& match, const Register& reg, std::span<ImportedRow* const> rows)
        : match_(match), result_(match.result_), reg_(reg) {
        for (ImportedRow* row : rows)
            if (is_taken(row->reading)) rows_.push_back(row);
    }

    Result<void> run() {
        for (ImportedRow* row : rows_) {
            if (row->known == Known::already || row->known == Known::probably)
                match_.claimed_.erase(row->known_as);
            row->known = Known::no;
            row->known_as.clear();
            if (row->warned_as_known) row->reading.decision = lists::RowDecision::accepted;
            row->warned_as_known = false;
            row->hidden = false;
            row->also_like.clear();
        }
        TRY(find_exact());
        find_candidates();
        find_versions();
        for (const Version& version : versions_) {
            join_described(version);
            join_corrected(version);
        }
        settle_the_rest();
        return {};
    }

private:
    struct Version {
        registry::ListId list;
        std::size_t found = 0;  // Rows of this list.
        std::vector<RegisterIndex::Listed> people;
        std::multimap<std::string, std::size_t> by_number;
        // Counted among those whom whoever brings the list may find: a gap where somebody stood
        // whom they may not find would tell of them.
        std::multimap<std::int64_t, std::size_t> by_place;
        std::map<std::int64_t, std::int64_t>
            before;  // Of the rows that have not changed, by their place now.
        std::multimap<std::string, std::size_t> by_description;
    };
    struct Join {
        ImportedRow* row;
        const RegisterIndex::Listed* person;
        double points;
    };

    Result<void> find_exact() {
        for (ImportedRow* row : rows_) {
            TRY_ASSIGN(row->known_as, person_of(row->command));
            auto entry = reg_.index.find(row->known_as);
            while (!row->known_as.empty()) {
                if (entry && sight_of(*entry) == registry::Sight::told)
                    row->restricted.push_back(entry->person);
                else if (entry)
                    break;
                const log::CommandId next = command_after(reg_, row->command);
                TRY_ASSIGN(auto number, person_of(next));
                if (!entry && number.empty()) break;  // Erased, and not brought again since.
                row->command = next;
                row->known_as = std::move(number);
                entry = reg_.index.find(row->known_as);
            }
            if (row->known_as.empty()) continue;
            row->known = Known::already;
            match_.claimed_.insert(row->known_as);
            // Erased and elsewhere look the same.
            row->hidden = !entry || !may_find(*entry);
            if (!entry || !entry->listed) continue;
            ++found_[entry->listed->list];
            unchanged_[entry->person] = match_.place_of(*row);
        }
        return {};
    }

    // Case number of whom the row with this command is about, if it was written.
    Result<std::string> person_of(const log::CommandId& command) const {
        std::string number;
        TRY_ASSIGN(const auto receipt,
                   log::find_receipt(reg_.db, reg_.node.secrets, cause_of_row(command, 0)));
        if (!receipt || !receipt->accepted()) return number;
        const auto params = json::parse_object(receipt->params).value_or(json::object{});
        for (const std::string_view name : {"case_number", "known_as", "duplicate_of"})
            if (const auto found = json::text_at(params, name)) number = *found;
        return number;
    }

    registry::Sight sight_of(const IndexEntry& entry) const {
        return reg_.sight_of ? reg_.sight_of(reg_.db, entry) : registry::Sight::shown;
    }
    bool may_find(const IndexEntry& entry) const {
        return sight_of(entry) == registry::Sight::shown;
    }

    // Those whom a row may be, best first, whom whoever brings the list may find.
    Candidates candidates_of(ImportedRow& row) {
        // A household's number means something on its own list alone.
        ListFields fields = row.reading.fields;
        fields.household.clear();
        auto candidates =
            reg_.index.candidates(traits_of(fields), likely_evidence, candidates_max,
                                  [this](const IndexEntry& entry) { return sight_of(entry); });
        std::erase_if(candidates, [&row](const auto& candidate) {
            const bool is_told = candidate.sight == registry::Sight::told;
            if (is_told) row.restricted.push_back(candidate.entry.person);
            return is_told;
        });
        return candidates;
    }

    void find_candidates() {
        for (ImportedRow* row : rows_) {
            if (row->known != Known::no || row->reading.repeats) continue;
            auto [open, added] = open_.emplace(row, candidates_of(*row));
            for (const auto& candidate : open->second) {
                rivals_[candidate.entry.case_number].emplace_back(row, candidate.evidence);
                if (candidate.entry.listed) found_.try_emplace(candidate.entry.listed->list, 0);
            }
        }
    }

    // The lists of which this one is a version.
    void find_versions() {
        for (const auto& [list, exact] : found_) {
            Version version{.list = list};
            for (auto& person : reg_.index.on_list(list))
                if (may_find(person.entry)) version.people.push_back(std::move(person));
            std::ranges::sort(version.people, {}, [](const RegisterIndex::Listed& person) {
                const std::int64_t place = person.entry.listed->place;
                return std::tuple(list_place(place), place >= 0, person.entry.person);
            });
            for (std::size_t i = 0; i < version.people.size(); ++i) {
                const IndexEntry& entry = version.people[i].entry;
                const auto place = static_cast<std::int64_t>(i);
                if (!entry.listed->number.empty())
                    version.by_number.emplace(entry.listed->number, i);
                version.by_place.emplace(place, i);
                version.by_description.emplace(description_of(entry), i);
                if (const auto row = unchanged_.find(entry.person); row != unchanged_.end())
                    version.before[row->second] = place;
            }
            version.found = exact;
            for (const auto& [row, candidates] : open_)
                if (described(*row, version) != nullptr ||
                    person_for(*row, candidates, version, likely_evidence))
                    ++version.found;
            if (is_version(version.found, version.people.size()))
                versions_.push_back(std::move(version));
        }
        // The ids of lists are random: which of two comes first must not be.
        std::ranges::sort(versions_, {}, [](const Version& version) {
            return version.people.empty() ? 0 : version.people.front().entry.person;
        });
        std::size_t most = 0;
        for (const Version& version : versions_) {
            if (version.found > most) result_.continues = version.list;
            most = std::max(most, version.found);
        }
    }

    // A few people with the numbers of a few others say nothing of a long list.
    bool is_version(std::size_t found, std::size_t people) const {
        const bool enough = found >= version_rows || found * version_share >= rows_.size();
        return found > 0 && enough && found * version_share >= std::min(rows_.size(), people);
    }

    // The one person of that list with the names and the birth of the one row of this list that has
    // them, wherever they stand; the parents do not differ.
    const RegisterIndex::Listed* described(const ImportedRow& row, const Version& version) const {
        const std::string description = description_of(row.reading.fields);
        if (description.empty() || match_.descriptions_.at(description) != 1 ||
            version.by_description.count(description) != 1)
            return nullptr;
        const auto& person = version.people[version.by_description.find(description)->second];
        const bool free = !match_.claimed_.contains(person.entry.case_number);
        return free && !parents_differ(person.entry, row.reading.fields) ? &person : nullptr;
    }

    std::optional<Join> person_for(ImportedRow& row, const Candidates& candidates,
                                   const Version& version, double numbered_line) const {
        const auto& fields = row.reading.fields;
        const linkage::PersonTraits traits = traits_of(fields);
        const auto best = [&](auto range, double line) {
            std::optional<Join> found;
            for (auto at = range.first; at != range.second; ++at) {
                const RegisterIndex::Listed& person = version.people[at->second];
                if (match_.claimed_.contains(person.entry.case_number)) continue;
                const double points = linkage::evidence(person.traits, traits);
                if (points < line || is_somebody_else(person.traits, traits) ||
                    is_more_like_another(person, points, candidates) ||
                    another_is_more_like(person, points, row))
                    continue;
                found = Join{&row, &person, points};
                line = points;
            }
            return found;
        };
        if (!fields.list_no.empty())
            if (const auto join =
                    best(version.by_number.equal_range(fields.list_no), numbered_line))
                return join;
        for (const std::int64_t place : places_of(row, version))
            if (const auto join = best(version.by_place.equal_range(place), likely_evidence))
                return join;
        return std::nullopt;
    }

    // A twin's row must not become the other twin's: somebody of the same list who is more like it
    // stands in the way.
    bool is_more_like_another(const RegisterIndex::Listed& person, double points,
                              const Candidates& candidates) const {
        return std::ranges::any_of(candidates, [&](const auto& other) {
            return other.evidence > points && other.entry.person != person.entry.person &&
                   other.entry.listed && person.entry.listed &&
                   other.entry.listed->list == person.entry.listed->list &&
                   !match_.claimed_.contains(other.entry.case_number);
        });
    }

    // And the other way round: another row of this list, that nobody is known for, is more like
    // them.
    bool another_is_more_like(const RegisterIndex::Listed& person, double points,
                              const ImportedRow& mine) const {
        const auto found = rivals_.find(person.entry.case_number);
        if (found == rivals_.end()) return false;
        return std::ranges::any_of(found->second, [&](const auto& rival) {
            return rival.second > points && rival.first != &mine && rival.first->known == Known::no;
        });
    }

    // Where the row may have stood: where it stands now, or as far from a row that has not changed.
    std::vector<std::int64_t> places_of(const ImportedRow& row, const Version& version) const {
        const std::int64_t here = match_.place_of(row);
        std::vector<std::int64_t> places;
        const auto below = version.before.lower_bound(here);
        if (below != version.before.begin()) {
            const auto above = std::prev(below);
            places.push_back(above->second + (here - above->first));
        }
        if (below != version.before.end()) places.push_back(below->second - (below->first - here));
        places.push_back(here);
        return places;
    }

    void join_described(const Version& version) {
        for (auto& [row, candidates] : open_)
            if (row->known == Known::no)
                if (const auto* person = described(*row, version))
                    settle(*row, Known::probably, person->entry);
    }

    // The surest first: who was inserted must not take the file of who follows.
    void join_corrected(const Version& version) {
        for (;;) {
            std::vector<Join> joins;
            for (auto& [row, candidates] : open_)
                if (row->known == Known::no)
                    if (const auto join = person_for(*row, candidates, version, numbered_evidence))
                        joins.push_back(*join);
            if (joins.empty()) return;
            std::ranges::stable_sort(joins, std::ranges::greater{}, &Join::points);
            for (const Join& join : joins)
                if (!match_.claimed_.contains(join.person->entry.case_number))
                    settle(*join.row, Known::probably, join.person->entry);
        }
    }

    void settle_the_rest() {
        for (auto& [row, candidates] : open_) {
            if (row->known != Known::no) continue;
            std::erase_if(candidates, [this](const auto& candidate) {
                return match_.claimed_.contains(candidate.entry.case_number);
            });
            if (candidates.empty()) continue;
            const auto same = std::ranges::find_if(candidates, [&](const auto& candidate) {
                return candidate.evidence >= same_evidence &&
                       says_the_same(candidate.entry, row->reading.fields);
            });
            if (same != candidates.end())
                settle(*row, Known::probably, same->entry);
            else
                settle_likeness(*row, candidates);
        }
    }

    void settle_likeness(ImportedRow& row, const Candidates& candidates) {
        settle(row, Known::maybe, candidates.front().entry);
        for (std::size_t i = 1; i < candidates.size(); ++i)
            row.also_like.push_back(candidates[i].entry.case_number);
    }

    void settle(ImportedRow& row, Known known, const IndexEntry& entry) {
        row.known = known;
        row.known_as = entry.case_number;
        row.hidden = !may_find(entry);
        row.warned_as_known = row.reading.decision == lists::RowDecision::accepted;
        row.reading.decision = lists::RowDecision::warned;
        if (known == Known::probably) match_.claimed_.insert(entry.case_number);
    }

    ListMatch& match_;
    ImportResult& result_;
    const Register& reg_;
    std::vector<ImportedRow*> rows_;
    std::map<ImportedRow*, Candidates>
        open_;  // In the order of the list: rows stand in one vector.
    std::map<registry::ListId, std::size_t>
        found_;  // Rows that came on each list, as they are now.
    // Of each person, the rows that may be theirs, and how much speaks for it.
    std::map<std::string, std::vector<std::pair<const ImportedRow*, double>>> rivals_;
    std::map<std::int64_t, std::int64_t> unchanged_;  // Person, and the place of their row.
    std::vector<Version> versions_;                   // By whom they begin with.
};

std::int64_t list_place(std::int64_t kept) {
    return kept >= 0 ? kept : -(kept + 1);
}
std::int64_t before_place(std::int64_t place) {
    return -place - 1;
}

ListMatch::ListMatch(ImportResult& result) : result_(result) {
    std::int64_t place = 0;
    for (const ImportedRow& row : result.rows)
        if (row.reading.kind == lists::RowKind::data) places_[&row] = place++;
    for (const ImportedRow& row : result.rows)
        if (is_taken(row.reading)) ++descriptions_[description_of(row.reading.fields)];
    for (const ImportedRow& row : result.rows)
        if (row.known == Known::already || row.known == Known::probably)
            claimed_.insert(row.known_as);
}

Result<void> ListMatch::match(const Register& reg) {
    give_commands(reg, result_);
    result_.continues.reset();
    std::vector<ImportedRow*> rows;
    for (ImportedRow& row : result_.rows) {
        row.restricted.clear();
        rows.push_back(&row);
    }
    // Before the comparison: what changes meanwhile is compared again.
    result_.compared_with = reg.index.version();
    return match(reg, rows);
}

Result<void> ListMatch::match(const Register& reg, std::span<ImportedRow* const> rows) {
    return Pass(*this, reg, rows).run();
}

log::Cause cause_of_row(const log::CommandId& command, std::int64_t account) {
    // Receipts of rows belong to no account: whoever brings the same row again adds nobody.
    return {.account = 0,
            .actor = account,
            .device = 0,
            .command = command,
            .digest = fixed_bytes<16>(id_bytes(command))};
}

}  // namespace jatigi::jobs
