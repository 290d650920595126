#!/usr/bin/env bash
# Software: csvkit 2.2.0 with agate 1.14.2 (PyPI); pandas 3.1.1 (PyPI) for comparison.
# Date: 2026-11-28
#
# One would guess: a code such as 6_17 or 18_59 is text, since no spreadsheet and no CSV standard
#   takes an underscore as part of a number; and a tool that only sorts rows leaves cells alone.
# What it does instead: csvsort, in2csv, csvjson and csvstat take a column of such codes as numbers,
#   because Python's number parser allows "_" between digits: 0_5 -> 5, 6_17 -> 617, 18_59 -> 1859.
#   The text "sun" or "may" becomes a date in the year 1 if the whole column is such words. With
#   --no-inference the cells stay. pandas: read_csv keeps text, to_numeric refuses, but
#   astype(int) gives 617: three answers in one library.
# Why it matters for reading lists: 0_5, 6_17, 18_59 is a common way to write age classes as choice
#   names in survey forms. After one harmless sort the list
#   holds persons of age 617, and small classes (0_5 -> 5) look like a plain age. A reader that meets
#   5, 617 and 1859 in one age column should suspect lost underscores.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install csvkit==2.2.0 agate==1.14.2 pandas==3.1.1 2>/dev/null
venv/bin/pip freeze | grep -iE '^(csvkit|agate|pandas)=='
cat > list.csv <<'CSV'
name,age_class,day
Modèle Fanta,6_17,sun
Exemple Ali,18_59,mon
Exemple Petit,0_5,sun
CSV
echo "-- given:"; cat list.csv
echo "-- csvsort -c name:"; venv/bin/csvsort -c name list.csv | tee sorted.csv
echo "-- csvsort -c name --no-inference:"; venv/bin/csvsort -c name --no-inference list.csv | tee plain.csv
venv/bin/python - <<'PY' | tee pandas.txt
import pandas as pd
table = pd.read_csv("list.csv")
print("pandas read_csv:", table.age_class.tolist())
try:
    print("pandas to_numeric:", pd.to_numeric(table.age_class).tolist())
except ValueError:
    print("pandas to_numeric: refused")
print("pandas astype(int):", table.age_class.astype(int).tolist())
PY
ok=yes
grep -q '^Exemple Ali,1859,0001-' sorted.csv || ok=no
grep -q '^Exemple Petit,5,0001-' sorted.csv || ok=no
grep -q '^Modèle Fanta,617,0001-' sorted.csv || ok=no
grep -q '^Exemple Ali,18_59,mon$' plain.csv || ok=no
grep -qF "read_csv: ['6_17', '18_59', '0_5']" pandas.txt || ok=no
grep -q 'to_numeric: refused' pandas.txt || ok=no
grep -qF 'astype(int): [617, 1859, 5]' pandas.txt || ok=no
if [ $ok = yes ]; then echo "as described"; else echo "CHANGED"; exit 1; fi
