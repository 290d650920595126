#include "platform/vault/passphrase.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace jatigi::vault {
namespace {

constexpr std::size_t passphrase_bytes_max = 1'024;

// False when `given_up` came first.
bool wait_for_byte(int descriptor, int given_up) {
    std::array<pollfd, 2> both{{{descriptor, POLLIN, 0}, {given_up, POLLIN, 0}}};
    while (::poll(both.data(), both.size(), -1) < 0 && errno == EINTR) {
    }
    return both[1].revents == 0;
}

Result<SecretBytes> read_line(int descriptor, int given_up = -1) {
    Bytes room;
    room.reserve(passphrase_bytes_max);
    SecretBytes line(std::move(room));
    for (;;) {
        std::uint8_t byte = 0;
        if (given_up >= 0 && !wait_for_byte(descriptor, given_up))
            return refuse(ErrorKind::invalid, "vault.passphrase_needed", "given up");
        const ssize_t n = ::read(descriptor, &byte, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0 && line.bytes().empty())
            return refuse(ErrorKind::invalid, "vault.passphrase_needed", "nothing could be read");
        if (n <= 0 || byte == '\n') return line;
        if (line.bytes().size() == passphrase_bytes_max)
            return refuse(ErrorKind::invalid, "vault.passphrase_needed",
                          "a passphrase has at most 1,024 bytes");
        line.bytes().push_back(byte);
    }
}

// A terminal that shows nothing while this lives.
class QuietTerminal {
public:
    explicit QuietTerminal(int given_up)
        : descriptor_(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)), given_up_(given_up) {
        if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_quiet_ = ::tcsetattr(descriptor_, TCSAFLUSH, &quiet) == 0;
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;
    ~QuietTerminal() {
        if (is_quiet_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    Result<SecretBytes> ask(std::string_view question) const {
        if (!is_quiet_)
            return refuse(ErrorKind::invalid, "vault.passphrase_needed",
                          "no terminal; use --passphrase-fd");
        say(question);
        auto line = read_line(descriptor_, given_up_);
        say("\n");
        return line;
    }

private:
    void say(std::string_view text) const {
        if (::write(descriptor_, text.data(), text.size()) < 0) return;  // Still readable.
    }
    int descriptor_, given_up_;
    termios before_{};
    bool is_quiet_ = false;
};

}  // namespace

PassphraseSource passphrase_from_terminal(int given_up) {
    return [given_up](PassphraseUse use) -> Result<SecretBytes> {
        const QuietTerminal terminal(given_up);
        if (use == PassphraseUse::open) return terminal.ask("Passphrase of the key file: ");
        TRY_ASSIGN(SecretBytes first, terminal.ask("New passphrase: "));
        TRY_ASSIGN(const SecretBytes again, terminal.ask("The same again: "));
        if (first.text() != again.text())
            return refuse(ErrorKind::invalid, "vault.passphrase_differs",
                          "the two passphrases are not the same");
        return first;
    };
}

PassphraseSource passphrase_from_descriptor(int descriptor) {
    return [descriptor](PassphraseUse) { return read_line(descriptor); };
}

}  // namespace jatigi::vault
