"""Style as a test: python3 tools/check_style.py [ROOT]

Prints file:line: rule: message for each finding and exits with 1 if there is one. The rules and
their reasons are in docs/style.md and docs/architecture.md.
"""
import pathlib
import sys

import check_asvs
import check_calls
import check_docs
import check_errors
import check_layers
import check_leftovers
import check_reference
import check_sizes
from check_common import Problem, Tree

CHECKS = [check_layers, check_sizes, check_calls, check_leftovers, check_errors, check_docs,
          check_reference, check_asvs]


def problems(root: pathlib.Path) -> list[Problem]:
    tree = Tree(root)
    return sorted(problem for part in CHECKS for problem in part.check(tree))


def main() -> int:
    here = pathlib.Path(__file__).resolve().parent.parent
    found = problems(pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else here)
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
