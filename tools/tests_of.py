"""Which tests belong to a name: python3 tools/tests_of.py NAME... [--module]

Each line is a test program and a filter for it. NAME is a part of a test's name ("AccessRules"), the
name of a source file ("stay", "stay_view"), or a path below src/. With --module a path stands for all
tests of its folder.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent / "src"
TEST = re.compile(r"^TEST(?:_[PF])?\(\s*(\w+)\s*,\s*(\w+)", re.MULTILINE)
SUFFIX = re.compile(r"(_db)?_test$")


def program_of(path: pathlib.Path) -> str:
    return "db_tests" if path.stem.endswith("_db_test") else "unit_tests"


def concept_of(path: pathlib.Path) -> str:
    return SUFFIX.sub("", path.stem)


def files_of(name: str, whole_module: bool, tests: list[pathlib.Path]) -> list[pathlib.Path]:
    path = ROOT / name.removeprefix("src/")
    if path.is_dir():
        return [test for test in tests if path in test.parents]
    if path.is_file():
        beside = [test for test in tests if test.parent == path.parent]
        own = [test for test in beside if concept_of(test) == concept_of(path)]
        return beside if whole_module or not own else own
    return [test for test in tests if concept_of(test) == SUFFIX.sub("", name)]


def suite_filter(suites: set[str]) -> str:
    return ":".join(f"{suite}.*:*/{suite}.*" for suite in sorted(suites))


def filters(names: list[str], whole_module: bool) -> dict[str, set[str]]:
    tests = sorted(ROOT.rglob("*_test.cpp"))
    found: dict[str, set[str]] = {}
    for name in names:
        files = files_of(name, whole_module, tests)
        for test in files:
            suites = {match[1] for match in TEST.finditer(test.read_text(encoding="utf-8"))}
            found.setdefault(program_of(test), set()).add(suite_filter(suites))
        for test in tests if not files else []:
            text = test.read_text(encoding="utf-8")
            if any(name in f"{match[1]}.{match[2]}" for match in TEST.finditer(text)):
                found.setdefault(program_of(test), set()).add(f"*{name}*")
    return found


def main() -> int:
    names = [name for name in sys.argv[1:] if name != "--module"]
    found = filters(names, "--module" in sys.argv)
    # The power-cut tests are a program of their own; `./dev test` runs it.
    for program, patterns in sorted(found.items(), reverse=True):
        print(program, ":".join(sorted(patterns)))
    if not found:
        print(f"no test is named so, and no source file: {' '.join(names)}", file=sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
