"""Runs the stories in scenarios/*.txt over HTTP against a real server on new data.

    run_scenarios.py BINARY [NAME...]      UPDATE=1 rewrites the expected answers

A story is lines:
    # words                                a comment, kept
    as NAME                                signs in by the one-time link of that account
    afresh NAME                            signs in with a password, chosen before if there was none
    confirm NAME                           the data protection officer confirms that account
    confirm-at-the-machine NAME            jatigi confirm, while the server is stopped
    power-cut                              the server is killed, and started again
    let NAME = PATH                        keeps a member of the last answer ("round.id")
    GET|POST|PUT|DELETE /path [body]       body: JSON, or @file; "command" is added to JSON objects
    again                                  the same request once more, the same command id
    = 201 {...}                            the expected answer
$name stands for a kept value, $link_NAME for the token of that account's link (with _ for . and -), $letters for 1,000
letters of two bytes each. What differs between
runs is masked in answers: ids, cards, case numbers, instants, today. Exit status 1 shows the first
difference of each story.
"""
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import uuid

MASKS = [
    (re.compile(r"\b[0-9a-f]{32}\b"), "<id>"),
    (re.compile(r"\b[A-Z]{2,4}\d{9}[0-9A-Z]\b"), "<case>"),
    (re.compile(r'(?<=")[0-9A-HJKMNP-TV-Z]{26}(?=")'), "<card>"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "<instant>"),
    (re.compile(r"\b\d{4} \d{4} \d{4}\b"), "<code>"),
]

PASSWORD = "sable-lampe-31"


