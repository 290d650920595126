"""Runs the commands of README.md as a newcomer would, in a folder of their own.

    readme_test.py BINARY

The blocks marked `sh` are run in their order, without `./dev`, whose work is done: the binary is there,
and so is the demonstration that `./dev run` makes. `serve` is stopped as soon as it listens. What a block
without a mark shows after a command must stand in that command's output.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# The page says of these that they are refused.
REFUSED = {"statement": "agreement.not_found"}
TIMEOUT_S = 300


def commands(block: str) -> list[str]:
    whole = block.replace("\\\n", " ")
    lines = [re.sub(r"\s+#.*$", "", line).strip() for line in whole.splitlines()]
    return [line for line in lines if line and not line.startswith("./dev")]


def serve_and_stop(shell: str, env: dict) -> str:
    process = subprocess.Popen(["bash", "-c", shell], env=env, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = ""
    for line in process.stdout:
        said += line
        if "listening on" in line:
            process.send_signal(signal.SIGINT)
    assert process.wait(TIMEOUT_S) == 0 and "listening on" in said, said
    return said


def run(shell: str, env: dict, refused: str) -> str:
    if " serve" in shell:
        return serve_and_stop(shell, env)
    done = subprocess.run(["bash", "-c", shell], env=env, text=True, timeout=TIMEOUT_S,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    ok = refused in done.stdout if refused else done.returncode == 0
    assert ok, f"{shell}\n{done.stdout}"
    return done.stdout


def main() -> int:
    binary = pathlib.Path(sys.argv[1]).resolve()
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "build/release").mkdir(parents=True)
        (pathlib.Path(folder) / "build/release/jatigi").symlink_to(binary)
        (pathlib.Path(folder) / "examples").symlink_to(ROOT / "examples")
        os.chdir(folder)
        env = {**os.environ, "HOME": folder}
        run("build/release/jatigi --data .demo/data --keys .demo/keys/demo.keys demo", env, "")
        variables, said = "", ""
        for kind, block in BLOCK.findall(page):
            if kind == "":
                for line in block.splitlines():
                    assert line in said, f"{line}\nis not what was said:\n{said}"
            for shell in commands(block) if kind == "sh" else []:
                if re.match(r"\w+=", shell):
                    variables += shell + "; "
                    continue
                # The demonstration has the agreement, a node of one's own has none.
                refused = next((code for word, code in REFUSED.items()
                                if shell.startswith(f"$J {word}")), "")
                said = run(f"{variables}exec {shell}", env, refused)
                count += 1
    print(f"README.md: {count} commands run, and say what the page says")
    return 0


if __name__ == "__main__":
    sys.exit(main())
