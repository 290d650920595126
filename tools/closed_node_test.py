"""A power cut at night, and a raid: what the server process does, from outside.

    closed_node_test.py BINARY

Killed and started again without anybody who knows the passphrase, it counts; the passphrase from a page opens it, and
what was counted is there. Started without its stick, or on data that somebody changed, it counts, too. Locked, it starts itself again, and its memory holds no name, telephone, number, token or
passphrase that went through it. The process forbids others to look into it, so only root looks; whoever is not is told.
"""
import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid

PASSPHRASE = "cinq mots tout au hasard"
SURNAME, GIVEN, TELEPHONE = "ZZMEMORYSURNAME", "Zzmemorygiven", "70123498"
PASSWORD = "sable-lampe-zzmemory-31"
DEADLINE_S = 60


def place(folder):
    return ["--data", f"{folder}/data", "--keys", f"{folder}/keys/node.keys"]


@contextlib.contextmanager
def typed(text):
    reader, writer = os.pipe()
    os.write(writer, text.encode())
    os.close(writer)
    yield reader
    os.close(reader)


class Server:
    """`jatigi serve` without a terminal."""

    def __init__(self, binary, folder):
        self.process = subprocess.Popen([binary, *place(folder), "serve", "--listen", "127.0.0.1:0"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        start_new_session=True)
        self.cookies = {}
        self.port = 0

    def wait_for(self, words):
        for line in self.process.stdout:
            if line.startswith(words):
                self.port = int(line.rsplit(":", 1)[1])
                return
        raise AssertionError(f"it ended before it said {words}: {self.process.stderr.read()}")

    def ask(self, method, path, body=None, who=""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE_S)
        headers = {"X-Jatigi": "1", "Content-Type": "application/json"}
        if who in self.cookies:
            headers["Cookie"] = self.cookies[who]
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        kept = [value.split(";")[0] for name, value in response.getheaders() if name == "Set-Cookie"]
        if kept:
            self.cookies[who] = "; ".join(kept)
        return response.status, json.loads(response.read() or b"{}")

    def post(self, path, who="", **body):
        return self.ask("POST", f"/api/v1/{path}", {"command": str(uuid.uuid4()), **body}, who)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=DEADLINE_S)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=DEADLINE_S) == 0, self.process.stderr.read()


def init(binary, folder):
    with typed(f"{PASSPHRASE}\n{PASSPHRASE}\n") as reader:
        made = subprocess.run([binary, *place(folder), "--passphrase-fd", str(reader), "init", "--name", "nuit"],
                              pass_fds=(reader,), capture_output=True, text=True, timeout=DEADLINE_S, start_new_session=True)
    assert made.returncode == 0, made
    return re.findall(r"#/link/([0-9a-f]{32})", made.stdout)


def opened(binary, folder):
    server = Server(binary, folder)
    server.wait_for("waiting")
    assert server.ask("GET", "/api/v1/session")[1]["code"] == "vault.passphrase_awaited"
    assert server.post("opening", passphrase=PASSPHRASE)[0] == 200
    server.wait_for("listening")
    return server


def sign_in(server, who, token):
    status, answer = server.ask("POST", "/api/v1/session/link", {"token": token}, who)
    assert status == 200, answer
    assert server.ask("PUT", "/api/v1/account/password", {"password": PASSWORD}, who)[0] == 204


def made_account(server, name, role):
    status, made = server.post("accounts", "admin", name=name, role=role, site=None)
    assert status == 201, made
    status, answer = server.ask("POST", "/api/v1/session", {"name": "data.protection", "password": PASSWORD}, "officer")
    assert status == 200, answer
    server.post(f"accounts/{name}/confirmation", "officer")
    sign_in(server, name, re.search(r"[0-9a-f]{32}", json.dumps(made))[0])


def night(binary, folder):
    """What is counted while nobody knows the passphrase, and who brings it in."""
    links = init(binary, folder)
    server = opened(binary, folder)
    for who, token in zip(("admin", "officer"), links):
        sign_in(server, who, token)
    for name, role in (("aissa", "registrar"), ("idrissa", "food_distributor")):
        made_account(server, name, role)
    status, person = server.post("persons", "aissa", site="ASM",
                                 person={"family_name": SURNAME, "given_names": GIVEN, "sex": "F",
                                         "phones": [TELEPHONE]})
    assert status == 201, person
    server.kill()

    server = Server(binary, folder)
    server.wait_for("waiting")
    assert server.post("closed-counts", kind="arrival", count=40)[1]["arrivals"] == 40
    command = str(uuid.uuid4())
    status, counted = server.ask("POST", "/api/v1/closed-counts",
                                 {"command": command, "kind": "plate", "service": "BREAKFAST",
                                  "number": person["case_number"]})
    assert status == 201 and counted["plates"] == 1, counted
    server.kill()

    server = opened(binary, folder)
    server.ask("POST", "/api/v1/session", {"name": "idrissa", "password": PASSWORD}, "idrissa")
    status, waiting = server.ask("GET", "/api/v1/closed-counts", who="idrissa")
    assert status == 200 and waiting["arrivals"] == 40 and waiting["plates"] == 1, waiting
    day = waiting["counts"][0]["at"][:10]
    status, made = server.post("rounds", "idrissa", site="ASM", service="BREAKFAST", day=day)
    assert status == 201, made
    status, served = server.ask("POST", f"/api/v1/rounds/{made['round']['id']}/servings?waited_ms=1000&scanned_by=idrissa",
                                {"command": command, "code": person["case_number"]}, "idrissa")
    assert status == 201 and served["served"] == 1, served
    assert server.ask("GET", "/api/v1/closed-counts", who="idrissa")[1]["plates"] == 0
    return server


