"""Makes the filter of common passwords from a list of them (reference/common_passwords.md says which).

    common_passwords.py LIST [--count 100000] [--out reference/common_passwords.bin]
    common_passwords.py LIST --check      compares the filter with the list, and measures how often it
                                          takes a random word for a common one

LIST has one password a line, the most common first. Of each line the plain form is kept
(src/platform/access/common_password.h), and of that only a digest of some 38 bits, in a Golomb-coded
set: the list cannot be read from it. The file: "jcp1", number of digests (4 bytes, big-endian), low
bits of a difference (1 byte); then for each difference of the sorted digests its high part in ones and
a nought, its low bits, the highest first.
"""
import argparse
import hashlib
import pathlib
import random
import unicodedata

MAGIC = b"jcp1"
LOW_BITS = 22
SHORTEST = 4  # A shorter form stands in any sentence.
SIGNS = {"@": "a", "4": "a", "8": "b", "3": "e", "6": "g", "9": "g", "1": "i", "!": "i", "|": "i",
         "0": "o", "$": "s", "5": "s", "7": "t", "+": "t", "2": "z"}
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ŋ": "n", "Ŋ": "n"}


def plain_form(text):
    text = "".join(SIGNS.get(c, LIGATURES.get(c, c)) for c in text)
    letters = (c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    return "".join(c for c in letters if c.isalnum()).casefold().replace("l", "i")


def digest(form, span):
    first = int.from_bytes(hashlib.sha256(b"jatigi common password " + form.encode()).digest()[:8], "big")
    return first * span >> 64


def forms_of(path, count):
    # Passwords of nobody's language, that were not UTF-8 when they were stolen, are left out.
    lines = path.read_bytes().split(b"\n")[:count]
    forms = set()
    for line in lines:
        try:
            form = plain_form(line.strip(b"\r").decode())
        except UnicodeDecodeError:
            continue
        if len(form) >= SHORTEST:
            forms.add(form)
    return forms


def encode(forms):
    span = len(forms) << LOW_BITS
    digests = sorted(digest(form, span) for form in forms)  # One that two forms have, twice.
    bits, last = [], 0
    for value in digests:
        difference, last = value - last, value
        bits.append("1" * (difference >> LOW_BITS) + "0" +
                    format(difference & ((1 << LOW_BITS) - 1), f"0{LOW_BITS}b"))
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return (MAGIC + len(forms).to_bytes(4, "big") + bytes([LOW_BITS]) +
            int(text, 2).to_bytes(len(text) // 8, "big"))


def decode(data):
    assert data[:4] == MAGIC, "not a filter of common passwords"
    count, low = int.from_bytes(data[4:8], "big"), data[8]
    text = bin(int.from_bytes(b"\1" + data[9:], "big"))[3:]
    at, last, digests = 0, 0, []
    for _ in range(count):
        end = text.index("0", at)
        last += (end - at << low) + int(text[end + 1:end + 1 + low], 2)
        at = end + 1 + low
        digests.append(last)
    return digests, count << low


def check(data, forms):
    digests, span = decode(data)
    kept = set(digests)
    missing = [form for form in forms if digest(form, span) not in kept]
    drawn = random.Random(1)
    tries, letters = 2_000_000, "abcdefghijkmnopqrstuvwxyz"
    words = ("".join(drawn.choices(letters, k=14)) for _ in range(tries))
    wrong = sum(digest(word, span) in kept for word in words)
    print(f"{len(digests)} digests, {len(data)} bytes, {len(missing)} forms missing, "
          f"{wrong} of {tries} random words taken for common ones")
    return 1 if missing or wrong * 100_000 > tries else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("list", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("reference/common_passwords.bin"))
    parser.add_argument("--check", action="store_true")
    wanted = parser.parse_args()
    forms = forms_of(wanted.list, wanted.count)
    if wanted.check:
        return check(wanted.out.read_bytes(), forms)
    wanted.out.write_bytes(encode(forms))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
