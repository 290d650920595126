"""Who may include whom. The table is in docs/architecture.md; this file is the same table as data.

A file's layer is its suffix: round.cpp is "core", round_codec.cpp "codec", and so on. `ids.h` and
`may.h` are layers of their own.
"""
import pathlib
import re
from typing import Iterator, Optional

from check_common import Problem, Source, Tree, is_test, module_of

WINGS = ["people", "centre", "care", "journey", "money", "insight"]
# Over all modules, each knows those before it.
TOP = ["node", "jobs", "app", "sim"]
# Stands on base alone, and is included like base: what two descriptions of a person have in common.
LEAF = ("people", "linkage")
# Reads files into plain values; only what stands over the modules includes it.
READERS = {("people", "lists")}
LAYERS = ["codec", "view", "policy", "api"]

# What each room of the ground floor stands on.
PLATFORM = {
    "base": set(),
    "store": {"base"},
    "vault": {"base", "store"},
    "log": {"base", "store", "vault"},
    "access": {"base", "store", "vault", "log"},
    "sync": {"base", "store", "vault", "log"},
    "http": {"base", "store", "vault", "log", "access", "sync"},
    "review": {"base", "store", "vault", "log", "access", "http"},
    "print": {"base"},
}
PEERS = {"access": {"sync"}, "sync": {"access"}}  # Same level: only tests may see it.

OWN = {
    "ids": {"ids"},
    "may": {"may"},
    "core": {"core", "ids"},
    "codec": {"core", "ids"},
    "view": {"core", "codec", "view", "ids"},
    "policy": {"core", "ids"},
    "api": {"core", "codec", "view", "api", "ids", "may"},
}
GROUND = {
    "ids": {"base"},
    "may": {"base", "access"},
    "core": {"base"},
    "codec": {"base"},
    "view": {"base", "store", "log", "vault"},
    "policy": {"base", "log"},
    "api": {"base", "store", "vault", "log", "http", "access", "review", "print"},
}
# An api may also read another module's queries; a policy may name its commands. Nobody writes
# another module's tables.
FOREIGN = {"api": {"ids", "view", "may"}, "policy": {"ids", "core"}}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+"', re.MULTILINE)


def layer_of(path: str) -> str:
    stem = re.sub(r"(_db|_e2e)?_test$|_fuzz$|_bench$|_for_tests$", "", pathlib.PurePath(path).stem)
    last = stem.rsplit("_", 1)[-1]
    return stem if stem in ("ids", "may") else last if last in LAYERS else "core"


def includes(source: Source) -> Iterator[tuple[int, str]]:
    """Line and target of each quoted include."""
    for match in INCLUDE.finditer(source.code):
        yield source.line_of(match.start()), source.strings[match.end() - 1]


def objection(path: str, target: str) -> Optional[str]:
    """Why a file of src/ may not include the target (both without "src/"), or None."""
    wing, module = module_of(path)
    to_wing, _ = module_of(target)
    if pathlib.PurePath(target).stem.endswith("_for_tests") and not is_test(path):
        return "only tests include what is for tests"
    if to_wing not in {"platform", "testing", *TOP, *WINGS}:
        return "a quoted include starts below src/; other headers take angle brackets"
    if to_wing == "testing":
        allowed = is_test(path) or wing == "testing"
        return None if allowed else "only tests include testing/"
    if wing == "testing":
        return None
    if wing in TOP:
        return top_objection(wing, to_wing)
    if to_wing in TOP:
        return f"{to_wing}/ knows every module, so no module may know it"
    if wing == "platform":
        return platform_objection(path, module, target)
    if module_of(path) == LEAF:
        return leaf_objection(target)
    if module_of(target) == LEAF:
        return None
    if to_wing == "platform":
        return ground_objection(path, target)
    return wing_objection(path, target)


def top_objection(wing: str, to_wing: str) -> Optional[str]:
    if to_wing not in TOP or TOP.index(to_wing) <= TOP.index(wing):
        return None
    return f"{wing}/ may not know {to_wing}/: " + " → ".join(TOP)


def leaf_objection(target: str) -> Optional[str]:
    if module_of(target) in {LEAF, ("platform", "base"), ("testing", "")}:
        return None
    return "/".join(LEAF) + " stands on platform/base alone"


def platform_objection(path: str, room: str, target: str) -> Optional[str]:
    to_wing, to_room = module_of(target)
    if to_wing != "platform":
        return "the platform knows nothing of the wings"
    below = PLATFORM.get(room, set()) | (PEERS.get(room, set()) if is_test(path) else set())
    if to_room == room or to_room in below:
        return None
    return f"platform/{room} may include only {listed(below | {room})}"


def ground_objection(path: str, target: str) -> Optional[str]:
    room = module_of(target)[1]
    layer = layer_of(path)
    if is_test(path) or room in GROUND[layer]:
        return None
    return f"a {layer} file may include of the platform only {listed(GROUND[layer])}"


def wing_objection(path: str, target: str) -> Optional[str]:
    layer, to_layer = layer_of(path), layer_of(target)
    own = module_of(path) == module_of(target)
    if own:
        same_concept = pathlib.PurePath(path).stem == pathlib.PurePath(target).stem
        allowed = is_test(path) or same_concept or to_layer in OWN[layer]
        return None if allowed else f"a {layer} file may include only {listed(OWN[layer])} here"
    if module_of(target) in READERS:
        return "/".join(module_of(target)) + " is for what stands over the modules"
    if WINGS.index(module_of(target)[0]) > WINGS.index(module_of(path)[0]):
        return "a wing reads only wings to its left: " + " → ".join(WINGS)
    foreign = FOREIGN.get(layer, {"ids"})
    if to_layer in foreign:
        return None
    return f"a {layer} file may include of another module only {listed(foreign)}"


def listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def unknown_room(path: str) -> Optional[str]:
    wing, module = module_of(path)
    if wing == "platform" and module in PLATFORM:
        return None
    if wing in {"testing", *TOP} or (wing in WINGS and module):
        return None
    return "no such room in the plan of docs/architecture.md"


def check(tree: Tree) -> Iterator[Problem]:
    edges: dict[tuple, list[tuple[str, int, str]]] = {}
    for source in tree.sources:
        if not source.path.startswith("src/"):
            continue  # bench/ may include anything.
        path = source.path.removeprefix("src/")
        if (why := unknown_room(path)) is not None:
            yield Problem(source.path, 1, "layers", why)
            continue
        for line, target in includes(source):
            why = objection(path, target)
            if why is not None:
                yield Problem(source.path, line, "layers", f"may not include {target}: {why}")
            pair = (module_of(path), module_of(target))
            if pair[0] != pair[1] and pair[0][0] == pair[1][0] and pair[0][0] in WINGS:
                edges.setdefault(pair, []).append((source.path, line, target))
    yield from circles(edges)


def circles(edges: dict[tuple, list[tuple[str, int, str]]]) -> Iterator[Problem]:
    """Modules of one wing that include each other, directly or by way of a third."""
    for (module, to_module), places in sorted(edges.items()):
        if module in reachable(to_module, edges):
            for path, line, target in places:
                yield Problem(path, line, "layers", f"{target} closes a circle of modules")


def reachable(start: tuple, edges: dict) -> set[tuple]:
    found, waiting = {start}, [start]
    while waiting:
        module = waiting.pop()
        for origin, destination in edges:
            if origin == module and destination not in found:
                found.add(destination)
                waiting.append(destination)
    return found
