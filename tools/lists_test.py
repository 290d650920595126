"""Brings lists as other people write them, and counts what was read of them.

    lists_test.py BINARY [NAME…]

scenarios/lists has for each list NAME the file, NAME.truth.csv with what a careful person takes from
it (the columns of --decisions), and NAME.json: the day of the list, what a clerk answers when asked,
which values a reader may leave open, and under which headings ("headings") fields stand that may be asked
about. Of each field, over the rows that come in, is counted
  read   the right value
  asked  none, and marked: by a reason of the row, or since its heading is named as not understood
  lost   none, without a mark
  wrong  another one
Wrong may be at most 0.5 % of a field, read and asked together at least 97 %, decisions 98 %. What was
read of all filled cells may not get less, either. All people are invented.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
from datetime import date

LISTS = pathlib.Path(__file__).resolve().parent.parent / "scenarios" / "lists"
FIELDS = ["list_no", "arrival_date", "family_name", "given_names", "sex", "birth", "nationality",
          "birth_place", "origin", "father_name", "mother_name", "marital_status", "household",
          "relation", "phone", "languages", "document_type", "document_no", "vulnerabilities",
          "observations"]
PLACES_AND_NAMES = {"family_name", "given_names", "birth_place", "origin", "father_name",
                    "mother_name"}
# A reason that is about one field says nothing of another.
ABOUT = {"BIRTH": "birth", "AGE": "birth", "SEX": "sex", "NATIONALITY": "nationality",
         "PHONE": "phone", "ARRIVAL": "arrival_date", "NAME": "family_name"}
SILENT = ("DUPLICATE", "ALREADY", "PROBABLY", "PERHAPS", "ENCODING", "NAMES_SWAPPED")
MOST_WRONG, LEAST_READ_OR_ASKED, LEAST_DECISIONS, LEAST_READ = 0.005, 0.97, 0.98, 0.96


def rows_of(path: pathlib.Path) -> dict[int, dict]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {int(row["row"]): row for row in csv.DictReader(file)}


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in plain if c.isalnum())


def value_of(row: dict, field: str) -> str:
    if field == "birth":
        return " ".join(row.get(name, "") for name in ("birth_min", "birth_max",
                                                       "birth_precision")).strip()
    text = (row.get(field) or "").strip()
    if field in ("origin", "father_name", "mother_name"):
        words = re.split(r"[\s,/-]+", text)
        return "".join(sorted(folded(word) for word in words if folded(word) not in ("feu", "late")))
    if field in PLACES_AND_NAMES:
        return folded(text)
    return " ".join(text.split())


def middle_fits(got: dict, truth: dict) -> bool:
    """A rough birth: the middle of what was read lies in what is true, or half a year beside it."""
    try:
        low, high = date.fromisoformat(got["birth_min"]), date.fromisoformat(got["birth_max"])
        first, last = (date.fromisoformat(truth[name]) for name in ("birth_min", "birth_max"))
    except (KeyError, ValueError):
        return False
    middle = low.toordinal() + (high - low).days / 2
    return first.toordinal() - 183 <= middle <= last.toordinal() + 183


def is_marked(reasons: str, field: str) -> bool:
    for reason in filter(None, reasons.split("|")):
        about = ABOUT.get(reason.split("_")[0])
        if not reason.startswith(SILENT) and about in (None, field):
            return True
    return False


def outcome(field: str, got: dict, truth: dict, answers: dict) -> str:
    number = truth["row"]
    want, have = value_of(truth, field), value_of(got, field)
    rejected = got.get("decision") not in ("accepted", "warned")
    also = [value_of({field: text}, field)
            for text in answers.get("also", {}).get(number, {}).get(field, [])]
    rough = field == "birth" and int(number) in answers.get("rough_births", [])
    if not rejected and (have == want or have in also or (rough and middle_fits(got, truth))):
        return "read"
    if have and not rejected:
        return "wrong"
    if not want:
        return "read"
    if not rejected and not is_marked(got.get("reasons", ""), field):
        return "lost"
    may_ask = answers.get("may_ask", []) + answers.get("may_ask_cells", {}).get(number, [])
    return "read" if field in may_ask and not rejected else "asked"


def kind_of(decision: str) -> str:
    return {"accepted": "in", "warned": "in", "rejected": "rejected"}.get(decision, "none")


class Count:
    def __init__(self) -> None:
        self.of = dict.fromkeys(("read", "asked", "lost", "wrong"), 0)
        self.filled = self.filled_read = 0

    def add(self, result: str, filled: bool) -> None:
        self.of[result] += 1
        self.filled += filled
        self.filled_read += filled and result == "read"

    def problems(self, name: str) -> list[str]:
        cells = sum(self.of.values())
        found = []
        if self.of["wrong"] > MOST_WRONG * cells:
            found.append(f"{name}: {self.of['wrong']} of {cells} are wrong")
        if self.of["read"] + self.of["asked"] < LEAST_READ_OR_ASKED * cells:
            found.append(f"{name}: {self.of['lost']} of {cells} are lost")
        return found


def plain_words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("°", " "))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() or c in "#&/" else " " for c in plain).split())


def asked_fields(answers: dict, said: str) -> set[str]:
    """The fields whose heading, or its lower line, is named as not understood."""
    named = [plain_words(text) for text in re.findall(r'not understood: "(.*?)"; ', said, re.S)]
    found = set()
    for field, headings in answers.get("headings", {}).items():
        headings = [headings] if isinstance(headings, str) else headings
        if any(f" {plain_words(heading)} " in f" {text} " for heading in headings for text in named):
            found.add(field)
    return found


def name_households(truths: dict[int, dict], got: dict[int, dict]) -> None:
    """Where only who belongs together is known, a household is called as most of its people are, unless
    another is called so more often."""
    pairs: dict[tuple[str, str], int] = {}
    for number, truth in truths.items():
        number_read = got.get(number, {}).get("household", "").strip()
        if truth["household"] and number_read:
            pair = truth["household"], number_read
            pairs[pair] = pairs.get(pair, 0) + 1
    names: dict[str, str] = {}
    for (group, called), _ in sorted(pairs.items(), key=lambda pair: -pair[1]):
        if group not in names and called not in names.values():
            names[group] = called
    for truth in truths.values():
        group = truth["household"]
        truth["household"] = group and names.get(group, f"group {group}")


def bring(binary: str, name: str, answers: dict, folder: str) -> tuple[dict[int, dict], str]:
    file = next(path for path in LISTS.glob(f"{name}.*")
                if path.suffix in (".csv", ".xlsx", ".zip") and ".truth" not in path.name)
    place = ["--data", f"{folder}/data", "--keys", f"{folder}/keys"]
    subprocess.run([binary, *place, "init", "--plain-keys", "--name", "lists"], check=True, capture_output=True)
    options = ["--site", "ASM", "--list-date", answers["list_date"], "--with-protection",
               "--decisions", f"{folder}/decisions.csv"]
    for option in ("arrival", "hidden", "struck"):
        if option in answers:
            options += [f"--{option}", answers[option]]
    for heading, field in answers.get("columns", {}).items():
        options += ["--column", f"{heading}={field}"]
    if answers.get("join"):
        options.append("--join")
    done = subprocess.run([binary, *place, "import", str(file), *options], check=True,
                          capture_output=True, text=True, errors="replace")
    return rows_of(pathlib.Path(folder) / "decisions.csv"), done.stdout + done.stderr


def main() -> int:
    binary, *names = sys.argv[1:]
    names = names or sorted(path.stem for path in LISTS.glob("*.json"))
    counts = {field: Count() for field in FIELDS}
    right = rows = 0
    for name in names:
        answers = json.loads((LISTS / f"{name}.json").read_text(encoding="utf-8"))
        truths = rows_of(LISTS / f"{name}.truth.csv")
        with tempfile.TemporaryDirectory() as folder:
            got, said = bring(binary, name, answers, folder)
        asked = asked_fields(answers, said)
        if answers.get("household_as_groups"):
            name_households(truths, got)
        right_before = right
        for number, truth in truths.items():
            wanted = {kind_of(decision) for decision in truth["decision"].split("|")}
            mine = got.get(number, {})
            rows += 1
            right += kind_of(mine.get("decision", "")) in wanted
            if truth["kind"] != "data" or "in" not in wanted:
                continue
            for field in FIELDS:
                if field in answers.get("not_scored", []):
                    continue
                result = outcome(field, mine, truth, answers)
                if result == "lost" and field in asked:
                    result = "asked"
                counts[field].add(result, bool(value_of(truth, field)))
                if result in ("lost", "wrong"):
                    print(f"{name} row {number} {field}: {result}, {value_of(truth, field)!r} is "
                          f"{value_of(mine, field)!r}")
        if right - right_before < len(truths):
            print(f"{name}: {right - right_before} of {len(truths)} decisions")
    problems = []
    total = Count()
    print(f"{'field':16}{'read':>8}{'asked':>8}{'lost':>8}{'wrong':>8}")
    for field, count in counts.items():
        print(f"{field:16}" + "".join(f"{number:8}" for number in count.of.values()))
        problems += count.problems(field)
        total.filled += count.filled
        total.filled_read += count.filled_read
    if right < LEAST_DECISIONS * rows:
        problems.append(f"{right} of {rows} decisions are right")
    if total.filled_read < LEAST_READ * total.filled:
        problems.append(f"{total.filled_read} of {total.filled} filled cells are read")
    print(f"{len(names)} lists, {right} of {rows} decisions, {total.filled_read} of {total.filled} "
          "filled cells")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
