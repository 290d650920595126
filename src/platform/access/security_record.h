// Who signed in, who could not, what was refused: rows that the data protection officer reads,
// links of the chain of vault/watch.h, and lines of the journal. What happens often is counted: one
// row for each kind, account and detail in a minute says that it began, and one how often it went
// on.
#pragma once
#include <map>
#include <mutex>

#include "platform/access/openings.h"

namespace jatigi::access {

enum class SecurityKind : std::uint8_t {
    signed_in,       // detail: password, link, code.
    sign_in_failed,  // detail: password, link, code, pin, factor. Account 0: nobody's, or a pin.
    sign_in_paused,  // Too many failures; detail: known device, unknown device.
    refused,         // detail: the route and the code.
    other_origin,    // A write as a page of another site would send it.
    altered,         // Data that no command of ours changed; detail: log, watched, accounts, views,
                     // recovery_key, beside (another program wrote to the database).
    sent_for,        // What waited on a device, sent by another than made it; detail: who made it.
    asked_in_vain,   // A card or number of which nothing came; detail: the route.
    counts_put_away,  // Counts of a closed node that nobody brought in.
};
constexpr auto enum_texts(SecurityKind) {
    return texts_in_order<SecurityKind>("signed_in", "sign_in_failed", "sign_in_paused", "refused",
                                        "other_origin", "altered", "sent_for", "asked_in_vain",
                                        "counts_put_away");
}

struct SecurityEvent {
    SecurityKind kind = SecurityKind::refused;
    std::int64_t account = 0;  // 0: nobody known.
    std::string detail;        // Codes and routes, nothing that somebody typed.
    auto operator<=>(const SecurityEvent&) const = default;
};

constexpr std::chrono::minutes security_counted{1};
// Kinds of events in a minute; what comes on top is counted as one without account and detail.
constexpr std::size_t security_events_max = 1'000;

class SecurityRecord {
public:
    struct Row {
        Instant at;
        SecurityEvent event;
        std::int64_t count = 1;
    };
    // True when rows are due: whoever asks writes what take() gives.
    bool note(SecurityEvent event, Instant now);
    // What began and was not written yet, and how often went on what began more than a minute ago;
    // `all`: younger counts, too.
    std::vector<Row> take(Instant now, bool all = false);
    static Result<void> write(log::WriteTx& tx, const std::vector<Row>& rows);

private:
    struct Count {
        Instant began;
        std::int64_t more = 0;
    };
    std::mutex mutex_;
    std::map<SecurityEvent, Count> counts_;
    std::vector<Row> due_;
};

struct SecurityRow {
    Instant at;
    std::string kind, account, detail;  // `account` is empty for nobody known.
    std::int64_t count = 0;
};
constexpr std::int64_t security_rows_max = 500;
// Newest first; one more than security_rows_max when there are more. Of accounts of the site, of
// the whole node, and of nobody.
Result<std::vector<SecurityRow>> list_security(store::Connection& db, const Period& period,
                                               std::optional<log::LocalId> site,
                                               std::int64_t offset);

}  // namespace jatigi::access
