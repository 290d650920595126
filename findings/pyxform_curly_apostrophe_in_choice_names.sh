#!/usr/bin/env bash
# Software: pyxform 4.5.0 (PyPI), the converter from XLSForm to XForm; openpyxl 3.1.5 writes the form.
# Date: 2026-11-28
#
# One would guess: a choice "name" (the code that is stored in every answer) arrives in the XForm
#   letter for letter, or the conversion stops or warns.
# What it does instead: curly quotes and apostrophes in choice names become straight ones, without a
#   warning; runs of spaces stay in names but are folded in labels. Date cells become a date with
#   "00:00:00", TRUE stays "TRUE", whole numbers lose ".0".
# Why it matters for reading lists: place names such as N’Gaoundéré are often the codes of a choice
#   list. The collected answers then say N'Gaoundéré. A join of the answers with the place list that
#   the form was made from finds nothing, though both look alike on the screen. A reader must fold
#   ’ and ' before it compares codes or labels, and accept "2026-11-03 00:00:00" as a date.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install pyxform==4.5.0 openpyxl==3.1.5 2>/dev/null
venv/bin/python - <<'PY'
import datetime, re, sys
from importlib.metadata import version
import openpyxl
from pyxform.xls2xform import convert

print("pyxform", version("pyxform"), "openpyxl", version("openpyxl"))
places = ["N\u2019Gaoundéré", "\u201cCentre\u201d", "Zone  A", 3.0, True, datetime.date(2026, 11, 3)]
book = openpyxl.Workbook()
survey = book.active
survey.title = "survey"
survey.append(["type", "name", "label"])
survey.append(["select_one place", "place", "Lieu d\u2019arrivée  du  ménage"])
choices = book.create_sheet("choices")
choices.append(["list_name", "name", "label"])
for place in places:
    choices.append(["place", place, str(place)])
book.save("form.xlsx")

result = convert("form.xlsx", pretty_print=True)
names = re.findall(r"<name>(.*?)</name>", result.xform)
labels = re.findall(r"<label>(.*?)</label>", result.xform)
print("warnings:", result.warnings)
for given, made in zip(places, names):
    print(f"  choice name {given!r} -> {made!r}")
print("  question label ->", labels[-1])

expected = ["N'Gaoundéré", '"Centre"', "Zone  A", "3", "TRUE", "2026-11-03 00:00:00"]
ok = names == expected and not result.warnings and labels[-1] == "Lieu d'arrivée du ménage"
print("as described" if ok else "CHANGED")
sys.exit(0 if ok else 1)
PY
