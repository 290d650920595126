"""The list of parts (tools/sbom.py) is whole, well formed and the same each time.

    sbom_test.py BINARY
"""
import collections
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIGEST_LENGTHS = {"SHA-256": 64, "SHA-512": 128}
PURL = re.compile(r"pkg:(?P<type>deb/debian|npm)/(?P<name>[^@?#]+)@(?P<version>[^@?#]+)"
                  r"(?:\?(?P<qualifiers>[^#]+))?")
TOP = {"$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components",
       "dependencies"}
COMPONENT = {"type", "bom-ref", "name", "version", "scope", "purl", "properties", "licenses", "hashes"}
# What the program cannot do without: each has a part of its own in src/.
EXPECTED = {"linked": {"libsodium23", "libsqlite3-0", "libssl3", "libicu72", "libxml2", "libzip4", "libpq5"},
            "bundled": {"svelte", "idb"}}


def made(binary: pathlib.Path, **environment: str) -> str:
    return subprocess.run([sys.executable, str(ROOT / "tools/sbom.py"), str(binary)], check=True,
                          text=True, capture_output=True, env={**os.environ, **environment}).stdout


def told(component: dict, name: str) -> list[str]:
    return [each["value"] for each in component["properties"] if each["name"] == name]


def check_licences(licences: list[dict]) -> None:
    assert licences, "an empty list of licences"
    for licence in licences:
        inside = licence["license"]
        assert set(licence) == {"license"} and set(inside) in ({"id", "acknowledgement"},
                                                               {"name", "acknowledgement"}), licence
        assert inside.get("id", inside.get("name", "")).strip(), licence
        # What SPDX does not know by this spelling may not be called its id.
        assert re.fullmatch(r"[A-Za-z0-9.-]+", inside.get("id", "MIT")), licence
    texts = [json.dumps(licence) for licence in licences]
    assert len(set(texts)) == len(texts), f"a licence stands twice: {texts}"


def check_hashes(hashes: list[dict]) -> None:
    for each in hashes:
        assert re.fullmatch(r"[0-9a-f]+", each["content"]), each
        assert len(each["content"]) == DIGEST_LENGTHS[each["alg"]], each


def check_component(component: dict) -> None:
    assert set(component) <= COMPONENT, set(component) - COMPONENT
    assert component["type"] == "library" and component["scope"] == "required", component
    assert all(component[name] for name in ("bom-ref", "name", "version", "purl")), component
    parts = PURL.fullmatch(component["purl"])
    assert parts, component["purl"]
    assert urllib.parse.unquote(parts["name"]) == component["name"], component["purl"]
    assert urllib.parse.unquote(parts["version"]) == component["version"], component["purl"]
    qualifiers = urllib.parse.parse_qs(parts["qualifiers"] or "")
    assert ("arch" in qualifiers) == (parts["type"] != "npm"), component["purl"]
    assert told(component, "jatigi:how") in (["linked"], ["compiled-in"], ["bundled"]), component
    if "licenses" in component:
        check_licences(component["licenses"])
    check_hashes(component.get("hashes", []))


def check_form(bill: dict, binary: pathlib.Path) -> None:
    assert set(bill) == TOP, set(bill) ^ TOP
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    uuid.UUID(bill["serialNumber"].removeprefix("urn:uuid:"))
    program = bill["metadata"]["component"]
    assert (program["type"], program["name"]) == ("application", "jatigi"), program
    assert program["hashes"] == [{"alg": "SHA-256",
                                  "content": hashlib.sha256(binary.read_bytes()).hexdigest()}]
    for component in bill["components"]:
        check_component(component)
    for name in ("bom-ref", "purl"):
        counts = collections.Counter(component[name] for component in bill["components"])
        assert not [each for each, count in counts.items() if count > 1], counts


def check_dependencies(bill: dict) -> None:
    """Each part has its line, each name in a line is a part, and the program leads to all of them."""
    root = bill["metadata"]["component"]["bom-ref"]
    refs = {root, *(component["bom-ref"] for component in bill["components"])}
    lines = [line["ref"] for line in bill["dependencies"]]
    assert len(lines) == len(set(lines)) and set(lines) == refs, set(lines) ^ refs
    needs = {line["ref"]: line["dependsOn"] for line in bill["dependencies"]}
    for ref, others in needs.items():
        assert len(others) == len(set(others)) and ref not in others, ref
        assert set(others) <= refs, set(others) - refs
    reached, waiting = set(), [root]
    while waiting:
        ref = waiting.pop()
        if ref not in reached:
            reached.add(ref)
            waiting += needs[ref]
    assert reached == refs, refs - reached


