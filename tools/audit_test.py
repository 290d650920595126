"""The auditor's script of docs/log-format.md, run as it stands there: it takes the demonstration's
log, and it finds whatever is changed in it.

    audit_test.py BINARY
"""
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

PAGE = pathlib.Path(__file__).resolve().parents[1] / "docs" / "log-format.md"
FACTS = "select hex(header), hex(body), hex(hash) from fact order by pos"
HEADS = "select hex(site), epoch, seq, hex(hash), hex(signature) from head order by epoch, seq"


def script_of_the_page():
    code = re.search(r"```python\n(import hashlib.*?)```", PAGE.read_text(), re.S)
    assert code, "the page holds no audit.py"
    return code.group(1)


def lines_of(database, query):
    return [" ".join(str(part) for part in row) for row in database.execute(query)]


def with_word(lines, at, word, change):
    words = lines[at].split()
    words[word] = change(words[word])
    return [*lines[:at], " ".join(words), *lines[at + 1:]]


def other_end(word):
    return word[:-2] + ("01" if word[-2:] == "00" else "00")


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        subprocess.run([binary, "--data", place / "data", "--keys", place / "keys" / "node.keys",
                        "demo"], check=True, capture_output=True)
        database = sqlite3.connect(f"file:{place}/data/jatigi.db?mode=ro", uri=True)
        facts, heads = lines_of(database, FACTS), lines_of(database, HEADS)
        (place / "audit.py").write_text(script_of_the_page())

        def audit(facts, heads):
            (place / "facts.hex").write_text("\n".join(facts) + "\n")
            (place / "heads.hex").write_text("".join(head + "\n" for head in heads))
            run = subprocess.run([sys.executable, place / "audit.py", place / "facts.hex",
                                  place / "heads.hex"], capture_output=True, text=True)
            return run.returncode, run.stdout + run.stderr

        status, said = audit(facts, heads)
        assert status == 0, said
        assert f"{len(heads)} signed heads, 0 facts after the last one" in said, said
        assert sum(int(n) for n in re.findall(r"(?:^|, |; )(\d+) (?:sealed|[a-z_]+\.[a-z_]+)",
                                              said, re.M)) == len(facts), said
        expected = {
            "row 300: malformed": (with_word(facts, 299, 1, lambda word: word[:-2]), heads),
            "row 100: hash differs": (with_word(facts, 99, 1, other_end), heads),
            "row 200: epoch 1, number 201": ([*facts[:199], *facts[200:]], heads),
            "and the fact is not there": (facts[:-1], heads),
            "signature of the head does not verify":
                (facts, with_word(heads, len(heads) - 1, 4, other_end)),
            "the signed head is of another fact":
                (facts, with_word(heads, len(heads) - 1, 3, other_end)),
            "row 50: malformed": (with_word(facts, 49, 0, lambda word: word[:40]), heads),
            "a signed head is malformed":
                (facts, with_word(heads, 0, 1, lambda word: "one")),
            "no head is signed": (facts, []),
        }
        for words, (changed_facts, changed_heads) in expected.items():
            status, said = audit(changed_facts, changed_heads)
            assert status == 1 and words in said, (words, status, said)
    print(f"audit.py took {len(facts)} facts and {len(heads)} heads, and found "
          f"{len(expected)} faults of {len(expected)}")


if __name__ == "__main__":
    main(sys.argv[1])
