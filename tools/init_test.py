"""How `jatigi init` asks for what protects the keys.

    init_test.py BINARY

Without a terminal and without a word about it, it refuses and leaves nothing; a passphrase by a descriptor or a
terminal is needed again to serve; --plain-keys is the way without.
"""
import os
import pathlib
import pty
import subprocess
import sys
import tempfile

PASSPHRASE = "cinq mots tout au hasard"


def run(binary, folder, *arguments, **more):
    place = ["--data", f"{folder}/data", "--keys", f"{folder}/keys/node.keys"]
    return subprocess.run([binary, *place, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          start_new_session=True, timeout=60, **more)


def with_passphrase(binary, folder, *arguments):
    reader, writer = os.pipe()
    os.write(writer, f"{PASSPHRASE}\n{PASSPHRASE}\n".encode())
    os.close(writer)
    done = run(binary, folder, "--passphrase-fd", str(reader), *arguments, pass_fds=(reader,))
    os.close(reader)
    return done


def refused_without_protection(binary, folder):
    refused = run(binary, folder, "init")
    assert refused.returncode == 1 and "vault.keys_unprotected" in refused.stderr, refused
    assert not pathlib.Path(folder, "keys").exists(), "a key file was left"


def by_descriptor(binary, folder):
    made = with_passphrase(binary, folder, "init")
    assert made.returncode == 0 and made.stdout.count("#/link/") == 2, made
    keys = pathlib.Path(folder, "keys/node.keys").read_text()
    assert "passphrase argon2id" in keys, keys
    closed = run(binary, folder, "link", "admin")
    assert closed.returncode == 1 and "vault.passphrase_needed" in closed.stderr, closed
    opened = with_passphrase(binary, folder, "link", "admin")
    assert opened.returncode == 0 and "#/link/" in opened.stdout, opened


def on_a_terminal(binary, folder):
    place = ["--data", f"{folder}/data", "--keys", f"{folder}/keys/node.keys"]
    child, terminal = pty.fork()
    if child == 0:
        os.execv(binary, [binary, *place, "init"])
    shown = b""
    for _ in range(2):
        while not shown.rstrip(b" ").endswith(b":"):
            shown += os.read(terminal, 1024)
        os.write(terminal, f"{PASSPHRASE}\n".encode())
        shown += b"\n"
    try:
        while chunk := os.read(terminal, 1024):
            shown += chunk
    except OSError:
        pass  # The terminal went with the program.
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, shown
    assert PASSPHRASE.encode() not in shown, "the passphrase was shown"
    assert "passphrase argon2id" in pathlib.Path(folder, "keys/node.keys").read_text()


def in_clear_on_purpose(binary, folder):
    made = run(binary, folder, "init", "--plain-keys")
    assert made.returncode == 0, made
    assert "passphrase none" in pathlib.Path(folder, "keys/node.keys").read_text()


def main(binary):
    binary = os.path.abspath(binary)
    cases = (refused_without_protection, by_descriptor, on_a_terminal, in_clear_on_purpose)
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            case(binary, folder)
    print(f"init: {len(cases)} ways to protect the keys, as docs/operations.md says")


if __name__ == "__main__":
    main(sys.argv[1])
