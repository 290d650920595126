"""One shift on a real server: a list of families comes in while two desks register, breakfast is served on two
tablets through cuts of the network, somebody closes it too early, the power goes, the node is restored from
the backup and serves lunch. Nobody is without a card or a plate, nobody stands twice, every plate is counted,
`verify` is well, and the statement adds up.

    shift_test.py BINARY
"""
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time

from run_scenarios import Node, uuid7

HEAD = ("N°;Date d'arrivée;Nom;Prénom(s);Sexe;Date de naissance;Nationalité;Nom du père;Nom de la mère;"
        "N° de ménage;Lien avec le chef de ménage\n")
FAMILIES, OF_A_FAMILY = 60, 5
PRICE = 450
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu"]


def name(number):
    """An invented name, another for each number."""
    return "".join(SYLLABLES[(number // len(SYLLABLES) ** i + 7 * i) % len(SYLLABLES)]
                   for i in range(3)).capitalize()


def people():
    """Families of five: two parents, twins, and their little brother."""
    rows = []
    for family in range(FAMILIES):
        house, father, mother = name(family), name(1000 + family), name(2000 + family)
        born = f"{family % 28 + 1:02}/{family % 12 + 1:02}"
        rows += [(house, father, "M", f"{born}/1980", "", "", "chef"),
                 (name(300 + family), mother, "F", f"{born}/1984", "", "", "épouse")]
        rows += [(house, given, "M", f"{born}/{year}", f"{father} {house}", f"{mother} {name(300 + family)}", "fils")
                 for given, year in ((name(500) + "a", 2012), (name(500) + "o", 2012), (name(700 + family), 2014))]
    return rows


def row_of(number, person):
    house, given, sex, born, father, mother, relation = person
    family = (number - 1) // OF_A_FAMILY + 1
    return f"{number};14/01/2023;{house};{given};{sex};{born};malienne;{father};{mother};{family};{relation}\n"


class Shift:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, pathlib.Path(folder)
        self.node = Node(binary, folder)
        self.today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 3600))
        self.cookies, self.numbers = {}, set()
        self.sign_in_all(self.node.admin_token)

    def sign_in_all(self, admin_token):
        self.cookies["admin"] = self.node.sign_in(admin_token)[1]
        for role, who in (("registrar", "desk1"), ("registrar", "desk2"), ("food_distributor", "tablet1"),
                          ("food_distributor", "tablet2"), ("finance_officer", "finance")):
            made = self.post("admin", "/api/v1/accounts", {"name": who, "role": role})
            if not made["confirmed"]:
                self.node.confirm(who)
            self.cookies[who] = self.node.sign_in(made["link"].rpartition("/")[2])[1]

    def ask(self, who, method, path, body=None):
        return self.node.ask(method, path, body, self.cookies[who])

    def post(self, who, path, body, status=201):
        got, _, text = self.ask(who, "POST", path, json.dumps({"command": uuid7(), **body}))
        assert got == status, f"{path}: {got} {text}"
        return json.loads(text)

    def run(self, *arguments):
        return subprocess.run([self.binary, *self.node.place, *arguments], check=True, capture_output=True,
                              text=True).stdout

    def new_number(self, number):
        assert number not in self.numbers, f"{number} was given twice"
        self.numbers.add(number)


def register(shift, who, person, despite=None):
    house, given, sex, born, father, mother, _ = person
    day, month, year = born.split("/")
    fields = {"family_name": house, "given_names": given, "sex": sex, "nationality": "MLI",
              "birth": {"year": int(year), "month": int(month), "day": int(day)}}
    fields |= {"father_name": father, "mother_name": mother} if father else {}
    got, _, text = shift.ask(who, "POST", "/api/v1/persons", json.dumps(
        {"command": uuid7(), "site": "ASM", "person": fields, "despite": despite or []}))
    answer = json.loads(text)
    if got == 409 and answer["code"] == "person.probably_registered":
        return None
    assert got == 201, text
    return answer["case_number"]


def together(*works):
    """All at once; what fails in one of them fails here."""
    with concurrent.futures.ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()


def arrive(shift, rows):
    """The list comes in; each desk registers some who stand on it, and some who do not."""
    table = HEAD + "".join(row_of(at + 1, person) for at, person in enumerate(rows))
    at_desks, answer = [], []
    strangers = [(name(3000 + i), name(3100 + i), "F", f"0{i % 9 + 1}/03/199{i % 9}", "", "", "") for i in range(12)]

    def desk(who, mine):
        for person in mine:
            at_desks.append(register(shift, who, person))

    def clerk():
        got, _, text = shift.ask("desk1", "POST", "/api/v1/imports?site=ASM&list_date=2023-01-15&commit=true",
                                 table.encode())
        assert got == 200, text
        answer.append(json.loads(text))

    together(clerk, lambda: desk("desk1", rows[250:256] + strangers[:6]),
             lambda: desk("desk2", rows[256:262] + strangers[6:]))
    holders = {}
    for row in answer[0]["rows"]:
        # Whoever was known has a card from the desk, whose code is told once.
        assert row.get("case_number") and ("card" in row or row.get("known_as")), f"no card for row {row}"
        holders[row["case_number"]] = row.get("card", row["case_number"])
    assert len(holders) == len(rows), f"{len(holders)} people of {len(rows)} rows"
    for number in filter(None, at_desks):
        holders.setdefault(number, number)
    assert len(holders) == len(rows) + len(strangers), f"{len(holders)} people are registered"
    for number in holders:
        shift.new_number(number)
    return holders, table


