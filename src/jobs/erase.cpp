#include "jobs/erase.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "jobs/recovery_key.h"
#include "node/log_trust.h"
#include "node/schema_check.h"
#include "node/views.h"
#include "people/registry/case_number.h"
#include "people/registry/person_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/account_proof.h"
#include "platform/access/confirmation.h"
#include "platform/access/password.h"
#include "platform/access/security_record.h"
#include "platform/base/random.h"
#include "platform/base/text.h"
#include "platform/log/write_alone.h"
#include "platform/review/raise.h"
#include "platform/store/transaction.h"

namespace jatigi::jobs {
namespace {

constexpr std::string_view person_erased_type = "person.erased";

struct Approval {
    std::int64_t requested_by = 0, approved_by = 0;  // Accounts.
};

std::string one_param(std::string_view name, std::string_view value) {
    return boost::json::serialize(json::object{{name, value}});
}

Result<access::Account> account_named(store::Connection& db,
                                      const std::vector<access::Account>& accounts,
                                      const std::string& name) {
    const access::Account* found = nullptr;
    for (const access::Account& account : accounts)
        if (fold(account.name) == fold(name) && (found == nullptr || account.name == trim(name)))
            found = &account;
    if (found == nullptr)
        return refuse(ErrorKind::invalid, "erase.account_unknown",
                      "no account of this node has that name", one_param("name", trim(name)));
    if (auto confirmed = access::check_confirmed(db, found->id); !confirmed) {
        confirmed.error().params = one_param("name", found->name);
        return std::unexpected(confirmed.error());
    }
    return *found;
}

// The policy has no such action, because nobody signs in for a command at the machine. What it must
// keep out is two accounts whose work is neither the people's protection nor the centre: an
// administrator makes those alone.
bool may_decide(access::Role role) {
    return role == access::Role::protection_officer ||
           role == access::Role::data_protection_officer || role == access::Role::centre_manager;
}

Result<Approval> check_people(store::Connection& db, const log::Node& node,
                              const TwoPeople& people) {
    const std::string requested = fold(people.requested_by), approved = fold(people.approved_by);
    if (requested.empty() || approved.empty())
        return refuse(ErrorKind::invalid, "erase.name_missing",
                      "--requested-by and --approved-by name two people");
    if (requested == approved)
        return refuse(ErrorKind::not_allowed, "erase.same_person",
                      "one person alone can neither erase somebody nor release a hold");
    TRY_ASSIGN(const auto accounts, access::list_accounts(db));
    TRY_ASSIGN(const auto first, account_named(db, accounts, people.requested_by));
    TRY_ASSIGN(const auto second, account_named(db, accounts, people.approved_by));
    if (!may_decide(first.role) && !may_decide(second.role))
        return refuse(ErrorKind::not_allowed, "erase.role_not_allowed",
                      "one of the two must be a protection officer, a data protection officer or "
                      "a centre manager");
    TRY(access::check_unaltered(db, node, first.id));
    TRY(access::check_unaltered(db, node, second.id));
    TRY_ASSIGN(const auto check, access::password_check(db, second.name));
    if (!access::password_matches(check.stored, people.approver_password))
        return refuse(ErrorKind::not_allowed, "erase.approver_unproved",
                      "whoever approves types the password of their own account",
                      one_param("name", second.name));
    return Approval{first.id, second.id};
}

std::string case_params(std::string_view case_number) {
    return one_param("case_number", case_number);
}

std::string hold_params(const std::string& case_number, const vault::LegalHold& held) {
    return boost::json::serialize(json::object{
        {"case_number", case_number}, {"until", day_text(held.until)}, {"reason", held.reason}});
}

struct Batch {
    std::vector<registry::PersonRow> people;
    std::int64_t already = 0;
};

vault::PersonBytes bytes_of(const registry::PersonRow& person) {
    return fixed_bytes<16>(id_bytes(person.id));
}

Result<registry::PersonRow> find_person(store::Connection& db, const std::string& case_number) {
    // With its check character: one wrong digit must not erase somebody else.
    const auto number = registry::parse_case_number(case_number);
    auto found = registry::find_even_erased(db, number.value_or(""));
    if (!found && found.error().code == "person.not_found")
        found.error().params = case_params(trim(case_number));
    return found;
}

// Of a person with several files all are named, or none goes: names that stay in another file are
// not erased, and a hold on one file holds the person.
Result<void> check_other_files(store::Connection& db, const Batch& batch) {
    std::set<log::LocalId> named;
    for (const registry::PersonRow& person : batch.people) named.insert(person.person);
    for (const registry::PersonRow& person : batch.people) {
        TRY_ASSIGN(const auto files, registry::files_of(db, person.person));
        json::array missing;
        for (const log::LocalId file : files) {
            TRY_ASSIGN(const auto other, registry::case_number_of(db, file));
            if (other && !named.contains(file)) missing.push_back(json::value(*other));
        }
        if (!missing.empty())
            return refuse(ErrorKind::conflict, "erase.other_files",
                          "name every file of the person, or unsay that they are one",
                          boost::json::serialize(json::object{{"case_number", person.case_number},
                                                              {"missing", std::move(missing)}}));
    }
    return {};
}

Result<Batch> find_people(store::Connection& db, const EraseRequest& request, Instant now) {
    Batch batch;
    std::set<log::LocalId> seen;  // A person may be named in two spellings of one number.
    for (const std::string& case_number : request.case_numbers) {
        TRY_ASSIGN(auto person, find_person(db, case_number));
        if (!seen.insert(person.person).second) continue;
        TRY_ASSIGN(const bool erased, vault::is_erased(db, bytes_of(person)));
        if (erased) {
            ++batch.already;
            continue;
        }
        TRY_ASSIGN(const auto held,
                   vault::hold_in_force(db, bytes_of(person), std::chrono::floor<Days>(now)));
        if (held)
            return refuse(ErrorKind::conflict, "erase.legal_hold", "until " + day_text(held->until),
                          hold_params(person.case_number, *held));
        batch.people.push_back(std::move(person));
    }
    TRY(check_other_files(db, batch));
    return batch;
}

// In the transaction that will also wrap the other keys again.
struct Signed {
    const std::string& reason;
    const Approval& approval;
    Instant now;
};
Result<std::vector<vault::KeyId>> record_batch(store::Connection& tx, const log::Node& node,
                                               const Batch& batch, const Signed& by) {
    std::vector<vault::KeyId> keys;
    TRY(log::write_alone(
        tx, node, node::all_views(), by.now, [&](log::WriteTx& write) -> Result<void> {
            for (const registry::PersonRow& person : batch.people) {
                const log::Cause cause{.command = id_v4<log::CommandEntity>(random_bytes<16>())};
                TRY(write.append({.stream = log::stream_name("person", person.id),
                                  .type = std::string(person_erased_type),
                                  .data = {{"reason", by.reason}}},
                                 cause));
                TRY_ASSIGN(
                    const auto gone,
                    vault::erase_keys(tx, {bytes_of(person), by.reason, by.approval.requested_by,
                                           by.approval.approved_by, by.now}));
                keys.insert(keys.end(), gone.begin(), gone.end());
                // Nobody can look any more.
                TRY(review::close_tasks(write, cause, registry::marked_row_reason,
                                        review::task_subject(registry::person_kind, person.id),
                                        "erased"));
            }
            return {};
        }));
    return keys;
}

Result<vault::KeyBackupHeader> write_keys_backup(store::Connection& db, const node::Place& place,
                                                 const vault::KeyFile& file,
                                                 const std::string& path, Instant now) {
    TRY_ASSIGN(const log::Node node, node::load_node(db, file));
    TRY(db.begin_read());
    auto header = make_key_backup(db, place, node, {path, file.keks().current.generation, now});
    db.rollback();
    return header;
}

Result<void> check_request(store::Connection& db, const vault::KeyFile& file,
                           const EraseRequest& request) {
    if (std::ranges::find(vault::erasure_reasons, request.reason) == vault::erasure_reasons.end())
        return refuse(ErrorKind::invalid, "erase.reason_unknown",
                      "withdrawn_consent, request, retention or error");
    if (request.keys_backup.empty()) return {};
    std::error_code problem;
    if (std::filesystem::exists(request.keys_backup, problem))
        return refuse(ErrorKind::conflict, "file.exists", request.keys_backup);
    TRY_ASSIGN(const log::Node node, node::load_node(db, file));
    TRY_ASSIGN(const auto recovery, find_recovery_key(db, node));
    if (!recovery)
        return refuse(ErrorKind::conflict, "vault.no_recovery_key",
                      "make one with `jatigi keys recovery DIR`");
    return {};
}

// The data, open for writing, with nothing left of an earlier rotation.
struct OpenVault {
    store::WritableDatabase database;
    vault::KeyFile file;
};

// Before the views are made again from it, and before this seals it. What was set aside is told
// here: the next start finds nothing of it.
Result<void> check_log(store::Connection& db, const node::Place& place, const vault::KeyFile& file,
                       Instant now) {
    TRY_ASSIGN(const log::Node node, node::load_node(db, file));
    TRY_ASSIGN(const auto trust, node::check_log_end(db, node, place, node::IfAltered::refuse, {}));
    if (trust.told.empty()) return {};
    for (const std::string& told : trust.told) spdlog::error("data.altered: {}", told);
    return store::in_transaction(db, [&] {
        return log::write_alone(db, node, node::all_views(), now, [now](log::WriteTx& write) {
            return access::SecurityRecord::write(
                write, {{now, {access::SecurityKind::altered, 0, "log"}}});
        });
    });
}

Result<OpenVault> open_vault(const node::Place& place, Instant now) {
    TRY_ASSIGN(auto database, node::open_to_write(place, store::IfMissing::refuse));
    TRY(store::migrate(*database.connection, node::migrations(), now));
    TRY_ASSIGN(auto file, node::open_key_file(place));
    TRY(vault::finish_rotation(*database.connection, file));
    TRY(check_log(*database.connection, place, file, now));
    TRY(log::ensure_views(*database.connection, node::all_views(), {}));
    TRY(node::check_schema(*database.connection, node::SchemaOf::everything));
    // For good: by what the facts say, whatever the tables say of a number or of several files.
    TRY(log::rebuild_views(*database.connection, node::all_views(), {}));
    return OpenVault{std::move(database), std::move(file)};
}

// On every file of the person, the named one first: what is unsaid later takes no hold away.
Result<bool> change_hold(
    const node::Place& place, const std::string& case_number, Instant now,
    const std::function<Result<bool>(store::Connection&, const vault::PersonBytes&)>& change) {
    TRY_ASSIGN(const auto database, node::open_to_write(place, store::IfMissing::refuse));
    store::Connection& db = *database.connection;
    TRY(store::migrate(db, node::migrations(), now));
    TRY_ASSIGN(const auto keys, node::open_key_file(place));
    TRY(check_log(db, place, keys, now));
    TRY(log::rebuild_views(db, node::all_views(), {}));
    TRY_ASSIGN(const auto named, find_person(db, case_number));
    TRY_ASSIGN(const auto files, registry::files_of(db, named.person));
    return store::in_transaction(db, [&]() -> Result<bool> {
        TRY_ASSIGN(bool changed, change(db, bytes_of(named)));
        for (const log::LocalId file : files) {
            TRY_ASSIGN(const auto other, registry::find_by_local(db, file));
            if (!other || file == named.person) continue;
            TRY_ASSIGN(const bool also, change(db, bytes_of(*other)));
            changed = changed || also;
        }
        return changed;
    });
}

}  // namespace

Result<EraseReport> erase(const node::Place& place, const EraseRequest& request, Instant now,
                          const vault::RotationHooks& hooks) {
    TRY_ASSIGN(auto open, open_vault(place, now));
    store::Connection& db = *open.database.connection;
    TRY(check_request(db, open.file, request));
    TRY_ASSIGN(const log::Node keys, node::load_node(db, open.file));
    TRY_ASSIGN(const Approval approval, check_people(db, keys, request.people));
    TRY_ASSIGN(const Batch batch, find_people(db, request, now));
    if (batch.people.empty() && batch.already == 0)
        return refuse(ErrorKind::invalid, "erase.nobody", "no case number was given");

    EraseReport report{static_cast<std::int64_t>(batch.people.size()), batch.already, {}, 0, now};
    TRY_ASSIGN(report.to_destroy, list_backups(place));
    vault::RotationHooks mine;
    mine.progress = hooks.progress;
    mine.before_rewrap = [&](store::Connection& tx) -> Result<void> {
        if (batch.people.empty()) return {};
        TRY_ASSIGN(const log::Node node, node::load_node(tx, open.file));
        TRY_ASSIGN(report.keys, record_batch(tx, node, batch, {request.reason, approval, now}));
        return {};
    };
    mine.after = [&](vault::RotationStep step) -> Result<void> {
        if (step == vault::RotationStep::rows_are_rewrapped && !request.keys_backup.empty()) {
            TRY_ASSIGN(report.keys_backup,
                       write_keys_backup(db, place, open.file, request.keys_backup, now));
        }
        return hooks.after ? hooks.after(step) : Result<void>{};
    };
    TRY_ASSIGN(const auto rotated, vault::rotate(db, open.file, mine));
    report.generation = rotated.generation;
    return report;
}

Result<void> hold(const node::Place& place, const std::string& case_number,
                  const vault::LegalHold& wanted, Instant now) {
    if (std::ranges::find(vault::hold_reasons, wanted.reason) == vault::hold_reasons.end())
        return refuse(ErrorKind::invalid, "erase.reason_unknown",
                      "court_order, investigation, complaint or audit");
    bool placed = false;  // On the named file.
    TRY(change_hold(place, case_number, now,
                    [&](store::Connection& tx, const vault::PersonBytes& file) -> Result<bool> {
                        TRY_ASSIGN(const auto held,
                                   vault::hold_in_force(tx, file, std::chrono::floor<Days>(now)));
                        const bool longer = held && held->until > wanted.until;
                        if (longer && placed) return true;
                        if (longer)
                            return refuse(ErrorKind::conflict, "erase.hold_longer",
                                          "until " + day_text(held->until),
                                          hold_params(trim(case_number), *held));
                        TRY(vault::place_hold(tx, file, wanted, now));
                        return placed = true;
                    }));
    return {};
}

Result<void> release(const node::Place& place, const std::string& case_number,
                     const TwoPeople& people, Instant now) {
    TRY_ASSIGN(const auto file, node::open_key_file(place));
    TRY_ASSIGN(
        const bool released,
        change_hold(place, case_number, now,
                    [&](store::Connection& tx, const vault::PersonBytes& person) -> Result<bool> {
                        TRY_ASSIGN(const log::Node keys, node::load_node(tx, file));
                        TRY(check_people(tx, keys, people));
                        return vault::release_hold(tx, person);
                    }));
    if (!released)
        return refuse(ErrorKind::not_found, "erase.no_hold", {}, case_params(trim(case_number)));
    return {};
}

}  // namespace jatigi::jobs
