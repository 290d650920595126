"""A disk that is really full: every command is refused with store.full, nothing is half done, and
service goes on when there is space again.

    full_disk_test.py BINARY      needs a file system of its own: as root, or in a user namespace
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from run_scenarios import Node, uuid7

SIZE = "8m"


def with_own_mounts(binary):
    """Runs this script again where it may mount, without touching the machine's own mounts."""
    for unshare in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        if subprocess.run([*unshare, "true"], capture_output=True).returncode == 0:
            os.execvp("unshare", [*unshare, sys.executable, __file__, binary, "--mounts-are-own"])
    sys.exit("a file system of a known size cannot be mounted here (unshare --mount is refused)")


def fill(path):
    with open(path, "wb", buffering=0) as file:
        for block in (1 << 16, 1):
            try:
                while file.write(bytes(block)):
                    pass
            except OSError:
                continue


def open_account(node, cookie, number):
    body = json.dumps({"command": uuid7(), "name": f"person.{number}", "role": "registrar"})
    status, _, text = node.ask("POST", "/api/v1/accounts", body, cookie)
    return status, json.loads(text).get("code", "")


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
        node = Node(binary, folder)
        _, cookie, _ = node.sign_in(node.admin_token)
        before = [open_account(node, cookie, number)[0] for number in range(5)]
        filler = pathlib.Path(folder) / "filler"
        fill(filler)
        # The WAL is written over from its start after a checkpoint, so some commands may still fit.
        full = [open_account(node, cookie, number) for number in range(100, 1_500)]
        alive = node.ask("GET", "/healthz", None, None)[0]
        filler.unlink()
        after = [open_account(node, cookie, number)[0] for number in range(2_000, 2_005)]
        node.stop()
        verified = subprocess.run([binary, *node.place, "verify"], capture_output=True, text=True)
        subprocess.run(["umount", folder], check=True)
    refused = [answer for answer in full if answer[0] != 201]
    assert before == [201] * 5, before
    assert refused and set(refused) == {(503, "store.full")}, set(full)
    assert alive == 200, alive
    assert after == [201] * 5, after
    assert verified.returncode == 0, verified.stdout
    print(f"full disk: {len(refused)} commands refused with store.full, then served again; verified")


if __name__ == "__main__":
    if "--mounts-are-own" in sys.argv:
        main(sys.argv[1])
    else:
        with_own_mounts(sys.argv[1])