def serve(shift, round_id, holders, closes_early):
    """Two tablets, each with half of the people; every third scan waits on its tablet. The breakfast is closed
    when half of the plates are given."""
    cards = list(holders.values())
    waiting, lock, given = [], threading.Lock(), []

    def tablet(who, mine):
        for at, card in enumerate(mine):
            if closes_early and who == "tablet1" and at == len(mine) // 2:
                shift.post("tablet2", f"/api/v1/rounds/{round_id}/closing", {}, 200)
            body = json.dumps({"command": uuid7(), "code": card})
            if at % 3 == 0:
                with lock:
                    waiting.append((who, time.monotonic(), body))
                continue
            for _ in range(2):  # The answer to the first is lost in a cut.
                got, _, text = shift.ask(who, "POST", f"/api/v1/rounds/{round_id}/servings", body)
                assert got == 201, text
            with lock:
                given.append(card)

    together(lambda: tablet("tablet1", cards[::2]), lambda: tablet("tablet2", cards[1::2]))
    # Whoever has the tablets now sends what waits.
    for maker, since, body in waiting:
        waited = int((time.monotonic() - since) * 1000)
        got, _, text = shift.ask("tablet1", "POST", f"/api/v1/rounds/{round_id}/servings"
                                 f"?waited_ms={waited}&scanned_by={maker}", body)
        assert got == 201, text
    assert len(given) + len(waiting) == len(holders)
    state = json.loads(shift.ask("tablet1", "GET", f"/api/v1/rounds/{round_id}")[2])
    assert state["served"] == len(holders), state
    assert (state["late"] > 0) == closes_early, state


def prepare(shift):
    """Who pays, and the recovery key of the first day. Gives three of its shares."""
    shift.post("finance", "/api/v1/agreements",
               {"code": "DON-1", "donor": "Bailleur (essai)", "title": "Repas", "currency": "XOF",
                "amount": 100_000_000, "first_day": "2022-10-01", "last_day": "2099-12-31"})
    for service in ("BREAKFAST", "LUNCH"):
        shift.post("finance", "/api/v1/unit-costs",
                   {"site": "ASM", "service": service, "currency": "XOF", "price": PRICE,
                    "first_day": "2022-10-01", "last_day": "2099-12-31"})
    shares = shift.folder / "shares"
    shift.node.stop()
    shift.run("keys", "recovery", str(shares))
    shift.node.start()
    return sorted(str(path) for path in shares.iterdir())[:3]


def open_round(shift, service):
    return shift.post("tablet1", "/api/v1/rounds",
                      {"site": "ASM", "service": service, "day": shift.today})["round"]["id"]


def lose_power(shift):
    """Nothing of what was acknowledged is lost, and the evening's backup is made."""
    shift.node.server.kill()
    shift.node.server.wait()
    shift.run("verify")
    backup = shift.folder / "evening"
    shift.run("backup", str(backup))
    shift.node.start()
    return backup


def register_some(shift, first):
    """Five at the desk; what stands on their cards is on paper."""
    numbers = [register(shift, "desk1", (name(first + 7 * i), name(first + 900 + 7 * i), "F", f"0{i + 1}/02/1991",
                                         "", "", "")) for i in range(5)]
    for number in numbers:
        shift.new_number(number)
    return numbers


def restore(shift, backup, shares):
    """The node on another disk, from the backup; everybody signs in again."""
    folder = shift.folder / "restored"
    (folder / "keys").mkdir(parents=True)
    place = ["--data", f"{folder}/data", "--keys", f"{folder}/keys/node.keys"]
    subprocess.run([shift.binary, "--keys", place[3], "restore", str(backup), "--to", place[1], "--from-keys",
                    f"{backup}.keys", *(part for share in shares for part in ("--share", share))],
                   check=True, capture_output=True)
    shift.node.place = place
    links = {who: re.search(r"#/link/([0-9a-f]+)", shift.run("link", who))[1]
             for who in ("desk1", "tablet1", "tablet2", "finance")}
    shift.node.start()
    shift.cookies = {who: shift.node.sign_in(link)[1] for who, link in links.items()}


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        shift = Shift(binary, folder)
        shares = prepare(shift)
        holders, table = arrive(shift, people())
        serve(shift, open_round(shift, "BREAKFAST"), holders, closes_early=True)
        breakfasts = len(holders)
        backup = lose_power(shift)
        register_some(shift, 500)  # The backup knows nothing of these.
        shift.node.stop()

        restore(shift, backup, shares)
        got, _, text = shift.ask("desk1", "POST", "/api/v1/imports?site=ASM&list_date=2023-01-15&commit=true",
                                 table.encode())
        assert got == 200 and json.loads(text)["counts"]["registered"] == 0, text[:500]
        holders |= {number: number for number in register_some(shift, 1600)}
        serve(shift, open_round(shift, "LUNCH"), holders, closes_early=False)
        shift.node.stop()
        shift.run("verify")

        plates = breakfasts + len(holders)
        csv = shift.run("statement", "DON-1", "--from", shift.today, "--to", shift.today, "--format", "csv")
        assert f"total,charged,{plates * PRICE},{plates * PRICE},XOF" in csv, csv
        assert f"result,servings_scanned,{plates},,servings" in csv, csv
    print(f"one shift: {len(holders)} people, {plates} plates, each counted once")


if __name__ == "__main__":
    main(sys.argv[1])