def without_the_stick(binary, folder):
    """Its key file is with somebody who sleeps: it counts, and opens when the stick is back, which has no passphrase."""
    made = subprocess.run([binary, *place(folder), "init", "--plain-keys"], capture_output=True, text=True,
                          timeout=DEADLINE_S, start_new_session=True)
    assert made.returncode == 0, made
    key, pocket = pathlib.Path(folder, "keys/node.keys"), pathlib.Path(folder, "keys/in-a-pocket")
    key.rename(pocket)
    server = Server(binary, folder)
    server.wait_for("waiting for the key file")
    assert server.post("closed-counts", kind="arrival", count=3)[1]["arrivals"] == 3
    assert server.post("opening", passphrase=PASSPHRASE)[1]["code"] == "vault.key_file_missing"
    pocket.rename(key)
    server.wait_for("listening")
    assert server.ask("GET", "/api/v1/session")[0] == 401
    server.stop()


def changed_outside(binary, folder):
    """Somebody wrote to its data: no file is opened, and breakfast is counted."""
    made = subprocess.run([binary, *place(folder), "init", "--plain-keys"], capture_output=True, text=True,
                          timeout=DEADLINE_S, start_new_session=True)
    assert made.returncode == 0, made
    with contextlib.closing(sqlite3.connect(f"{folder}/data/jatigi.db")) as data, data:
        assert data.execute("update fact set body = zeroblob(length(body)) where seq = 2").rowcount == 1
    server = Server(binary, folder)
    server.wait_for("counting, and opening nothing")
    assert server.post("closed-counts", kind="arrival", count=3)[1]["arrivals"] == 3
    assert server.post("opening", passphrase=PASSPHRASE)[1]["code"] == "log.altered"
    assert server.ask("GET", "/api/v1/session")[0] == 503
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=DEADLINE_S) == 1
    assert "log.altered" in server.process.stderr.read()


def memory(pid):
    """Every readable byte of the process."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as content:
        for line in maps:
            span, rights = line.split()[:2]
            if not rights.startswith("r"):
                continue
            start, end = (int(side, 16) for side in span.split("-"))
            with contextlib.suppress(OSError, ValueError, OverflowError):  # [vvar] and the like
                content.seek(start)
                yield content.read(end - start)


def found(pid, needles):
    whole = b"\0".join(memory(pid))
    return [name for name, needle in needles.items() if needle in whole]


def raid(binary, folder, server):
    """Locked, the process keeps nothing of what it knew."""
    server.post("persons/search", "aissa", query=SURNAME)
    secrets = {"surname": SURNAME, "given name": GIVEN, "telephone": TELEPHONE, "password": PASSWORD,
               "passphrase": PASSPHRASE, "session": server.cookies["idrissa"].split("=")[1].split(";")[0]}
    needles = {name: text.encode() for name, text in secrets.items()}
    needles["surname in UTF-16"] = SURNAME.encode("utf-16-le")
    server.ask("POST", "/api/v1/session", {"name": "aissa", "password": PASSWORD}, "aissa")
    server.post("persons/search", "aissa", query=SURNAME)
    pid = server.process.pid
    may_look = os.geteuid() == 0
    if may_look:
        before = found(pid, needles)
        assert {"surname", "session"} <= set(before), f"the look finds nothing: {before}"
    locked = subprocess.run([binary, *place(folder), "lock"], capture_output=True, text=True, timeout=DEADLINE_S)
    assert locked.returncode == 0, locked
    server.wait_for("locked")
    assert server.process.poll() is None and server.process.pid == pid
    assert server.ask("GET", "/api/v1/session")[1]["code"] == "vault.locked"
    assert server.post("closed-counts", kind="arrival", count=1)[1]["code"] == "vault.locked"
    left = found(pid, needles) if may_look else []
    assert not left, f"in memory after the lock: {left}"
    print("nothing in memory after the lock" if may_look else "not root: nobody looked into the memory after the lock")


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "keys").mkdir(mode=0o700)
        server = night(binary, folder)
        try:
            raid(binary, folder, server)
        finally:
            server.stop()
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "keys").mkdir(mode=0o700)
        without_the_stick(binary, folder)
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "keys").mkdir(mode=0o700)
        changed_outside(binary, folder)
    print("counted while closed, opened from a page and by a stick")


if __name__ == "__main__":
    main()
