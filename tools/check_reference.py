"""The tables in reference/ have their form, and what they say of the program is so.

Part of check_style.py. By itself it holds a program's list of parts (sbom.py) against the oldest versions
that may be used, names those that are older, and exits with 1 if there is one:

    check_reference.py BILL

The program's own readers of these tables cut lines at commas, so a cell of the two tables below holds
neither comma nor quote.
"""
import csv
import json
import math
import pathlib
import re
import subprocess
import sys
from typing import Iterator

from check_common import Problem, Tree

ROOT = pathlib.Path(__file__).resolve().parent.parent
STATUSES = {"sourced", "seen", "general-knowledge", "unverified"}
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
RETENTION = "reference/retention.csv"
RETENTION_HEADER = ["name", "days", "ends_by", "erased", "enforced_by", "source", "status", "valid_from"]
ENFORCED_BY = {"program", "people", "nobody"}
LIBRARIES = "reference/library_minimum.csv"
LIBRARIES_HEADER = ["package", "version", "closes", "source", "status", "valid_from"]
PACKAGE = re.compile(r"[a-z0-9][a-z0-9+.-]+")
VERSION = re.compile(r"(\d+:)?\d[\w.+~-]*")
HOLE = re.compile(r"CVE-\d{4}-\d{4,}|D[SL]A-\d+-\d+|GHSA-\w{4}-\w{4}-\w{4}")
PATH = re.compile(r"\b(?:src|web|docs|migrations|reference)/[\w./-]*\w")
# "src/platform/access/device.h (device_known_max)": the file holds the number under this name.
NAMED = re.compile(r"([\w./-]+\.(?:h|cpp|csv)) \((\w+)")
DURATION = r"std::chrono::(\w+)\s+{name}(?:\{{|\s*=\s*std::chrono::(\w+)\{{)(\d+)\}}"
HOURS = {"minutes": 1 / 60, "hours": 1, "days": 24}


def table(tree: Tree, path: str) -> list[list[str]]:
    lines = tree.read(path).splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))


def even(tree: Tree, path: str) -> Iterator[Problem]:
    rows = table(tree, path)
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            yield Problem(path, number, "reference", f"{len(row)} cells under {len(rows[0])} headings")
        elif "status" in rows[0] and number > 1:
            status = row[rows[0].index("status")]
            if status not in STATUSES:
                yield Problem(path, number, "reference", f"no such status: {status}")


def days_in(tree: Tree, path: str, name: str) -> int | None:
    """The days, rounded up, that a constant of C++ or a row of a table has under this name."""
    text = tree.read(path)
    if path.endswith(".csv"):
        row = re.search(rf"^{name},(\d+),", text, re.MULTILINE)
        return int(row[1]) if row else None
    found = re.search(DURATION.format(name=name), text)
    if not found:
        return None
    hours = int(found[3]) * HOURS.get(found[2] or found[1], math.nan)
    return math.ceil(hours / 24)


def sources(tree: Tree, number: int, row: dict) -> Iterator[Problem]:
    """A path that is named is there, and a number that it holds is the one of the row."""
    for path in PATH.findall(row["source"]):
        if not (tree.root / path).exists():
            yield Problem(RETENTION, number, "reference", f"no such path: {path}")
    if row["enforced_by"] == "program" and not PATH.search(row["source"]):
        yield Problem(RETENTION, number, "reference", "what the program does has its file as source")
    named = NAMED.search(row["source"])
    if not named or not (tree.root / named[1]).exists():
        return
    days = days_in(tree, named[1], named[2])
    if days is None:
        yield Problem(RETENTION, number, "reference", f"{named[1]} has no {named[2]}")
    elif row["enforced_by"] == "program" and row["days"] != str(days):
        yield Problem(RETENTION, number, "reference", f"{named[1]} says {days} days")


def retention_row(tree: Tree, number: int, row: dict) -> Iterator[Problem]:
    wrong = [
        (not re.fullmatch(r"[a-z][a-z_]+", row["name"]), "a name has small letters"),
        (not re.fullmatch(r"([1-9]\d*)?", row["days"]), "days are a number, or nothing: without end"),
        (not row["ends_by"] or not row["erased"] or not row["source"], "a cell is empty"),
        (row["enforced_by"] not in ENFORCED_BY, f"enforced by {', '.join(sorted(ENFORCED_BY))}"),
        (not DAY.fullmatch(row["valid_from"]), "valid_from is a day"),
        (any("," in cell or '"' in cell for cell in row.values()), "a cell holds a comma or a quote"),
    ]
    yield from (Problem(RETENTION, number, "reference", message) for bad, message in wrong if bad)
    yield from sources(tree, number, row)


def library_row(number: int, row: dict) -> Iterator[Problem]:
    holes = row["closes"].split()
    wrong = [
        (not PACKAGE.fullmatch(row["package"]), "no name of a Debian package"),
        (not VERSION.fullmatch(row["version"]), "no version of a Debian package"),
        (not holes, "nothing that it closes"),
        (any(not HOLE.fullmatch(hole) for hole in holes), "a hole is CVE-, DSA-, DLA- or GHSA-"),
        (len(set(holes)) != len(holes), "a hole stands twice"),
        (row["status"] == "sourced" and row["version"] not in row["source"],
         "the source is of another version"),
        (not DAY.fullmatch(row["valid_from"]), "valid_from is a day"),
    ]
    yield from (Problem(LIBRARIES, number, "reference", message) for bad, message in wrong if bad)


def rows_of(tree: Tree, path: str, header: list[str]) -> Iterator[tuple[int, dict] | Problem]:
    rows = table(tree, path)
    if not rows or rows[0] != header:
        yield Problem(path, 1, "reference", f"the headings are {','.join(header)}")
        return
    seen = set()
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            continue  # Said already.
        if row[0] in seen:
            yield Problem(path, number, "reference", f"{row[0]} stands twice")
        seen.add(row[0])
        yield number, dict(zip(header, row))


def check(tree: Tree) -> Iterator[Problem]:
    for path in tree.files:
        if path.startswith("reference/") and path.endswith(".csv"):
            yield from even(tree, path)
    for path, header, look in ((RETENTION, RETENTION_HEADER, lambda *row: retention_row(tree, *row)),
                               (LIBRARIES, LIBRARIES_HEADER, library_row)):
        for found in rows_of(tree, path, header) if path in tree.files else ():
            yield from [found] if isinstance(found, Problem) else look(*found)


def older(one: str, other: str) -> bool:
    return subprocess.run(["dpkg", "--compare-versions", one, "lt", other]).returncode == 0


def outdated(bill: dict, tree: Tree) -> list[str]:
    """Linked packages that are older than the table allows."""
    linked = {component["name"]: component["version"] for component in bill["components"]
              if {"name": "jatigi:how", "value": "linked"} in component["properties"]}
    found = []
    for row in rows_of(tree, LIBRARIES, LIBRARIES_HEADER):
        version = linked.get(row[1]["package"])
        if version and older(version, row[1]["version"]):
            found.append(f"{row[1]['package']} {version} is older than {row[1]['version']}, "
                         f"which closes {row[1]['closes']}")
    return found


def main() -> int:
    bill = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = outdated(bill, Tree(ROOT))
    for line in found:
        print(f"library: {line}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
