"""docs/api.yaml and the source name the same routes and codes: python3 tools/check_api.py [ROOT]

A route is written in the source as {"GET", "/api/v1/…" or as "GET /api/v1/…". The description of the API itself is served
under the path that src/app/routes.cpp gives it. The page is read line by line: a path is a key under
`paths:` that is indented by two blanks, a method a key below it that is indented by four. The codes of
the page are those that docs/errors.md lists with an HTTP status.
"""
import pathlib
import re
import sys
from typing import Iterator

from check_common import Problem, Source, Tree, is_test

PAGE = "docs/api.yaml"
ERRORS = "docs/errors.md"
METHODS = ("get", "post", "put", "patch", "delete")
WHOLE_ROUTE = re.compile(r"^(GET|POST|PUT|PATCH|DELETE) (/\S+)$")
ROUTE = re.compile(r'\{\s*(?=")')
PATH_IN_PAGE = re.compile(r"^  (/[^\s:]*):\s*$")
METHOD_IN_PAGE = re.compile(r"^    (get|post|put|patch|delete):\s*$")
OWN_PAGE = re.compile(r"^/api/.*\.yaml$")
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|")
CODE_IN_PAGE = re.compile(r"^        - ([a-z0-9_]+\.[a-z0-9_]+)$")

Route = tuple[str, str]


def routes_in(source: Source) -> Iterator[tuple[Route, int]]:
    """Method and path of each route, with its line."""
    for match in ROUTE.finditer(source.code):
        method = source.strings.get(match.end(), "")
        after = source.code.find('"', match.end() + 1) + 1
        path = re.match(r'\s*,\s*(?=")', source.code[after:])
        if method.lower() not in METHODS or path is None:
            continue
        value = source.strings.get(after + path.end(), "")
        if value.startswith("/"):
            yield (method, value), source.line_of(match.start())
    for offset, value in source.strings.items():
        if whole := WHOLE_ROUTE.match(value):
            yield (whole[1], whole[2]), source.line_of(offset)
        if OWN_PAGE.match(value):
            yield ("GET", value), source.line_of(offset)


def routes_of_page(text: str) -> Iterator[tuple[Route, int]]:
    path, inside = "", False
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\S", line):
            inside = line.startswith("paths:")
        if not inside:
            continue
        if match := PATH_IN_PAGE.match(line):
            path = match[1]
        elif match := METHOD_IN_PAGE.match(line):
            yield (match[1].upper(), path), number


def route_problems(tree: Tree, page: str) -> Iterator[Problem]:
    described = dict(routes_of_page(page))
    known: set[Route] = set()
    for source in tree.sources:
        if not source.path.startswith("src/") or source.path.startswith("src/testing/") \
                or is_test(source.path):
            continue
        for route, line in routes_in(source):
            known.add(route)
            if route not in described:
                yield Problem(source.path, line, "api", f"{' '.join(route)} is not in {PAGE}")
    for route, line in described.items():
        if route not in known:
            yield Problem(PAGE, line, "api", f"no source registers {' '.join(route)}")


def code_problems(tree: Tree, page: str) -> Iterator[Problem]:
    lines = page.splitlines()
    named = {match[1]: number for number, line in enumerate(lines, 1)
             if (match := CODE_IN_PAGE.match(line))}
    listed = {match[1]: number for number, line in enumerate(tree.read(ERRORS).splitlines(), 1)
              if (match := ROW.match(line)) and match[2].strip()[:1].isdigit()}
    for code, number in listed.items():
        if code not in named:
            yield Problem(ERRORS, number, "api", f"`{code}` has a status, but is not in {PAGE}")
    for code, number in named.items():
        if code not in listed:
            yield Problem(PAGE, number, "api", f"{ERRORS} lists no `{code}` with a status")


def check(tree: Tree) -> Iterator[Problem]:
    page = tree.read(PAGE)
    yield from route_problems(tree, page)
    yield from code_problems(tree, page)


def main() -> int:
    here = pathlib.Path(__file__).resolve().parent.parent
    found = sorted(check(Tree(pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else here)))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
