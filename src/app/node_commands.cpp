#include "app/node_commands.h"

#include <iostream>

#include "app/demo.h"
#include "app/serve.h"
#include "app/terminal.h"
#include "platform/access/account.h"
#include "platform/base/random.h"

namespace jatigi::app {
namespace {

struct InitCommand {
    const node::Place& place;
    std::string node_name = "jatigi";

    Command described() {
        return {.name = "init",
                .help = "Make new data and a new key file",
                .arguments = {{"--name", "Short name of this node", &node_name}}};
    }
    int run() {
        const auto token = node::initialise(place, {node_name, false}, node::system_clock());
        if (!token) return report(token.error());
        std::cout << "data: " << place.data << "\nkeys: " << node::key_path_of(place)
                  << "\nKeep the key file apart from the data: without it nothing sealed can ever "
                     "be read again.\nFirst administrator: start `jatigi serve`, then open, within "
                     "24 hours,\n  http://127.0.0.1:8080/#/link/"
                  << *token << "\n";
        return 0;
    }
};

struct ServeCommand {
    const node::Place& place;
    ServeOptions options{};
    std::string now{};
    std::vector<std::string> tls{};

    Command described() {
        return {
            .name = "serve",
            .help = "Serve the pages and the API",
            .arguments = {{"--listen", "ADDRESS:PORT", &options.listen},
                          {.name = "--tls",
                           .help = "Speak https: the certificate (PEM) and its key",
                           .into = &tls,
                           .count = 2},
                          {"--now", "Today's instant, for demonstration data only", &now},
                          {"--sign-in-links",
                           "Print a short-lived sign-in link per role (demonstration data only)",
                           &options.sign_in_links}}};
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
                    "password)",
                .arguments = {{"ACCOUNT", "Name of the account (admin)", &account, true, true}}};
    }
    int run() {
        const auto token = make_link();
        if (!token) return report(token.error());
        std::cout << "valid once, for 24 hours, while `jatigi serve` runs:\n"
                     "  http://127.0.0.1:8080/#/link/"
                  << *token << "\n";
        return 0;
    }

private:
    Result<std::string> make_link() const {
        const Clock clock = node::system_clock();
        TRY_ASSIGN(auto node, node::open_node(place, clock, {}));
        return node.writer->run<std::string>([this](log::WriteTx& tx) -> Result<std::string> {
            TRY_ASSIGN(const auto accounts, access::list_accounts(tx.db()));
            for (const access::Account& known : accounts)
                if (known.name == account)
                    return access::make_link(tx.db(), known.id, tx.now() + std::chrono::hours{24});
            return refuse(ErrorKind::not_found, "account.not_found", account);
        });
    }
};

struct ConfirmCommand {
    const node::Place& place;
    std::string account{};

    Command described() {
        return {.name = "confirm",
                .help = "Confirm an account of a role that takes part in nominal lists",
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
            return access::confirm_account(
                tx, {account}, {.command = id_v4<log::CommandEntity>(random_bytes<16>())});
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
    return {command_of<InitCommand>(place), command_of<ServeCommand>(place),
            command_of<LinkCommand>(place), command_of<ConfirmCommand>(place),
            command_of<DemoCommand>(place)};
}

}  // namespace jatigi::app
