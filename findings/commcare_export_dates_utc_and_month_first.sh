#!/usr/bin/env bash
# Software: commcare-export 1.16.0 (PyPI), writes forms of a survey server's API to CSV, Excel or SQL,
#   with python-dateutil 2.9.0.post0; openpyxl 3.1.5 writes its query workbook.
# Date: 2026-11-28
#
# One would guess: a column with "Map Via" str2date gives a real date cell in Excel, keeps the local
#   time of the form, and reads all cells of a column day first or all month first.
# What it does instead: the date is a text cell "YYYY-MM-DD HH:MM:SS" (also in .xlsx); a time with an
#   offset is moved to UTC and the offset is dropped, so that 2026-11-21T00:30+01 reads
#   "2026-11-20 23:30:00"; a time without one stays as it is, in the same column, with no mark. Each
#   cell is read by itself, month first if it can be: 03/04/1998 -> 4 March, but 13/04/1998 -> 13 April.
#   A year alone gets the month and day on which the export was run; a day alone ("15") gets the
#   month and year of the run; text that is no date gives an empty cell.
# Why it matters for reading lists: people who arrived after midnight are counted on the day before
#   (east of Greenwich), and half the birth dates typed as day/month are turned around while the others
#   are right. A reader must not take such a column for local days, and should prefer the untouched
#   column beside it; equal day and month of birth for many persons, those of the export's day, means
#   that only the year was known.
set -euo pipefail
work=$(mktemp -d); server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install 'commcare-export[xlsx]==1.16.0' openpyxl==3.1.5 python-dateutil==2.9.0.post0 2>/dev/null
venv/bin/pip freeze | grep -iE '^(commcare-export|python-dateutil)=='
cat > api.py <<'PY'
# Answers the tool's one request, on the loopback address only.
import http.server, json
FORMS = [{"id": f"f{n}", "received_on": "2026-11-20T10:00:00Z", "indexed_on": "2026-11-20T10:00:00Z",
          "form": form} for n, form in enumerate([
    {"nom": "Exemple Ali", "arrivee": "2026-11-21T00:30:00.000+01", "naissance": "1991-03-04"},
    {"nom": "Exemple Awa", "arrivee": "2026-11-21T00:30:00", "naissance": "03/04/1998"},
    {"nom": "Modele Fanta", "arrivee": "2026-11-21", "naissance": "13/04/1998"},
    {"nom": "Temoin Sira", "arrivee": "15", "naissance": "1998"},
    {"nom": "Temoin Kadi", "arrivee": "hier", "naissance": "vers 1998"},
], 1)]
class Api(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args): pass
    def do_GET(self):
        body = json.dumps({"meta": {"limit": 100, "offset": 0, "next": None, "previous": None,
                                    "total_count": len(FORMS)}, "objects": FORMS}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)
server = http.server.HTTPServer(("127.0.0.1", 0), Api)
print(server.server_port, flush=True)
server.serve_forever()
PY
venv/bin/python - <<'PY'
import openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Arrivees"
sheet.append(["Data Source", "Field", "Source Field", "Map Via"])
for n, row in enumerate([("nom", "form.nom", None), ("arrivee", "form.arrivee", None),
                         ("arrivee_date", "form.arrivee", "str2date"),
                         ("naissance", "form.naissance", None),
                         ("naissance_date", "form.naissance", "str2date")]):
    sheet.append(["form" if n == 0 else None, *row])
book.save("query.xlsx")
PY
venv/bin/python api.py > port & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
venv/bin/commcare-export --no-logfile --commcare-hq "http://127.0.0.1:$(cat port)" --project demo \
  --username demo --password demo --auth-mode apikey --query query.xlsx --output-format xlsx \
  --output list.xlsx >/dev/null 2>&1
venv/bin/python - <<'PY'
import datetime, sys
import openpyxl
cells = list(openpyxl.load_workbook("list.xlsx")["Arrivees"].iter_rows())
table = [[cell.value for cell in row] for row in cells]
for row in table:
    print(row)
types = {cell.data_type for row in cells[1:] for cell in row if cell.value is not None}
print("kinds of cells (s is text):", sorted(types))
today = datetime.date.today()
days = {today, today - datetime.timedelta(1)}  # in case midnight passed meanwhile
got = [(row[2], row[4]) for row in table[1:]]
fixed = [("2026-11-20 23:30:00", "1991-03-04 00:00:00"), ("2026-11-21 00:30:00", "1998-03-04 00:00:00"),
         ("2026-11-21 00:00:00", "1998-04-13 00:00:00")]
run_day = {(f"{d:%Y-%m}-15 00:00:00", f"1998-{d:%m-%d} 00:00:00") for d in days}
# On 29 February a year alone may give the 28th, which counts as well.
run_day |= {(f"{d:%Y-%m}-15 00:00:00", "1998-02-28 00:00:00") for d in days if (d.month, d.day) == (2, 29)}
if types != {"s"} or got[:3] != fixed or got[3] not in run_day or got[4] != (None, None):
    sys.exit("changed")
print("as described")
PY
