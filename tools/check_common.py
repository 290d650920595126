"""What all checks share: the files of the tree, and a C++ file split into code and strings."""
import bisect
import functools
import pathlib
import re
from typing import Iterator, NamedTuple

CPP = {".cpp", ".h"}
# Folders that hold hand-written files. What a build leaves behind lies elsewhere, or in SKIPPED.
FOLDERS = ["src", "bench", "web", "tools", "docs", "scenarios", "reference", "examples",
           "migrations", ".ci"]
SKIPPED = {"build", "dist", "node_modules", "__pycache__", "coverage", ".svelte-kit"}


class Problem(NamedTuple):
    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


# Order matters: a raw string before an identifier (R is one), a number before a character literal
# (the quote in 1'000 opens nothing).
TOKEN = re.compile(r"""
      (?P<comment> //[^\n]* | /\*.*?\*/ )
    | (?P<raw> (?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\((?P<raw_value>.*?)\)(?P=mark)" )
    | (?P<string> (?:u8|[uUL])?"(?P<value>(?:\\.|[^"\\\n])*)" )
    | (?P<char> (?:u8|[uUL])?'(?:\\.|[^'\\\n])+' )
    | (?P<number> \.?\d (?:'\w | [eEpP][+-] | [\w.])* )
    | (?P<word> [A-Za-z_]\w* )
""", re.VERBOSE | re.DOTALL)


def blank(text: str) -> str:
    """The same length and the same lines, with nothing to read."""
    return re.sub(r"[^\n]", " ", text)


class Source:
    """One C++ file. `code` has the offsets of `text`, but comments and the insides of literals are
    blank. `strings` maps the offset of a literal's opening quote to its value; literals that stand
    side by side are one, as they are for the compiler."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.text = text
        self.comments: dict[int, str] = {}
        self.strings: dict[int, str] = {}
        self.code = self._take_apart()
        self._line_starts = [0] + [m.end() for m in re.finditer("\n", text)]

    def _take_apart(self) -> str:
        parts, done = [], 0
        literal, literal_end = -1, -1
        for token in TOKEN.finditer(self.text):
            if token["comment"] is not None:
                self.comments[token.start()] = token[0]
                covered = blank(token[0])
            elif token["raw"] is not None or token["string"] is not None:
                value = token["raw_value"] if token["raw"] is not None else token["value"]
                joined = literal >= 0 and self._only_blank(literal_end, token.start())
                literal = literal if joined else token.start()
                self.strings[literal] = self.strings.get(literal, "") + value
                literal_end = token.end()
                covered = '"' + blank(token[0][1:-1]) + '"'
            elif token["char"] is not None:
                covered = blank(token[0])
            else:
                continue
            parts += [self.text[done:token.start()], covered]
            done = token.end()
        return "".join(parts) + self.text[done:]

    def _only_blank(self, start: int, end: int) -> bool:
        between = self.text[start:end]
        return not re.sub(r"//[^\n]*|\s", "", between)

    def line_of(self, offset: int) -> int:
        return bisect.bisect_right(self._line_starts, offset)

    @functools.cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def line_text(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


def is_test(path: str) -> bool:
    """Also what only tests include."""
    return re.search(r"(_|^)(test|fuzz|bench|for_tests)$", pathlib.PurePath(path).stem) is not None


def module_of(path: str) -> tuple[str, str]:
    """Wing and module of a path below src/: ("people", "registry"), or ("app", "")."""
    parts = pathlib.PurePath(path).parts
    return (parts[0], parts[1] if len(parts) > 2 else "")


class Tree:
    """The repository, read once."""

    def __init__(self, root: pathlib.Path):
        self.root = root

    @functools.cached_property
    def files(self) -> list[str]:
        """Every hand-written file, as a path from the root with forward slashes."""
        found = [path.name for path in self.root.iterdir() if path.is_file()]
        for folder in FOLDERS:
            found += [path.relative_to(self.root).as_posix() for path in walk(self.root / folder)]
        return sorted(found)

    @functools.cached_property
    def sources(self) -> list[Source]:
        return [Source(path, self.read(path)) for path in self.files
                if path.startswith(("src/", "bench/")) and pathlib.PurePath(path).suffix in CPP]

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8", errors="replace")


def walk(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.is_symlink() or path.name in SKIPPED:
            continue
        if path.is_dir():
            yield from walk(path)
        else:
            yield path
