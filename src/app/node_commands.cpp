#include "app/node_commands.h"

#include <iostream>

#include "app/demo.h"
#include "app/serve.h"
#include "app/terminal.h"
#include "people/registry/hotline_view.h"
#include "platform/access/confirmation.h"
#include "platform/access/second_factor_rule.h"
#include "platform/access/sign_in_link.h"
#include "platform/base/random.h"

namespace jatigi::app {
namespace {

constexpr std::string_view link_base = "http://127.0.0.1:8080/#/link/";

log::Cause fresh_cause() {
    return {.command = id_v4<log::CommandEntity>(random_bytes<16>())};
}

struct InitCommand {
    const node::Place& place;
    std::string node_name = "jatigi";
    bool plain_keys = false;

    Command described() {
        return {
            .name = "init",
            .help = "Make new data and a new key file, with a passphrase or on a stick",
            .arguments = {{"--name", "Short name of this node", &node_name},
                          {"--plain-keys",
                           "No passphrase: whoever takes the disk reads everything; to try it, or "
                           "at headquarters",
                           &plain_keys}}};
    }
    int run() {
        const auto passphrase = chosen();
        if (!passphrase) return report(passphrase.error());
        const auto links = node::initialise(place, {node_name, false}, node::system_clock(),
                                            *passphrase ? &**passphrase : nullptr);
        if (!links) return report(links.error());
        std::cout << "data: " << place.data << "\nkeys: " << node::key_path_of(place)
                  << "\nKeep the key file apart from the data: without it nothing sealed can ever "
                     "be read again.\nStart `jatigi serve`. Within 24 hours two people open their "
                     "links, each on their own:\n"
                  << node::first_administrator << " (makes accounts)\n  " << link_base
                  << links->administrator << "\n"
                  << node::first_data_protection
                  << " (confirms them, and reads who opened what: never the same person)\n  "
                  << link_base << links->data_protection << "\n";
        return 0;
    }

private:
    // Nothing when the keys are carried away with their stick, or on purpose.
    Result<std::optional<vault::SecretBytes>> chosen() const {
        if (plain_keys || vault::is_on_removable_medium(node::key_path_of(place)))
            return std::optional<vault::SecretBytes>{};
        auto typed = place.passphrase(vault::PassphraseUse::choose);
        if (typed) return std::optional{*std::move(typed)};
        if (typed.error().code != "vault.passphrase_needed") return std::unexpected(typed.error());
        return refuse(
            ErrorKind::invalid, "vault.keys_unprotected",
            "give a passphrase (on a terminal, or --passphrase-fd), a key file on a stick, or "
            "--plain-keys");
    }
};

struct ServeCommand {
    const node::Place& place;
    ServeOptions options{};
    std::string now{};
    std::vector<std::string> tls{};

    Command described() {
        return {.name = "serve",
                .help = "Serve the pages and the API",
                .arguments = {
                    {"--listen", "ADDRESS:PORT", &options.listen},
                    {.name = "--tls",
                     .help = "Speak https: the certificate (PEM) and its key",
                     .into = &tls,
                     .count = 2},
                    {"--now", "Today's instant, for demonstration data only", &now},
                    {"--sign-in-links",
                     "Print a short-lived sign-in link per role (demonstration data only)",
                     &options.sign_in_links},
                    {"--locked",
                     "Say that the node is locked, and no more: what a server becomes when it "
                     "is locked",
                     &options.locked}}};
    }
    int run() {
        if (!now.empty()) {
            options.now = parse_instant(now);
            if (!options.now) return report({ErrorKind::invalid, "day.unreadable", now, {}});
        }
        if (!tls.empty()) options.tls = {.certificate = tls.at(0), .key = tls.at(1)};
        const auto served = serve(place, options, std::cout);
        return served ? 0 : report(served.error());
    }
};

struct LinkCommand {
    const node::Place& place;
    std::string account{};

    Command described() {
        return {.name = "link",
                .help =
                    "Print a new one-time sign-in link for an account (a lost one, a new "
                    "password): its password, links and sessions are void",
                .arguments = {{"ACCOUNT", "Name of the account (admin)", &account, true, true}}};
    }
    int run() {
        const auto token = make_link();
        if (!token) return report(token.error());
        std::cout << "valid once, for 24 hours, while `jatigi serve` runs:\n"
                     "  "
                  << link_base << *token << "\n";
        return 0;
    }

private:
    Result<std::string> make_link() const {
        const Clock clock = node::system_clock();
        TRY_ASSIGN(auto node, node::open_node(place, clock, {}));
        return node.writer->run<std::string>([this](log::WriteTx& tx) -> Result<std::string> {
            const log::Cause cause = fresh_cause();
            TRY_ASSIGN(const auto known, access::account_named(tx.db(), account));
            TRY(access::renew_account(tx, known, {}, cause));
            return access::make_link(tx, known.id, tx.now() + std::chrono::hours{24}, cause);
        });
    }
};

struct ConfirmCommand {
    const node::Place& place;
    std::string account{};

