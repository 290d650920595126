"""docs/errors.md and the source name the same error codes.

A code counts as used where it is written as refuse(ErrorKind::x, "code"), as Error{ErrorKind::x,
"code"}, or on a line that ends in the comment "// error code". Tests may make up codes. Some codes
are made by the screens alone, so a listed code may also occur in web/src/.
"""
import re
from typing import Iterator

from check_common import Problem, Source, Tree, is_test

PAGE = "docs/errors.md"
REFUSAL = re.compile(r'\b(?:refuse\s*\(|Error\s*\{\s*(?:\.kind\s*=)?)\s*ErrorKind::\w+\s*,'
                     r'\s*(?:\.code\s*=\s*)?(?=")')
MARK = re.compile(r"//\s*error codes?\b")
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
ROW = re.compile(r"^\|\s*`([^`]+)`\s*\|", re.MULTILINE)


def used(source: Source) -> Iterator[tuple[int, str]]:
    """Line and code of each use."""
    for match in REFUSAL.finditer(source.code):
        yield source.line_of(match.end()), source.strings[match.end()]
    marked = {source.line_of(offset) for offset, text in source.comments.items()
              if MARK.match(text)}
    for offset, value in source.strings.items():
        if source.line_of(offset) in marked and CODE.fullmatch(value):
            yield source.line_of(offset), value


def listed(page: str) -> dict[str, int]:
    """Code to line of the page. A code listed twice keeps its first line."""
    rows: dict[str, int] = {}
    for match in ROW.finditer(page):
        rows.setdefault(match[1], page.count("\n", 0, match.start()) + 1)
    return rows


def check(tree: Tree) -> Iterator[Problem]:
    if PAGE not in tree.files:
        yield Problem(PAGE, 1, "errors", "the page of error codes is missing")
        return
    page = tree.read(PAGE)
    rows = listed(page)
    product = [source for source in tree.sources if source.path.startswith("src/")
               and not is_test(source.path) and not source.path.startswith("src/testing/")]
    for source in product:
        for line, code in used(source):
            if code not in rows:
                yield Problem(source.path, line, "errors", f"`{code}` is not listed in {PAGE}")
    written = {value for source in product for value in source.strings.values()}
    for code, line in rows.items():
        if code not in written and not on_screens(tree, code):
            yield Problem(PAGE, line, "errors", f"`{code}` occurs nowhere in the source")
    for code, count in counted(page).items():
        if count > 1:
            yield Problem(PAGE, rows[code], "errors", f"`{code}` is listed {count} times")


def on_screens(tree: Tree, code: str) -> bool:
    return any(f'"{code}"' in tree.read(path) for path in tree.files
               if path.startswith("web/src/") and path.endswith((".ts", ".svelte"))
               and not path.endswith(".test.ts"))


def counted(page: str) -> dict[str, int]:
    codes = ROW.findall(page)
    return {code: codes.count(code) for code in codes}
