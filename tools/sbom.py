"""What the program is made of, as a CycloneDX 1.6 list (SBOM): for whoever must know whether a hole that
is reported in some library is in this program, too.

    sbom.py BINARY [--web DIR] [--output FILE]

Three kinds of parts, each with the property `jatigi:how`:
- linked: Debian packages of the shared libraries, as ldd resolves them on this machine, theirs included;
- compiled-in: Debian packages whose headers or static libraries the compiler read, as ninja remembers
  them, when BINARY lies in its build folder;
- bundled: npm packages of which lines reach the browser: web/bundled.json, which the build keeps true.

The same binary on the same machine gives the same bytes: the serial number is made from the rest, the
instant is that of SOURCE_DATE_EPOCH or of the last commit. Licences are what a package's own copyright
file says, where a machine can read it; nothing is guessed.
"""
import argparse
import base64
import datetime
import gzip
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOT_REF = "jatigi"
LDD_LINE = re.compile(r"^\s*(?:(\S+) => )?(/\S+) \(0x[0-9a-f]+\)$")
NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
STATIC_LIBRARY = re.compile(r"^-l(\S+)$")
# Debian's names of licences that SPDX calls otherwise.
SPDX = {
    "Apache-2.0": "Apache-2.0", "Artistic": "Artistic-1.0", "BSD-2-clause": "BSD-2-Clause",
    "BSD-2-Clause": "BSD-2-Clause", "BSD-3-clause": "BSD-3-Clause", "BSD-3-Clause": "BSD-3-Clause",
    "BSL-1.0": "BSL-1.0", "CC0-1.0": "CC0-1.0", "Expat": "MIT", "GPL-2": "GPL-2.0-only",
    "GPL-2+": "GPL-2.0-or-later", "GPL-3": "GPL-3.0-only", "GPL-3+": "GPL-3.0-or-later", "ISC": "ISC",
    "LGPL-2": "LGPL-2.0-only", "LGPL-2+": "LGPL-2.0-or-later", "LGPL-2.1": "LGPL-2.1-only",
    "LGPL-2.1+": "LGPL-2.1-or-later", "LGPL-3": "LGPL-3.0-only", "LGPL-3+": "LGPL-3.0-or-later",
    "MPL-1.1": "MPL-1.1", "MPL-2.0": "MPL-2.0", "Zlib": "Zlib",
}


def output_of(*words) -> str:
    return subprocess.run([str(word) for word in words], check=True, text=True,
                          capture_output=True, env={**os.environ, "LC_ALL": "C"}).stdout


# What is linked

def libraries(binary: pathlib.Path) -> dict[str, str]:
    """Soname to path, of all shared libraries, transitively; the kernel's own page has no path."""
    found = {}
    for line in output_of("ldd", binary).splitlines():
        if "not found" in line:
            raise SystemExit(f"sbom: {line.strip()}")
        if match := LDD_LINE.match(line):
            found[match[1] or pathlib.PurePath(match[2]).name] = match[2]
    return found


def needed_by(path: str | pathlib.Path) -> list[str]:
    return NEEDED.findall(output_of("readelf", "--dynamic", path))


# Debian's packages

def spellings(path: str) -> list[str]:
    """/lib is a link to /usr/lib, and dpkg remembers whichever a package was made with."""
    normal = os.path.normpath(path)
    real = os.path.realpath(path)
    other = [each.removeprefix("/usr") if each.startswith("/usr/lib") else "/usr" + each
             for each in (normal, real)]
    return list(dict.fromkeys([normal, real, *other]))


def owners(paths: list[str]) -> dict[str, str]:
    """Path to package (name:architecture) for those that belong to one."""
    asked = sorted({spelling for path in paths for spelling in spellings(path)})
    known: dict[str, str] = {}
    for start in range(0, len(asked), 500):
        done = subprocess.run(["dpkg-query", "--search", *asked[start:start + 500]], text=True,
                              capture_output=True, env={**os.environ, "LC_ALL": "C"})
        for line in done.stdout.splitlines():
            packages, _, path = line.partition(": ")
            if not packages.startswith("diversion "):
                known[path] = packages.split(", ")[0]
    return {path: known[spelling] for path in paths
            for spelling in reversed(spellings(path)) if spelling in known}


def package_rows(names: set[str]) -> dict[str, dict]:
    """What dpkg knows of each package, by the names that `owners` gave."""
    form = "${binary:Package}\t${Package}\t${Version}\t${Architecture}\t" \
           "${source:Package}\t${source:Version}\n"
    rows = {}
    for name in sorted(names):
        _, plain, version, architecture, source, source_version = \
            output_of("dpkg-query", "--show", "--showformat", form, name).splitlines()[0].split("\t")
        rows[name] = {"name": plain, "version": version, "architecture": architecture,
                      "source": source, "source_version": source_version}
    return rows