def uuid7():
    """Time-ordered, as a device makes it (RFC 9562)."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    raw[6], raw[8] = raw[6] & 15 | 0x70, raw[8] & 63 | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


class Node:
    """A new node and its running server."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.place = ["--data", f"{folder}/data", "--keys", f"{folder}/keys/node.keys"]
        first = subprocess.run([binary, *self.place, "init", "--plain-keys"], check=True, capture_output=True,
                               text=True).stdout
        self.admin_token, self.guard_token = re.findall(r"#/link/([0-9a-f]+)", first)
        self.with_password = set()
        self.device = None  # One laptop, which all of them share.
        self.start()

    def start(self):
        self.server = subprocess.Popen([self.binary, *self.place, "serve", "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       text=True)
        self.port = int(re.search(r":(\d+)$", self.server.stdout.readline().strip())[1])

    def stop(self):
        self.server.terminate()
        if self.server.wait() != 0:
            sys.exit("the server did not stop well")

    def confirm(self, account):
        """As the data protection officer, who types the password once more."""
        guard = self.sign_in_afresh("data.protection", self.guard_token)
        body = json.dumps({"command": uuid7()})
        status, _, text = self.ask("POST", f"/api/v1/accounts/{account}/confirmation", body, guard)
        if status != 200:
            sys.exit(f"{account} was not confirmed: {text}")

    def sign_in_afresh(self, name, token, cookie=None):
        """With a password; whoever has none yet chooses one, in the session of the link."""
        if name not in self.with_password:
            status, text = 200, ""
            if not cookie:
                status, cookie, text = self.sign_in(token)
            if status == 200:
                status, _, text = self.ask("PUT", "/api/v1/account/password",
                                           json.dumps({"password": PASSWORD}), cookie)
            if status != 204:
                sys.exit(f"{name} could not choose a password: {text}")
            self.with_password.add(name)
        status, cookie, text = self.ask("POST", "/api/v1/session",
                                        json.dumps({"name": name, "password": PASSWORD}), None)
        if status != 200:
            sys.exit(f"{name} could not sign in: {text}")
        return cookie.split(";")[0]

    def confirm_at_the_machine(self, account):
        self.stop()
        subprocess.run([self.binary, *self.place, "confirm", account], check=True,
                       capture_output=True)
        self.start()

    def sign_in(self, token):
        """Uses a one-time link; gives the answer's status, the session's cookie and the text."""
        status, cookie, text = self.ask("POST", "/api/v1/session/link",
                                        json.dumps({"token": token}), None)
        return status, cookie and cookie.split(";")[0], text

    def ask(self, method, path, body, cookie):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"X-Jatigi": "1"}
        kept = [each for each in (cookie, self.device) if each]
        if kept:
            headers["Cookie"] = "; ".join(kept)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        given = answer.getheader("Set-Cookie")
        known = re.search(r"__Host-jatigi-device=[0-9a-f]+", given or "")
        if known:
            self.device = known[0]
        return answer.status, given, answer.read().decode()


DAYS_AGO = {"today": 0, "yesterday": 1, "tomorrow": -1, "last_week": 7, "long_ago": 40}


class Story:
    def __init__(self, node, path):
        self.node, self.path = node, path
        self.tokens = {"admin": node.admin_token, "data.protection": node.guard_token}
        self.cookies = {}
        self.kept = {**node.days, "letters": "é" * 1_000}
        self.cookie = None
        self.last = (0, "")
        self.request = None

    def run(self):
        """The story's lines with the answers that were really given."""
        out = []
        for line in self.path.read_text().splitlines():
            if line.startswith("= "):
                continue
            out.append(line)
            if line and not line.startswith("#"):
                out += self.step(line)
        return out

    def step(self, line):
        word, _, rest = line.partition(" ")
        if word == "as":
            self.sign_in(rest)
            return []
        if word == "afresh":
            self.cookie = self.cookies[rest] = self.node.sign_in_afresh(
                rest, self.tokens.get(rest), self.cookies.get(rest))
            return []
        if word == "confirm":
            self.node.confirm(rest)
            return []
        if word == "confirm-at-the-machine":
            self.node.confirm_at_the_machine(rest)
            return []
        if word == "power-cut":
            self.node.server.kill()
            self.node.server.wait()
            self.node.start()
            return []
        if word == "let":
            name, _, member = rest.partition(" = ")
            value = json.loads(self.last[1])
            for part in member.split("."):
                value = value[int(part)] if part.isdigit() else value[part]
            self.kept[name] = value
            return []
        if word != "again":
            self.request = self.prepare(word, rest)
        status, cookie, text = self.node.ask(*self.request, self.cookie)
        self.last = (status, text)
        self.note_link(text)
        return [f"= {status} {self.masked(text)}".rstrip()]

    def sign_in(self, name):
        if name == "nobody":
            self.cookie = None
            return
        if name not in self.cookies:
            status, cookie, text = self.node.sign_in(self.tokens[name])
            if status != 200:
                sys.exit(f"{self.path}: {name} could not sign in: {text}")
            self.cookies[name] = cookie
        self.cookie = self.cookies[name]

    def note_link(self, text):
        try:
            answer = json.loads(text)
        except ValueError:
            return
        if isinstance(answer, dict) and "link" in answer:
            token = answer["link"].rpartition("/")[2]
            self.tokens[answer["name"]] = token
            self.kept["link_" + re.sub(r"\W", "_", answer["name"])] = token

    def prepare(self, method, rest):
        rest = re.sub(r"\$(\w+)", lambda match: str(self.kept[match[1]]), rest)
        path, _, body = rest.partition(" ")
        if body.startswith("@"):
            return method, path, pathlib.Path(body[1:]).read_bytes()
        if body.startswith("{") and method == "POST":
            body = json.dumps({"command": uuid7(), **json.loads(body)})
        return method, path, body or None

    def masked(self, text):
        text = text.replace("\r\n", "\\n")
        for pattern, mask in MASKS:
            text = pattern.sub(mask, text)
        for name, day in self.node.days.items():
            text = text.replace(day, f"<{name}>")
        return text


def run(binary, path):
    with tempfile.TemporaryDirectory() as folder:
        node = Node(binary, folder)
        # The site's civil day: UTC+1, as in reference/sites.csv.
        node.days = {name: time.strftime("%Y-%m-%d", time.gmtime(time.time() + 3600 - ago * 86_400))
                     for name, ago in DAYS_AGO.items()}
        try:
            got = Story(node, path).run()
        finally:
            node.stop()
        checked = subprocess.run([binary, *node.place, "verify"], capture_output=True, text=True)
        if checked.returncode != 0:
            print(f"{path}: after the story, verify says:\n{checked.stdout}")
            return False
    expected = path.read_text().splitlines()
    if got == expected:
        print(f"{path}: {sum(line.startswith('= ') for line in got)} answers as expected")
        return True
    if os.environ.get("UPDATE"):
        path.write_text("\n".join(got) + "\n")
        print(f"{path}: rewritten, read the difference")
        return True
    for number, (want, have) in enumerate(zip(expected + ["(end)"], got + ["(end)"]), 1):
        if want != have:
            print(f"{path}:{number}:\n  expected {want}\n  got      {have}")
            break
    return False


def main(binary, names):
    stories = [pathlib.Path(name) for name in names] or sorted(pathlib.Path("scenarios").glob("*.txt"))
    if not stories:
        sys.exit("no scenarios found")
    sys.exit(not all([run(binary, story) for story in stories]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
