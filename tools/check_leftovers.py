"""What a change must not leave behind: notes to self, dead headers, modules without a page."""
import pathlib
import re
from typing import Iterator

from check_common import CPP, Problem, Source, Tree
from check_layers import includes

TEXT = {".cpp", ".h", ".py", ".ts", ".svelte", ".js", ".mjs", ".css", ".html", ".cmake", ".txt",
        ".md", ".sh", ".sql", ".yaml", ".yml", ".toml", ".json"}
SCRIPTS = {"dev", ".ci/run"}
LOCKS = {"package-lock.json"}
FORBIDDEN = "FIX" "ME"  # Written in two pieces, so that this file does not trip over itself.
WISH = "TO" "DO"
NOTE = re.compile(rf"\b(?:{FORBIDDEN}|{WISH})\b")


def notes(path: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        if path.endswith(".md"):
            line = re.sub(r"`[^`]*`", "", line)  # A page may speak about the words.
        for match in NOTE.finditer(line):
            if match[0] == FORBIDDEN:
                yield Problem(path, number, "leftover", f"{FORBIDDEN} never reaches main")
            elif not re.search(r"#\d+", line[match.end():]):
                yield Problem(path, number, "leftover", f"{WISH} needs an issue: {WISH} #12")


def dead_headers(sources: list[Source]) -> Iterator[Problem]:
    included = {target for source in sources for _, target in includes(source)}
    for source in sources:
        path = source.path
        if path.startswith("src/") and path.endswith(".h") \
                and path.removeprefix("src/") not in included:
            yield Problem(path, 1, "leftover", "no file includes this header")


def pages_missing(tree: Tree) -> Iterator[Problem]:
    modules = set()
    for path in tree.files:
        parts = pathlib.PurePath(path).parts
        if parts[0] == "src" and len(parts) == 4 and pathlib.PurePath(path).suffix in CPP:
            modules.add("/".join(parts[:3]))
    for module in sorted(modules):
        if f"{module}/README.md" not in tree.files:
            yield Problem(f"{module}/README.md", 1, "leftover",
                          "a module has a page: purpose, concepts, who writes, who reads")


def check(tree: Tree) -> Iterator[Problem]:
    for path in tree.files:
        pure = pathlib.PurePath(path)
        if (pure.suffix in TEXT or path in SCRIPTS) and pure.name not in LOCKS:
            yield from notes(path, tree.read(path))
    yield from dead_headers(tree.sources)
    yield from pages_missing(tree)
