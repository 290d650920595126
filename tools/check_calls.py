"""Calls and texts that have no place here. Each rule says why in its message."""
import pathlib
import re
from typing import Callable, Iterator, NamedTuple

from check_common import Problem, Source, Tree, is_test


class Ban(NamedTuple):
    rule: str
    pattern: re.Pattern
    allowed: Callable[[str], bool]  # Takes the file's path.
    why: str


def under(*places: str) -> Callable[[str], bool]:
    return lambda path: path.startswith(places)


def tests_or(*places: str) -> Callable[[str], bool]:
    return lambda path: is_test(path) or path.startswith(places)


def holds_sql(path: str) -> bool:
    if path.endswith(("_view.cpp", "_db_test.cpp", "_for_tests.h")):
        return True
    rooms = ("store", "log", "vault", "access")
    return path.startswith(("src/testing/", "bench/", *(f"src/platform/{r}/" for r in rooms)))


CODE_BANS = [
    Ban("clock",
        re.compile(r"\b(?:system|steady|high_resolution)_clock\s*::\s*now\b|\bstd::time\s*\("
                   r"|\bgettimeofday\b|\bclock_gettime\b"),
        under("src/app/", "src/node/", "src/jobs/", "src/sim/", "bench/",
              "src/platform/http/server.cpp"),
        "the time comes in as an argument (platform/base/clock.h)"),
    Ban("random", re.compile(r"\brandom_device\b|\bs?rand\s*\("),
        tests_or("src/sim/", "src/testing/", "bench/"),
        "random numbers come in as an argument"),
    Ban("environment", re.compile(r"\b(?:secure_)?getenv\b"),
        under("src/app/", "src/node/", "src/testing/"),
        "configuration comes in as an argument"),
    Ban("sleep", re.compile(r"\bsleep_(?:for|until)\b|\bu?sleep\s*\("),
        lambda path: not is_test(path) and not path.startswith("src/testing/"),
        "a test waits for an event, never for a while"),
    Ban("namespace", re.compile(r"\busing\s+namespace\s+std\s*;"), under(),
        "name what you use from std"),
]

STRING_BANS = [
    Ban("select-star", re.compile(r"\bselect\s+(?:distinct\s+)?(?:\w+\.)?\*", re.IGNORECASE),
        under("bench/"), "name the columns"),
    Ban("sql",
        re.compile(r"\s*(?:select\s|insert\s+(?:or\s+\w+\s+)?into\b|delete\s+from\b"
                   r"|update\s+(?:\S+\s+set\b|$))", re.IGNORECASE),
        holds_sql, "SQL is written in a _view.cpp file"),
]

THROW = re.compile(r"\bthrow\b(?!\s*\(\s*\))")
REASON = re.compile(r"//.*\bthrows: *\S")
NDEBUG = re.compile(r"-DNDEBUG\b|(?<!-U)\bNDEBUG\b")
REMOVES_OR_TELLS = re.compile(r"\b(?:REPLACE|MATCHES|FIND|message)\b")


def banned_code(source: Source) -> Iterator[Problem]:
    for ban in CODE_BANS:
        if ban.allowed(source.path):
            continue
        for match in ban.pattern.finditer(source.code):
            text = " ".join(match[0].split())
            yield Problem(source.path, source.line_of(match.start()), ban.rule,
                          f"`{text}`: {ban.why}")


def banned_strings(source: Source) -> Iterator[Problem]:
    for offset, value in source.strings.items():
        for ban in STRING_BANS:
            found = ban.pattern.match(value) if ban.rule == "sql" else ban.pattern.search(value)
            if found and not ban.allowed(source.path):
                yield Problem(source.path, source.line_of(offset), ban.rule, ban.why)


def throws(source: Source) -> Iterator[Problem]:
    """A throw says why, on its own line or in the comment right above it."""
    if not source.path.startswith("src/"):
        return
    for match in THROW.finditer(source.code):
        line = source.line_of(match.start())
        above = source.line_text(line - 1).strip()
        reasons = source.line_text(line) + (above if above.startswith("//") else "")
        if REASON.search(reasons):
            continue
        yield Problem(source.path, line, "throw",
                      "expected failure is a value; else give the reason: // throws: …")


def ndebug(tree: Tree) -> Iterator[Problem]:
    """Asserts stay on in release, so no build file may define NDEBUG."""
    for path in tree.files:
        name = pathlib.PurePath(path).name
        if not (name in {"CMakeLists.txt", "CMakePresets.json"} or name.endswith(".cmake")):
            continue
        for number, line in enumerate(tree.read(path).splitlines(), 1):
            code = line.split("#", 1)[0]
            if NDEBUG.search(code) and not REMOVES_OR_TELLS.search(code):
                yield Problem(path, number, "ndebug", "asserts stay on in release")


def check(tree: Tree) -> Iterator[Problem]:
    for source in tree.sources:
        yield from banned_code(source)
        yield from banned_strings(source)
        yield from throws(source)
    yield from ndebug(tree)
