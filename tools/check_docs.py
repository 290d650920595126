"""Paths and links that the pages name must exist, so a page cannot speak of a file long gone."""
import pathlib
import re
from typing import Iterator

from check_common import Problem, Tree

STARTS = ("src/", "docs/", "web/", "tools/", "bench/", "scenarios/", "reference/", "examples/",
          "migrations/")
# What a path below src/ or web/src/ is written without: "people/registry/person.h".
ROOTS = ("", "src/", "web/src/")
FILE = re.compile(r"^[\w.*/-]+\.(h|cpp|py|csv|md|svelte|ts|yaml|sql|sh|json)$")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")
BACKTICKS = re.compile(r"`([^`]+)`")
FENCE = re.compile(r"^\s*(```|~~~)")
FACT_TYPE = re.compile(r'fact_shape(?:_when)?<\w+>\(\s*"([a-z_.]+)",\s*(\d+)')
COUNTED = re.compile(r"^\| ((?:`[^`]+`(?:, )?)+) \| (\d+(?: \+ \d+)*) \|")
PLACEHOLDER = re.compile(r"[<>{}…]|NNNN")
PLAN = "docs/architecture.md"  # Its tree shows rooms that are still to come.


def paths_in(words: str, of_module: bool = False) -> Iterator[str]:
    """The words that look like a path of this repository, without what clings to them. A module's
    own page names the files beside it."""
    for word in words.split():
        word = word.strip("\"'(),;").rstrip(".:")
        word = re.sub(r":\d+$|#.*$", "", word)
        if word == "./dev":
            yield "dev"
        elif PLACEHOLDER.search(word):
            continue
        elif word.startswith(STARTS) or (FILE.match(word) and ("/" in word or of_module)):
            yield word


def exists(tree: Tree, page: str, path: str) -> bool:
    beside = pathlib.PurePosixPath(page).parent.as_posix() + "/"
    starts = (*ROOTS, beside)
    if "*" in path:
        return any(any(tree.root.glob(start + path.rstrip("/"))) for start in starts)
    return any((tree.root / (start + path)).exists() for start in starts)


def named_paths(page: str, text: str) -> Iterator[tuple[int, str]]:
    """Line and path, from backticks and from fenced blocks."""
    fenced, plan = False, False
    of_module = page.startswith("src/")
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if FENCE.match(line):
            fenced = not fenced
            shows_tree = any("├──" in after for after in block(lines, number))
            plan = page == PLAN and fenced and shows_tree
        elif fenced:
            if not plan and "<" not in line:
                yield from ((number, path) for path in paths_in(line))
        else:
            for match in BACKTICKS.finditer(line):
                yield from ((number, path) for path in paths_in(match[1], of_module))


def block(lines: list[str], start: int) -> Iterator[str]:
    """The lines of a fenced block that opens on line `start`."""
    for line in lines[start:]:
        if FENCE.match(line):
            return
        yield line


def broken_links(tree: Tree, page: str, text: str) -> Iterator[Problem]:
    folder = pathlib.PurePosixPath(page).parent
    plain = re.sub(r"^\s*```.*?^\s*```", lambda m: "\n" * m[0].count("\n"), text,
                   flags=re.MULTILINE | re.DOTALL)
    for match in LINK.finditer(plain):
        target = match[1].split("#", 1)[0]
        if not target or re.match(r"[a-z]+:", target):
            continue
        if not (tree.root / folder / target).exists():
            line = plain.count("\n", 0, match.start()) + 1
            yield Problem(page, line, "docs", f"the link leads nowhere: {match[1]}")


def counted_lines(tree: Tree, page: str, text: str) -> Iterator[Problem]:
    """A row of a table that gives files and how long they are: | `a.h`, `a.cpp` | 70 + 35 |"""
    for number, line in enumerate(text.splitlines(), 1):
        row = COUNTED.match(line)
        files = BACKTICKS.findall(row[1]) if row else []
        for path, told in zip(files, row[2].split(" + ") if row else []):
            if exists(tree, page, path) and len(tree.read(path).splitlines()) != int(told):
                yield Problem(page, number, "docs", f"{path} does not have {told} lines")


def fact_types(tree: Tree) -> Iterator[Problem]:
    """What is frozen in facts stands in the page of their format."""
    page = "docs/log-format.md"
    if page not in tree.files:
        return
    told = tree.read(page)
    for path in tree.files:
        if not path.endswith("_codec.h") and not path.endswith("_codec.cpp"):
            continue
        text = tree.read(path)
        for match in FACT_TYPE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            if f"`{match[1]}` {match[2]}" not in told:
                yield Problem(path, line, "docs", f"{page} does not tell of {match[1]} {match[2]}")


def check(tree: Tree) -> Iterator[Problem]:
    yield from fact_types(tree)
    for page in tree.files:
        if not page.endswith(".md"):
            continue
        text = tree.read(page)
        for line, path in sorted(set(named_paths(page, text))):
            if not exists(tree, page, path):
                yield Problem(page, line, "docs", f"no such path: {path}")
        yield from broken_links(tree, page, text)
        yield from counted_lines(tree, page, text)
