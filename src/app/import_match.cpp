#include "app/import_match.h"

#include <algorithm>
#include <set>

#include "platform/base/hash.h"
#include "platform/base/text.h"

namespace jatigi::app {
namespace {

using registry::likely_evidence;
using registry::ListFields;

// A row of a list that is mostly new must be very like somebody before it is taken for them: else
// a newcomer would get no card. Of a list that is known for the most part, because its rows were
// brought before or are like people here, a row that changed is a correction, and the ordinary line
// holds. Judgements, as the weights of the likeness.
constexpr double evidence_of_a_stranger = 7;
constexpr std::size_t known_list_share = 3;  // A third of the rows.
constexpr std::size_t candidates_max = 8;

std::string sorted_words(std::string_view text) {
    std::vector<std::string> words = split(fold(text), ' ');
    std::ranges::sort(words);
    std::string result;
    for (const std::string& word : words) result += word + ' ';
    return result;
}

// All that the row says, in one form whatever file it came in; not where it stands.
std::string content_of(const std::string& site, const ListFields& fields) {
    std::string text = site;
    const auto add = [&text](std::string_view part) {
        text += '\x1f';
        text += part;
    };
    add(fields.arrival_date ? day_text(*fields.arrival_date) : "");
    // A whole list tells which name is which; two lists may disagree.
    add(sorted_words(fields.family_name.reveal() + " " + fields.given_names.reveal()));
    add(fields.sex);
    if (fields.birth) {
        const registry::BirthInterval& birth = fields.birth->reveal();
        add(day_text(birth.min) + day_text(birth.max));
    } else {
        add("");
    }
    add(fields.nationality);
    for (const auto* written : {&fields.birth_place, &fields.origin, &fields.father_name,
                                &fields.mother_name})
        add(sorted_words(written->reveal()));
    add(fields.household);
    add(fields.relation);
    add(fields.phone.reveal());
    add(fields.document_type);
    add(fields.document_no.reveal());
    add(fields.marital_status);
    for (const std::string& language : fields.languages) add(language);
    for (const std::string& code : fields.vulnerabilities.reveal()) add(code);
    // A remark that was added is news, too; the row then counts as changed.
    add(sorted_words(fields.observations.reveal()));
    return text;
}

class Matcher {
public:
    Matcher(const Register& reg, ImportResult& result) : reg_(reg), result_(result) {}

    Result<void> run() {
        result_.compared_with = reg_.index.version();
        result_.restricted_hits.clear();
        for (ImportedRow& row : result_.rows) {
            row.known = Known::no;
            row.known_as.clear();
            row.hidden = false;
        }
        TRY(find_exact());
        find_alike();
        return {};
    }

private:
    log::CommandId command_of(const ListFields& fields) {
        const std::string content = content_of(result_.site, fields);
        const ByteView key = reg_.node.secrets.mac_key();
        const auto digest = keyed_digest<16>(key, as_bytes(content));
        // Two rows that say the very same are two commands.
        const int occurrence = ++occurrences_[digest];
        Bytes message(digest.begin(), digest.end());
        put_big_endian(message, static_cast<std::uint64_t>(occurrence), 4);
        return id_v4<log::CommandEntity>(keyed_digest<16>(key, message));
    }

    Result<void> find_exact() {
        for (ImportedRow& row : result_.rows) {
            if (!is_taken(row.reading)) continue;
            ++taken_;
            row.command = command_of(row.reading.fields);
            TRY_ASSIGN(const auto receipt,
                       log::find_receipt(reg_.db, cause_of_row(row.command, 0)));
            if (!receipt || !receipt->accepted()) continue;
            const auto params = json::parse_object(receipt->params).value_or(json::object{});
            for (const std::string_view name : {"case_number", "known_as", "duplicate_of"})
                if (const auto number = json::text_at(params, name)) row.known_as = *number;
            if (row.known_as.empty()) continue;
            row.known = Known::already;
            ++known_;
            claimed_.insert(row.known_as);
            const auto entry = reg_.index.find(row.known_as);
            // Erased, restricted and elsewhere look the same.
            row.hidden = !entry || !may_find(*entry);
        }
        return {};
    }

    bool may_find(const registry::IndexEntry& entry) const {
        return !reg_.may_find || reg_.may_find(entry);
    }

    // Those whom a row may be, best first, whom whoever brings the list may find.
    std::vector<registry::RegisterIndex::Candidate> candidates_of(const ImportedRow& row) {
        // A household's number means something on its own list alone.
        ListFields fields = row.reading.fields;
        fields.household.clear();
        auto candidates = reg_.index.candidates(registry::traits_of(fields), likely_evidence,
                                                candidates_max);
        std::erase_if(candidates, [this](const auto& candidate) {
            const bool absent = !may_find(candidate.entry);
            if (absent && candidate.entry.restricted)
                result_.restricted_hits.push_back(candidate.entry.person);
            return absent;
        });
        return candidates;
    }

    void find_alike() {
        struct Alike {
            ImportedRow* row;
            std::vector<registry::RegisterIndex::Candidate> candidates;
        };
        std::vector<Alike> alike;
        for (ImportedRow& row : result_.rows) {
            if (!is_taken(row.reading) || row.known != Known::no || row.reading.duplicate_of_row)
                continue;
            auto candidates = candidates_of(row);
            if (!candidates.empty()) alike.push_back({&row, std::move(candidates)});
        }
        const double line = (known_ + alike.size()) * known_list_share >= taken_
                                ? likely_evidence
                                : evidence_of_a_stranger;
        for (const Alike& one : alike) settle(*one.row, one.candidates, line);
    }

    void settle(ImportedRow& row,
                const std::vector<registry::RegisterIndex::Candidate>& candidates, double line) {
        const auto free = std::ranges::find_if(candidates, [&](const auto& candidate) {
            return !claimed_.contains(candidate.entry.case_number);
        });
        if (free == candidates.end()) return;
        row.known = free->evidence >= line ? Known::probably : Known::maybe;
        row.known_as = free->entry.case_number;
        if (row.known == Known::probably) claimed_.insert(row.known_as);
        row.reading.decision = registry::RowDecision::warned;
    }

    const Register& reg_;
    ImportResult& result_;
    std::map<ByteArray<16>, int> occurrences_;
    std::set<std::string> claimed_;  // Each person of the register is one row of the list.
    std::size_t taken_ = 0, known_ = 0;
};

}  // namespace

Result<void> match_register(const Register& reg, ImportResult& result) {
    return Matcher(reg, result).run();
}

log::Cause cause_of_row(const log::CommandId& command, std::int64_t account) {
    // Receipts of rows belong to no account: whoever brings the same row again adds nobody.
    return {.account = 0, .actor = account, .device = 0, .command = command,
            .digest = fixed_bytes<16>(id_bytes(command))};
}

}  // namespace jatigi::app
