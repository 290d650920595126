"""Real exports of survey and case tools, and how much of what they say is read.

exports/exports.json says for each file the tool, its version, the importer's options and which
fields the file holds at all; "truths" says who the people are. A value that nobody can read (the
code XX for a nationality) has the truth "?": it counts as asked when the importer leaves it empty
and marks the row.
"""

import json
import pathlib
import unicodedata

from reading import is_clear, is_left_out, marks_of

FOLDER = pathlib.Path(__file__).resolve().parent / "exports"
# The mark that speaks of a field; any other field's is VALUE_UNREADABLE.
MARK_OF = {
    "family_name": ("NAME",),
    "given_names": ("NAME",),
    "birth": ("BIRTH", "AGE"),
    "sex": ("SEX",),
    "nationality": ("NATIONALITY",),
    "phone": ("PHONE",),
    "arrival_date": ("ARRIVAL",),
    "document_no": ("NUMBER",),
}


MOST_TOLD = 2  # Of the values that are wrong: the page has short cells.


def load():
    return json.loads((FOLDER / "exports.json").read_text(encoding="utf-8"))


def folded(text):
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in plain if letter.isalnum())


def key_of(person):
    """Whoever is meant, even where the names stand in each other's place."""
    return frozenset((folded(person["family_name"]), folded(person.get("given_names", ""))))


def value_of(person, field):
    if field == "birth":
        low, high = person["birth_min"], person["birth_max"]
        return low if low == high else f"{low}..{high}"
    return person[field]


def is_marked(person, field):
    starts = (*MARK_OF.get(field, ()), "VALUE_UNREADABLE", "ROW_GARBLED")
    return any(mark.startswith(starts) for mark in marks_of(person))


def outcome(person, field, wanted):
    got = value_of(person, field)
    if wanted == "?":
        return "wrong" if got else ("asked" if is_marked(person, field) else "lost")
    if got in (wanted if isinstance(wanted, list) else [wanted]):
        return "right"
    if got:
        return "wrong, but marked" if is_marked(person, field) else "wrong"
    return "asked" if is_marked(person, field) else "lost"


def truth_of(person, truth):
    """The person of the form; where only a family name was read, by that, if it is one person's."""
    whole = truth.get(key_of(person))
    alike = [
        one for one in truth.values() if folded(one["family_name"]) == folded(person["family_name"])
    ]
    return whole or (alike[0] if len(alike) == 1 and not person["given_names"] else None)


def same_households(found, truth):
    """People of one household share a number, whatever the number is."""
    ours = {}
    for person in found:
        ours.setdefault(truth_of(person, truth)["household"], set()).add(person["household"])
    numbers = [number for group in ours.values() for number in group]
    return all(len(group) == 1 and "" not in group for group in ours.values()) and len(
        numbers
    ) == len(set(numbers))


def said(wanted):
    text = wanted if isinstance(wanted, str) else wanted[0]
    return {"?": "a question", "": "nothing"}.get(text, text)


class Score:
    def __init__(self):
        self.found = self.left_out = self.strangers = self.people = 0
        self.counts = dict.fromkeys(("right", "asked", "lost", "wrong", "wrong, but marked"), 0)
        self.worst = []

    def add(self, field, result, person, wanted):
        self.counts[result] += 1
        if result not in ("right", "asked"):
            self.worst.append(
                f"{field}: {value_of(person, field) or 'nothing'} instead of {said(wanted)}"
            )


def score_of(reading, export, truths):
    truth = {key_of(person): person for person in truths[export["truth"]]}
    score = Score()
    score.people = len(truth)
    found = []
    for person in reading.people:
        if is_left_out(person):
            score.left_out += 1
        elif not truth_of(person, truth):
            score.strangers += 1
            score.worst.append("somebody who is not there")
        else:
            found.append(person)
    score.found = len(found)
    for person in found:
        meant = truth_of(person, truth)
        meant = {**meant, **export.get("but", {}).get(meant["given_names"], {})}
        for field in export["fields"]:
            wanted = meant.get(field, "")
            score.add(field, outcome(person, field, wanted), person, wanted)
    if export.get("households") and found:
        right = same_households(found, truth)
        score.counts["right" if right else "wrong"] += len(found)
        if not right:
            score.worst.append("household: not those of the form")
    return score


def words_of(score):
    counts = score.counts
    text = (
        f"{score.found} of {score.people} people; {counts['right']} fields right, "
        f"{counts['asked']} asked, {counts['wrong']} wrong"
    )
    if counts["wrong, but marked"]:
        text += f", {counts['wrong, but marked']} wrong, but marked"
    if counts["lost"]:
        text += f", {counts['lost']} not read"
    if score.left_out:
        text += f"; {score.left_out} rows left out"
    if score.worst:
        text += f" ({'; '.join(list(dict.fromkeys(score.worst))[:MOST_TOLD])})"
    return text


def result_of(reading, export, truths):
    """What is told, and whether it is as it should be."""
    if reading.refusal:
        # A Stata file begins like a page of the web and is none.
        misled = "web page" in reading.refusal and not export["file"].endswith(".html")
        clear = is_clear(reading.refusal) and not misled
        word = reading.refusal if clear else f"{reading.refusal} (does not say what is wrong)"
        return f"refused: {word}", clear and export.get("refused", False)
    score = score_of(reading, export, truths)
    # What nobody can know may be wrong where it is marked.
    bad = ("wrong", "lost") if export.get("marked") else ("wrong", "wrong, but marked", "lost")
    all_read = not any(score.counts[kind] for kind in bad)
    good = all_read and not score.strangers and score.found == score.people
    return words_of(score), good and not export.get("refused", False)
