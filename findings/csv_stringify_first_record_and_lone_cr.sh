#!/usr/bin/env bash
# Software: csv-stringify 6.7.0 (npm), a CSV writer that survey servers also use;
#   Python's csv module and pandas 3.1.1 (PyPI) read the result.
# Date: 2026-11-28
#
# One would guess: (1) a table made from records with a heading row has a column for every field that
#   some record has; (2) true and false come out as two different words; (3) a cell with a line break
#   of any kind is quoted.
# What it does instead: (1) the headings are those of the first record alone; fields that only later
#   records have are dropped without a word; (2) true -> "1", false -> "" (the same as no answer),
#   and a date -> milliseconds since 1970; (3) a cell with a lone carriage return (line break of old
#   Macintosh files) is not quoted, since only the record's own line end counts.
# Why it matters for reading lists: when the first household has no phone, nobody has one; "not
#   vaccinated" and "not asked" are one; and Python's csv module and pandas read one person as two
#   rows. A reader should not split rows at a lone carriage return when the other line ends are \n,
#   and should take 13-digit numbers in a date column for milliseconds.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install pandas==3.1.1 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-stringify@6.7.0 >/dev/null
cat > write.mjs <<'JS'
import fs from 'node:fs';
import { stringify } from 'csv-stringify/sync';
console.log('csv-stringify', JSON.parse(fs.readFileSync('node_modules/csv-stringify/package.json')).version);
const persons = [
  { name: 'Exemple Ali', present: true },
  { name: 'Modèle Fanta', present: false, phone: '0699000002' },
];
console.log('1', JSON.stringify(stringify(persons, { header: true })));
console.log('2', JSON.stringify(stringify([[true, false, new Date(Date.UTC(2026, 10, 3))]])));
const cr = stringify([['name', 'note'], ['Exemple\rAli', 'x'], ['Modèle Fanta', 'y']]);
console.log('3', JSON.stringify(cr));
fs.writeFileSync('cr.csv', cr);
JS
node write.mjs | tee out.txt
venv/bin/python - <<'PY' | tee -a out.txt
import csv
import pandas as pd
with open("cr.csv", encoding="utf-8", newline="") as file:
    print("Python csv rows:", len(list(csv.reader(file))) - 1)
print("pandas rows:", len(pd.read_csv("cr.csv")))
PY
ok=yes
grep -qF '1 "name,present\nExemple Ali,1\nModèle Fanta,\n"' out.txt || ok=no
grep -qF '2 "1,,1793664000000\n"' out.txt || ok=no
grep -qF '3 "name,note\nExemple\rAli,x\nModèle Fanta,y\n"' out.txt || ok=no
grep -q '^Python csv rows: 3$' out.txt || ok=no
grep -q '^pandas rows: 3$' out.txt || ok=no
if [ $ok = yes ]; then echo "as described"; else echo "CHANGED"; exit 1; fi