    Command described() {
        return {.name = "confirm",
                .help = "Confirm an account of a role that sees people, where nobody else can",
                .arguments = {{"ACCOUNT", "Name of the account", &account, true, true}}};
    }
    int run() {
        const auto confirmed = confirm_account();
        if (!confirmed) return report(confirmed.error());
        std::cout << confirmed->name << " is confirmed as " << enum_text(confirmed->role) << "\n";
        return 0;
    }

private:
    Result<access::Account> confirm_account() const {
        TRY_ASSIGN(auto node, node::open_node(place, node::system_clock(), {}));
        return node.writer->run<access::Account>([this](log::WriteTx& tx) {
            return access::confirm_account(tx, {account}, fresh_cause());
        });
    }
};

struct SecondFactorCommand {
    const node::Place& place;
    std::string rule{};

    Command described() {
        return {.name = "second-factor",
                .help =
                    "Whether roles that see people show a code beside their password (nothing "
                    "given: what holds now)",
                .arguments = {{.name = "RULE",
                               .help = "off, offered or required",
                               .into = &rule,
                               .among = {"off", "offered", "required"}}}};
    }
    int run() {
        const auto holds = set();
        if (!holds) return report(holds.error());
        std::cout << "second factor: " << enum_text(*holds) << "\n";
        return 0;
    }

private:
    Result<access::SecondFactorRule> set() const {
        TRY_ASSIGN(auto node, node::open_node(place, node::system_clock(), {}));
        return node.writer->run<access::SecondFactorRule>(
            [this, &node](log::WriteTx& tx) -> Result<access::SecondFactorRule> {
                if (const auto wanted = parse_enum<access::SecondFactorRule>(rule))
                    TRY(access::put_second_factor_rule(tx, fresh_cause(), *wanted));
                return access::second_factor_rule(tx.db(), *node.node);
            });
    }
};

struct HotlineCommand {
    const node::Place& place;
    std::string number{};
    bool none = false;

    Command described() {
        return {
            .name = "hotline",
            .help =
                "The centre's free number for complaints, on every card (nothing given: what "
                "holds now)",
            .arguments = {{.name = "NUMBER", .help = "80 00 11 22", .into = &number, .plain = true},
                          {.name = "--none", .help = "Print none", .into = &none}}};
    }
    int run() {
        const auto holds = set();
        if (!holds) return report(holds.error());
        std::cout << "hotline: " << (holds->empty() ? "none" : *holds) << "\n";
        return 0;
    }

private:
    Result<std::string> set() const {
        TRY_ASSIGN(auto node, node::open_node(place, node::system_clock(), {}));
        return node.writer->run<std::string>(
            [this, &node](log::WriteTx& tx) -> Result<std::string> {
                if (none || !number.empty())
                    TRY(registry::put_hotline(tx, fresh_cause(), none ? "" : number));
                return registry::find_hotline(tx.db(), *node.node);
            });
    }
};

struct DemoCommand {
    const node::Place& place;

    Command described() {
        return {.name = "demo",
                .help = "Make demonstration data: Assamaka, January 2023, invented people"};
    }
    int run() {
        ProgressLine line("demonstration: row");
        const auto cards = make_demo(place, facts_progress(line));
        if (!cards) return report(cards.error());
        std::cout << "data: " << place.data << "\nkeys: " << node::key_path_of(place) << "\n";
        for (const DemoCard& card : *cards)
            std::cout << "card " << card.code << " " << card.case_number << "\n";
        return 0;
    }
};

}  // namespace

std::vector<Command> node_commands(const node::Place& place) {
    return {
        command_of<InitCommand>(place),
        command_of<ServeCommand>(place),
        command_of<LinkCommand>(place),
        command_of<ConfirmCommand>(place),
        {.name = "settings",
         .help = "Settings of this node; the server must be stopped",
         .commands = {command_of<SecondFactorCommand>(place), command_of<HotlineCommand>(place)}},
        command_of<DemoCommand>(place)};
}

}  // namespace jatigi::app