def check_linked(bill: dict, binary: pathlib.Path) -> int:
    """Each library that the loader takes stands with the package that owns it, and its version."""
    lines = subprocess.run(["ldd", str(binary)], check=True, text=True, capture_output=True).stdout
    sonames = {pathlib.PurePath(line.split()[0]).name for line in lines.splitlines()
               if not line.split()[0].startswith("linux-vdso")}
    files = {file: component for component in bill["components"]
             if told(component, "jatigi:how") == ["linked"] for file in told(component, "jatigi:file")}
    assert set(files) == sonames, set(files) ^ sonames
    for component in {component["purl"]: component for component in files.values()}.values():
        known = subprocess.run(["dpkg-query", "-W", "-f", "${Version}\n", component["name"]], check=True,
                               text=True, capture_output=True).stdout.split()
        assert component["version"] in known, (component["purl"], known)
        kept = subprocess.run(["dpkg-query", "-L", component["name"]], check=True, text=True,
                              capture_output=True).stdout
        for file in told(component, "jatigi:file"):
            assert f"/{file}\n" in kept, (component["name"], file)
    return len(sonames)


def check_bundled(bill: dict) -> None:
    lock = json.loads((ROOT / "web/package-lock.json").read_text(encoding="utf-8"))["packages"]
    names = json.loads((ROOT / "web/bundled.json").read_text(encoding="utf-8"))
    assert names == sorted(set(names)), "web/bundled.json is not in order"
    found = {component["name"]: component for component in bill["components"]
             if told(component, "jatigi:how") == ["bundled"]}
    assert set(found) == {name.split("node_modules/")[-1] for name in names}, set(found)
    for name in names:
        component = found[name.split("node_modules/")[-1]]
        assert component["version"] == lock[f"node_modules/{name}"]["version"], name
        assert component["hashes"] and component["licenses"], name


def check_compiled_in(bill: dict, binary: pathlib.Path) -> None:
    names = {component["name"] for component in bill["components"]
             if told(component, "jatigi:how") == ["compiled-in"]}
    if (binary.parent / ".ninja_deps").is_file():
        assert {"librestinio-dev", "libcli11-dev", "libsqlitecpp-dev"} <= names, names
        assert "libgtest-dev" not in names, "the tests' libraries are not in the program"
    else:
        assert not names, names


def check_expected(bill: dict) -> None:
    for how, names in EXPECTED.items():
        there = {component["name"] for component in bill["components"]
                 if told(component, "jatigi:how") == [how]}
        assert names <= there, names - there


def check_same_each_time(binary: pathlib.Path, text: str) -> None:
    assert made(binary) == text, "two runs differ"
    old, young = (made(binary, SOURCE_DATE_EPOCH=each) for each in ("1700000000", "1700000001"))
    assert json.loads(old)["metadata"]["timestamp"] == "2023-11-14T22:13:20Z", old[:500]
    assert json.loads(old)["serialNumber"] != json.loads(young)["serialNumber"]


def check_refusals(binary: pathlib.Path) -> None:
    """A package that nobody locked is named, not passed over."""
    with tempfile.TemporaryDirectory() as folder:
        web = pathlib.Path(folder)
        (web / "package-lock.json").write_bytes((ROOT / "web/package-lock.json").read_bytes())
        (web / "bundled.json").write_text('["idb", "nobody-knows-it"]', encoding="utf-8")
        done = subprocess.run([sys.executable, str(ROOT / "tools/sbom.py"), str(binary), "--web",
                               folder], text=True, capture_output=True)
        assert done.returncode == 1 and "nobody-knows-it" in done.stderr, done


def main(binary: pathlib.Path) -> None:
    text = made(binary)
    bill = json.loads(text)
    check_form(bill, binary)
    check_dependencies(bill)
    libraries = check_linked(bill, binary)
    check_bundled(bill)
    check_compiled_in(bill, binary)
    check_expected(bill)
    check_same_each_time(binary, text)
    check_refusals(binary)
    print(f"{len(bill['components'])} parts, {libraries} shared libraries among them, the same each time")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
