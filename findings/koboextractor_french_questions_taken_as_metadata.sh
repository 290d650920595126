#!/usr/bin/env bash
# Software: koboextractor 0.2.1 (PyPI), labels the records of a survey server's API.
# Date: 2026-11-28
#
# One would guess: the fields "start", "end" and "today" of a record are recognised as metadata by
#   their whole name; every question of the form is found among the labelled results.
# What it does instead: every name that begins with start, end, today, username, deviceid, ... is put
#   among the metadata, without label: the questions "endroit_origine" (French: place of origin),
#   "end_of_rent" or "start_of_stay" and even a whole repeat "endroits" are missing from the results.
#   A question inside a group is safe, since its name then begins with the group's name.
# Why it matters for reading lists: a list of persons made from the labelled results has no place of
#   origin, and nothing says so. Whoever reads such a list must not take the missing column for
#   "not asked"; and must match metadata names whole, never by their beginning.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install koboextractor==0.2.1 2>/dev/null
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version
from koboextractor import KoboExtractor

print("koboextractor", version("koboextractor"))
asset = {"content": {
    "survey": [
        {"type": "start", "name": "start"},
        {"type": "text", "name": "nom", "label": ["Nom"]},
        {"type": "text", "name": "endroit_origine", "label": ["Endroit d'origine"]},
        {"type": "date", "name": "start_of_stay", "label": ["Arrivé le"]},
        {"type": "begin_repeat", "name": "endroits", "label": ["Endroits visités"]},
        {"type": "text", "name": "lieu", "label": ["Lieu"]},
        {"type": "end_repeat"},
        {"type": "begin_group", "name": "menage", "label": ["Ménage"]},
        {"type": "text", "name": "endroit_actuel", "label": ["Endroit actuel"]},
        {"type": "end_group"},
    ],
    "choices": [],
}}
record = {
    "_id": 1, "start": "2026-11-21T10:00:00.000+01:00",
    "nom": "Exemple Ali", "endroit_origine": "Village A", "start_of_stay": "2026-11-03",
    "endroits": [{"endroits/lieu": "Village B"}],
    "menage/endroit_actuel": "Village C",
}
# No request is made: the labelling works on the record alone.
extractor = KoboExtractor("none", "https://example.org/api/v2")
questions = extractor.get_questions(asset=asset, unpack_multiples=False)
labelled = extractor.label_result(
    unlabeled_result=record, choice_lists={}, questions=questions, unpack_multiples=False)
print("results:", sorted(labelled["results"]))
print("meta:   ", sorted(labelled["meta"]))
ok = (sorted(labelled["results"]) == ["menage/endroit_actuel", "nom"]
      and sorted(labelled["meta"]) == ["_id", "endroit_origine", "endroits", "start", "start_of_stay"])
print("as described" if ok else "CHANGED")
sys.exit(0 if ok else 1)
PY