def distribution() -> tuple[str, str]:
    lines = dict(line.partition("=")[::2] for line in
                 pathlib.Path("/etc/os-release").read_text(encoding="utf-8").splitlines())
    return lines["ID"].strip('"'), lines.get("VERSION_ID", "").strip('"')


def debian_purl(row: dict) -> str:
    vendor, release = distribution()
    qualifiers = f"arch={row['architecture']}" + (f"&distro={vendor}-{release}" if release else "")
    return f"pkg:deb/{vendor}/{urllib.parse.quote(row['name'], safe='')}@" \
           f"{urllib.parse.quote(row['version'], safe=':')}?{qualifiers}"


def copyright_text(package: str) -> str:
    folder = pathlib.Path("/usr/share/doc") / package
    for file in (folder / "copyright", folder / "copyright.gz"):
        if file.is_file():
            data = file.read_bytes()
            return (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8", "replace")
    return ""


def debian_licences(package: str) -> list[dict]:
    """Of the package's source, without Debian's own files: those of `Files: *` first. None where the
    copyright file is prose."""
    text = copyright_text(package)
    if not re.match(r"\s*(?:X-)?Format(?:-Specification)?:.*copyright-format", text, re.IGNORECASE):
        return []
    first, others = [], []
    for paragraph in re.split(r"\n\s*\n", text):
        files = re.search(r"^Files:\s*(.*(?:\n[ \t].*)*)", paragraph, re.MULTILINE)
        licence = re.search(r"^License:[ \t]*(\S.*)$", paragraph, re.MULTILINE)
        patterns = files[1].split() if files else []
        if licence and any(not pattern.startswith("debian/") for pattern in patterns):
            (first if "*" in patterns else others).append(licence[1].strip())
    names = list(dict.fromkeys([*first, *sorted(others)]))
    unique = {SPDX.get(name, name): name in SPDX for name in names}
    return [{"license": {"id" if spdx else "name": name, "acknowledgement": "declared"}}
            for name, spdx in unique.items()]


def debian_component(row: dict, how: str, files: list[str]) -> dict:
    properties = [("jatigi:how", how), ("jatigi:source", f"{row['source']} {row['source_version']}")]
    properties += [("jatigi:file", file) for file in sorted(files)]
    purl = debian_purl(row)
    component = {"type": "library", "bom-ref": purl, "name": row["name"], "version": row["version"],
                 "scope": "required", "purl": purl,
                 "properties": [{"name": name, "value": value} for name, value in properties]}
    if licences := debian_licences(row["name"]):
        component["licenses"] = licences
    return component


def linked(binary: pathlib.Path) -> tuple[list[dict], dict[str, list[str]]]:
    """The packages of the shared libraries, and which of them needs which."""
    paths = libraries(binary)
    owner = owners(list(paths.values()))
    if lost := sorted(set(paths.values()) - set(owner)):
        raise SystemExit(f"sbom: no package owns {', '.join(lost)}")
    rows = package_rows(set(owner.values()))
    ref = {soname: debian_purl(rows[owner[path]]) for soname, path in paths.items()}
    files: dict[str, list[str]] = {}
    needs: dict[str, set[str]] = {ROOT_REF: {ref[soname] for soname in needed_by(binary)}}
    for soname, path in paths.items():
        files.setdefault(owner[path], []).append(soname)
        needs.setdefault(ref[soname], set()).update(
            ref[each] for each in needed_by(path) if ref[each] != ref[soname])
    components = [debian_component(rows[name], "linked", files[name]) for name in sorted(rows)]
    return components, {name: sorted(all_of) for name, all_of in needs.items()}


# What is compiled in

def compiled_paths(binary: pathlib.Path) -> list[str]:
    """Headers and static libraries outside the tree, for the files that make this binary alone."""
    folder = binary.parent
    if not (folder / ".ninja_deps").is_file():
        return []
    inputs = set(output_of("ninja", "-C", folder, "-t", "inputs", binary.name).splitlines())
    found, of_ours = set(), False
    for line in output_of("ninja", "-C", folder, "-t", "deps").splitlines():
        if line.startswith(" "):
            path = line.strip()
            if of_ours and path.startswith("/") and ROOT not in pathlib.PurePath(path).parents:
                found.add(path)
        elif line.strip():
            of_ours = line.split(": #deps")[0] in inputs
    return sorted(found) + static_libraries(folder, binary.name)


def static_libraries(folder: pathlib.Path, target: str) -> list[str]:
    """Libraries of the link line that have no shared form here."""
    link = output_of("ninja", "-C", folder, "-t", "commands", "-s", target)
    names = {match[1] for word in link.split() if (match := STATIC_LIBRARY.match(word))}
    found = []
    for name in sorted(names):
        shared, static = (output_of("g++", f"-print-file-name=lib{name}.{end}").strip()
                          for end in ("so", "a"))
        if not shared.startswith("/") and static.startswith("/"):
            found.append(os.path.realpath(static))
    return found


def compiled_in(binary: pathlib.Path, seen: set[str]) -> list[dict]:
    owner = owners(compiled_paths(binary))
    rows = package_rows(set(owner.values()))
    static = {name: [pathlib.PurePath(path).name for path, package in owner.items()
                     if package == name and path.endswith(".a")] for name in rows}
    return [debian_component(row, "compiled-in", static[name]) for name, row in sorted(rows.items())
            if debian_purl(row) not in seen]


# What reaches the browser

def npm_purl(name: str, version: str) -> str:
    return f"pkg:npm/{urllib.parse.quote(name, safe='/')}@{urllib.parse.quote(version, safe='')}"


def npm_component(name: str, row: dict) -> dict:
    algorithm, _, digest = row["integrity"].partition("-")
    if algorithm != "sha512":
        raise SystemExit(f"sbom: {name} has no sha512 in the lock file")
    purl = npm_purl(name, row["version"])
    return {"type": "library", "bom-ref": purl, "name": name, "version": row["version"],
            "scope": "required", "purl": purl,
            "hashes": [{"alg": "SHA-512", "content": base64.b64decode(digest).hex()}],
            "licenses": [{"license": {"id": row["license"], "acknowledgement": "declared"}}],
            "properties": [{"name": "jatigi:how", "value": "bundled"}]}


def bundled(web: pathlib.Path) -> tuple[list[dict], dict[str, list[str]]]:
    paths = json.loads((web / "bundled.json").read_text(encoding="utf-8"))
    lock = json.loads((web / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    components, needs = [], {}
    for path in sorted(paths):
        row = lock.get(f"node_modules/{path}")
        if row is None:
            raise SystemExit(f"sbom: {path} of web/bundled.json is not in web/package-lock.json")
        component = npm_component(path.split("node_modules/")[-1], row)
        components.append(component)
        needs[component["bom-ref"]] = sorted(
            npm_purl(other, lock[f"node_modules/{other}"]["version"])
            for other in row.get("dependencies", {}) if other in paths)
    return components, needs


# The whole

def instant() -> str | None:
    """ISO 8601 in UTC: of SOURCE_DATE_EPOCH, else of the last commit, else nothing."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        done = subprocess.run(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], text=True,
                              capture_output=True)
        seconds = done.stdout.strip()
    return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc) \
        .strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else None


def bill(binary: pathlib.Path, web: pathlib.Path) -> dict:
    parts, needs = linked(binary)
    parts += compiled_in(binary, {part["bom-ref"] for part in parts})
    npm, npm_needs = bundled(web)
    parts += npm
    needs.update(npm_needs)
    told = {ref for ref, others in needs.items() if ref != ROOT_REF for ref in others}
    # What no part names is the program's own choice.
    needs[ROOT_REF] = sorted({*needs[ROOT_REF],
                              *(part["bom-ref"] for part in parts if part["bom-ref"] not in told)})
    digest = hashlib.sha256(binary.read_bytes()).hexdigest()
    metadata = {"component": {
        "type": "application", "bom-ref": ROOT_REF, "name": "jatigi", "version": digest[:12],
        "licenses": [{"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}],
        "hashes": [{"alg": "SHA-256", "content": digest}]}}
    if when := instant():
        metadata = {"timestamp": when, **metadata}
    body = {"version": 1, "metadata": metadata,
            "components": sorted(parts, key=lambda part: part["bom-ref"]),
            "dependencies": [{"ref": ref, "dependsOn": needs.get(ref, [])} for ref in
                             sorted([ROOT_REF, *(part["bom-ref"] for part in parts)])]}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, "jatigi:" + json.dumps(body, sort_keys=True))
    return {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX",
            "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", **body}


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("binary", type=pathlib.Path)
    options.add_argument("--web", type=pathlib.Path, default=ROOT / "web")
    options.add_argument("--output", type=pathlib.Path)
    given = options.parse_args()
    text = json.dumps(bill(given.binary.resolve(), given.web), indent=2, ensure_ascii=False) + "\n"
    if given.output:
        given.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
