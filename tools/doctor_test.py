"""What `jatigi doctor` says of a machine with old libraries, and of one with new ones.

    doctor_test.py BINARY

dpkg is the machine's own; only the list of what is installed is made up.
"""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MINIMA = list(csv.DictReader((ROOT / "reference/library_minimum.csv").open(encoding="utf-8")))


def doctor(binary, folder, versions):
    """With a dpkg-query that says so of what is installed."""
    lines = "".join(f"echo '{package} {version}'\n" for package, version in versions.items())
    query = pathlib.Path(folder, "bin/dpkg-query")
    query.parent.mkdir(exist_ok=True)
    query.write_text(f"#!/bin/sh\n{lines}", encoding="utf-8")
    query.chmod(0o755)
    place = ["--data", f"{folder}/data", "--keys", f"{folder}/keys/node.keys"]
    return subprocess.run([binary, *place, "doctor"], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PATH": f"{query.parent}:{os.environ['PATH']}"})


def main(binary):
    binary = os.path.abspath(binary)
    new = {row["package"]: row["version"] for row in MINIMA}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([binary, "--data", f"{folder}/data", "--keys", f"{folder}/keys/node.keys", "init", "--plain-keys"],
                       check=True, capture_output=True)
        told = doctor(binary, folder, new)
        assert "is older than" not in told.stdout, told
        assert "has no passphrase" in told.stdout and told.returncode == 3, told
        for row in MINIMA:
            told = doctor(binary, folder, {**new, row["package"]: "0~old"})
            expected = f"MEND {row['package']} 0~old is older than {row['version']} ({row['closes']})"
            assert expected in told.stdout, (expected, told)
            assert told.stdout.count("is older than") == 1 and told.returncode == 3, told
    print(f"doctor: {len(MINIMA)} libraries, each told when it is older")


if __name__ == "__main__":
    main(sys.argv[1])
