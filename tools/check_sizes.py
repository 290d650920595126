"""A file fits in a head (800 lines), a function on a screen (70 lines). Reasons: docs/style.md.

Function bodies are found by counting braces, not by parsing. Lambdas and local types count as part
of the function around them. A table of data is no function, however long.
"""
import enum
import pathlib
import re
from typing import Iterator, NamedTuple

from check_common import Problem, Source, Tree, blank

MAX_FILE_LINES = 800
MAX_BODY_LINES = 70
SIZED = {".cpp", ".h", ".py", ".ts", ".svelte", ".js", ".mjs"}
GENERATED = re.compile(r"@generated|[Gg]enerated by ")  # Looked for in the first three lines.

PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
NAMESPACE = re.compile(r"^(inline\s+)?namespace\b|^extern\s*\"\s*\"$")
TYPE_FIRST = re.compile(r"^(typedef\s+)?(class|struct|union|enum)\b")
TYPE_LAST = re.compile(r"\b(class|struct|union|enum)\b[^()]*$")
# [captures], then perhaps (parameters), qualifiers and a return type, then the brace.
LAMBDA = re.compile(r"\[[^\[\]]*\]\s*(\(.*\)\s*(mutable\s*)?(noexcept\s*)?(->[^()]*)?)?$",
                    re.DOTALL)


class Block(enum.Enum):
    SCOPE = 1     # a namespace or a type
    FUNCTION = 2
    INNER = 3     # anything inside a function
    DATA = 4      # a braced initialiser


class Body(NamedTuple):
    name: str
    line: int
    lines: int    # between the two braces, which are not counted


def classify(head: str, around: Block) -> Block:
    """What an opening brace opens. `head` is the code since the last brace or semicolon."""
    if around in (Block.FUNCTION, Block.INNER):
        return Block.INNER
    if around is Block.DATA:
        return Block.FUNCTION if LAMBDA.search(head) else Block.DATA
    plain = without_angles(head)
    if NAMESPACE.search(head) or TYPE_FIRST.search(plain) or TYPE_LAST.search(plain):
        return Block.SCOPE
    if head.endswith(("=", "(", ",", "return")):
        return Block.DATA
    # Nothing, or a comma, between two braces: the end of a constructor's initialiser list.
    starts_body = not head or head.startswith(",") or "(" in head or ")" in head
    return Block.FUNCTION if starts_body or LAMBDA.search(head) else Block.DATA


def without_angles(head: str) -> str:
    """Without <…>, so that the `class` of `template <class T>` is not taken for a type."""
    shorter = re.sub(r"<[^<>]*>", " ", head)
    return head.strip().removeprefix("template").strip() if shorter == head else \
        without_angles(shorter)


def tidy_head(text: str) -> str:
    text = re.sub(r"\[\[.*?\]\]", " ", text, flags=re.DOTALL)
    return re.sub(r"\b(public|private|protected)\s*:(?!:)", " ", text).strip()


def name_of(head: str) -> str:
    call = re.search(r"([\w:~]+)\s*(\([^()]*\))", head)
    if call is None:
        return "lambda" if "[" in head else "function"
    return call[1] + (call[2] if call[1].isupper() or call[1].startswith("TEST") else "")


def bodies(source: Source) -> Iterator[Body]:
    code = PREPROCESSOR.sub(lambda match: blank(match[0]), source.code)
    stack: list[tuple[Block, int, str]] = []
    since = 0
    for match in re.finditer(r"[{};]", code):
        around = stack[-1][0] if stack else Block.SCOPE
        if match[0] == "{":
            head = tidy_head(code[since:match.start()])
            stack.append((classify(head, around), match.start(), head))
        elif match[0] == "}" and stack:
            block, start, head = stack.pop()
            if block is Block.FUNCTION:
                line = source.line_of(start)
                yield Body(name_of(head), line, source.line_of(match.start()) - line - 1)
        since = match.end()


def check(tree: Tree) -> Iterator[Problem]:
    for path in tree.files:
        if pathlib.PurePath(path).suffix not in SIZED:
            continue
        lines = tree.read(path).splitlines()
        if len(lines) > MAX_FILE_LINES and not GENERATED.search("\n".join(lines[:3])):
            yield Problem(path, MAX_FILE_LINES + 1, "sizes",
                          f"{len(lines)} lines; at most {MAX_FILE_LINES}: find the second concept")
    for source in tree.sources:
        for body in bodies(source):
            if body.lines > MAX_BODY_LINES:
                yield Problem(source.path, body.line, "sizes",
                              f"{body.name} has {body.lines} lines; at most {MAX_BODY_LINES}")
