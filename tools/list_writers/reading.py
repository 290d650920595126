"""Runs the importer on a file and says how what it read differs from what was read elsewhere."""

import csv
import pathlib
import subprocess

# What a reader is not told by a field: the place in the file, and what became of the row.
NOT_FIELDS = {"row", "decision", "reasons", "case_number", "card", "duplicate_of_row"}
SITE = "ASM"
MOST_TOLD = 2  # Differences: the page has short cells.
CLEAR_CODES = ("list.format_unsupported", "list.workbook_")
# Of a table without the people: what is missing.
CLEAR_WORDS = ("names columns, but none for the name of the person", "no row names the columns")


class Reading:
    """What the importer made of one file."""

    def __init__(self, rows, said, refusal):
        self.people = [row for row in rows if row["decision"] != "skipped"]
        self.said, self.refusal = said, refusal

    def fields(self):
        return [name for name in self.people[0] if name not in NOT_FIELDS] if self.people else []

    def questions(self):
        """What the importer asks of a clerk before it would write."""
        return [
            line
            for line in self.said.splitlines()
            if line.startswith(("no row says when", "heading not understood"))
            or "hidden" in line
            or "struck" in line
            or "--join" in line
        ]


class Importer:
    def __init__(self, binary, folder):
        self.folder = pathlib.Path(folder)
        self.command = [
            str(pathlib.Path(binary).resolve()),
            "--data",
            str(self.folder / "data"),
            "--keys",
            str(self.folder / "node.keys"),
        ]
        subprocess.run([*self.command, "init", "--name", "check"], check=True, capture_output=True)

    def read(self, file, list_date, options=()):
        decisions = self.folder / "decisions.csv"
        decisions.unlink(missing_ok=True)
        done = subprocess.run(
            [
                *self.command,
                "import",
                str(file),
                "--site",
                SITE,
                "--list-date",
                list_date,
                "--decisions",
                str(decisions),
                "--with-protection",
                *options,
            ],
            capture_output=True,
            text=True,
            errors="replace",
        )
        said = done.stdout + done.stderr
        if done.returncode != 0 or not decisions.exists():
            return Reading([], said, last_words(said, done.returncode))
        with open(decisions, encoding="utf-8-sig", newline="") as opened:
            return Reading(list(csv.DictReader(opened)), said, None)


def last_words(said, status):
    lines = [line for line in said.splitlines() if not line.startswith("reading")]
    return (
        lines[-1].removeprefix("jatigi: ")
        if lines
        else f"ended with status {status}, without a word"
    )


def is_clear(refusal):
    """It says that the format is the trouble, or what the table lacks."""
    return refusal.startswith(CLEAR_CODES) or any(words in refusal for words in CLEAR_WORDS)


def marks_of(person):
    return set(filter(None, person["reasons"].split("|")))


def is_left_out(person):
    return person["decision"] not in ("accepted", "warned")


def differences(reading, plain):
    """Fields that are not what the plain CSV says, person by person in the list's order."""
    found = []
    if len(reading.people) != len(plain.people):
        found.append(f"{len(reading.people)} people instead of {len(plain.people)}")
    for number, (got, want) in enumerate(zip(reading.people, plain.people), 1):
        if is_left_out(got) and not is_left_out(want):
            found.append(f"person {number} is left out ({got['reasons']})")
            continue
        found += [
            f"person {number}, {field}: {got[field]!r} instead of {want[field]!r}"
            for field in plain.fields()
            if got[field] != want[field]
        ]
    return found


def more_marks(reading, plain):
    return sum(
        len(marks_of(got) - marks_of(want)) for got, want in zip(reading.people, plain.people)
    )


def mark_names(reading, plain):
    names = set()
    for got, want in zip(reading.people, plain.people):
        names |= marks_of(got) - marks_of(want)
    return ", ".join(sorted(names))


def result_of(reading, plain):
    """One of the four results of the page, and whether it is as it should be."""
    if reading.refusal:
        clear = is_clear(reading.refusal)
        word = reading.refusal if clear else f"{reading.refusal} (does not say what is wrong)"
        return f"refused: {word}", clear
    found = differences(reading, plain)
    if found:
        more = f" and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
        return f"DIFFERENT: {'; '.join(found[:MOST_TOLD])}{more}", False
    marks = more_marks(reading, plain)
    if marks:
        return f"same, {marks} cells marked ({mark_names(reading, plain)})", True
    return "same", True
