#!/usr/bin/env bash
# Software: libhxl 5.2.2 (PyPI; with six 1.17.0, which it needs), command hxlclean.
# Date: 2026-11-28
#
# One would guess: cleaning a column as numbers changes "12.0" to "12", and leaves alone (or, with
#   --purge, empties) what is not a number, such as "30-35" or "7 mois".
# What it does instead: when the cell is not a number as it stands, everything but digits, points and
#   the letter e is dropped and what is left is read as one number: 30-35 -> 3035, "1 an 6 mois" -> 16,
#   "7 mois" (months) -> 7, "<1" -> 1, "60+" -> 60, and the decimal comma of 2,5 -> 25. Only words with
#   an e in them save a cell ("environ 30", "6 semaines" stay); --purge empties these and keeps the
#   joined numbers.
# Why it matters for reading lists: HXL-tagged lists of sites and of arrivals are cleaned with this
#   tool before they are passed on. An infant of 7 months becomes 7 years old, a class of age becomes
#   3035, and nothing in the file says so. A reader that meets 3035 or 1859 in a column of ages should
#   suspect a lost hyphen; ages of a cleaned list that could be months need the original.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install libhxl==5.2.2 six==1.17.0 2>/dev/null
venv/bin/pip freeze | grep -iE '^libhxl=='
cat > list.csv <<'CSV'
Nom,Age
#name,#meta+age
Exemple Ali,12.0
Exemple Awa,7 mois
Exemple Issa,1 an 6 mois
Modele Fanta,30-35
Modele Yaya,"2,5"
Modele Neant,<1
Temoin Moussa,60+
Temoin Kadi,environ 30
Temoin Sira,6 semaines
CSV
venv/bin/hxlclean -n '#meta+age' list.csv > clean.csv
venv/bin/hxlclean -p -n '#meta+age' list.csv > purged.csv
echo "-- given | hxlclean -n | hxlclean -p -n"
paste -d'|' list.csv clean.csv purged.csv
python3 - <<'PY'
import csv, sys
ages = lambda name: [row[1] for row in csv.reader(open(name, encoding="utf-8"))][2:]
seen = ages("clean.csv"), ages("purged.csv")
expected = (["12", "7", "16", "3035", "25", "1", "60", "environ 30", "6 semaines"],
            ["12", "7", "16", "3035", "25", "1", "60", "", ""])
if seen != expected:
    sys.exit(f"changed: {seen}")
print("as described")
PY
