"""docs/asvs.csv: what OWASP's standard (ASVS 5.0.0, levels 1 and 2) asks, and where this program stands.

A row that says `met` names where, and the test that shows it or why there is none; one that says `not met`
says what stands instead; one that does not apply says why. Files and tests that are named must be there.
Tests that pages name in backticks (`Suite.Name`) must be there, too. Part of check_style.py.

Each requirement stands in our own words: the standard's text has another licence.
"""
import csv
import functools
import pathlib
import re
from typing import Iterator

from check_common import Problem, Tree

TABLE = "docs/asvs.csv"
HEADER = ["id", "level", "requirement", "state", "where", "test", "note"]
# Counted in the standard: 70 requirements of level 1, 183 of level 2.
COUNTS = {"1": 70, "2": 183}
STATES = {"met", "not met", "not applicable"}
ID = re.compile(r"V(\d+)\.(\d+)\.(\d+)")
TEST = re.compile(r"^TEST(?:_[PF])?\(\s*(\w+)\s*,\s*(\w+)", re.MULTILINE)
TEST_NAME = re.compile(r"[A-Z]\w*\.[A-Z]\w*")
TEST_FILE = re.compile(r"(_test|\.test|_fuzz|check_\w+)\.\w+$|^scenarios/")
NAMED = re.compile(r"`([A-Z][a-zA-Z]+\.[A-Z]\w*[a-z]\w*)`")
REASON = "not tested: "
WORDS_MAX = 100


@functools.lru_cache(maxsize=1)
def tests_of(tree: Tree) -> frozenset[str]:
    return frozenset(f"{match[1]}.{match[2]}" for path in tree.files
                     if path.startswith("src/") and path.endswith("_test.cpp")
                     for match in TEST.finditer(tree.read(path)))


def form(row: dict) -> Iterator[str]:
    where, test, note = row["where"], row["test"], row["note"]
    if not ID.fullmatch(row["id"]):
        yield f"no number of a requirement: {row['id']}"
    if row["level"] not in COUNTS:
        yield f"no such level: {row['level']}"
    if row["state"] not in STATES:
        yield f"no such state: {row['state']}"
    if not row["requirement"] or len(row["requirement"]) > WORDS_MAX:
        yield f"the requirement has 1 to {WORDS_MAX} letters of our own"
    if row["state"] == "met" and not where:
        yield "what is met says where"
    if row["state"] == "met" and not test and not note.startswith(REASON):
        yield f"what is met has a test, or a note that begins with '{REASON}'"
    if row["state"] != "met" and (not note or note.startswith(REASON)):
        yield "what is not met, or does not apply, says what stands instead, or why"
    if row["state"] == "not applicable" and (where or test):
        yield "what does not apply stands nowhere"
    if test and note.startswith(REASON):
        yield "tested or not?"


def names(tree: Tree, row: dict) -> Iterator[str]:
    for path in row["where"].split():
        if not (tree.root / path).is_file():
            yield f"no such file: {path}"
    for test in row["test"].split():
        if TEST_NAME.fullmatch(test):
            if test not in tests_of(tree):
                yield f"no such test: {test}"
        elif not (tree.root / test).is_file():
            yield f"no such file: {test}"
        elif not TEST_FILE.search(test):
            yield f"no test: {test}"


def order(rows: list[tuple[int, dict]]) -> Iterator[Problem]:
    before = (0, 0, 0)
    for number, row in rows:
        match = ID.fullmatch(row["id"])
        here = tuple(int(part) for part in match.groups()) if match else before
        if match and here <= before:
            yield Problem(TABLE, number, "asvs", f"{row['id']} stands twice or out of order")
        before = here
    for level, count in COUNTS.items():
        there = sum(row["level"] == level for _, row in rows)
        if there != count:
            yield Problem(TABLE, 1, "asvs", f"{there} rows of level {level}, and not {count}")


def table(tree: Tree) -> Iterator[Problem]:
    lines = list(csv.reader(tree.read(TABLE).splitlines()))
    if not lines or lines[0] != HEADER:
        yield Problem(TABLE, 1, "asvs", f"the headings are {','.join(HEADER)}")
        return
    rows = []
    for number, cells in enumerate(lines[1:], 2):
        if len(cells) != len(HEADER):
            yield Problem(TABLE, number, "asvs", f"{len(cells)} cells under {len(HEADER)} headings")
            continue
        row = dict(zip(HEADER, cells))
        rows.append((number, row))
        for message in (*form(row), *names(tree, row)):
            yield Problem(TABLE, number, "asvs", message)
    yield from order(rows)


def pages(tree: Tree) -> Iterator[Problem]:
    for path in tree.files:
        if path.endswith(".md") and pathlib.PurePath(path).parts[0] in ("docs", "SECURITY.md"):
            for number, line in enumerate(tree.read(path).splitlines(), 1):
                for match in NAMED.finditer(line):
                    if match[1] not in tests_of(tree):
                        yield Problem(path, number, "asvs", f"no such test: {match[1]}")


def check(tree: Tree) -> Iterator[Problem]:
    if TABLE in tree.files:
        yield from table(tree)
    yield from pages(tree)
