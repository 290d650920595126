#!/usr/bin/env bash
# Software: commcare-export 1.16.0 (PyPI), writes forms of a survey server's API to CSV, Excel or SQL;
#   openpyxl 3.1.5 writes its query workbook.
# Date: 2026-11-28
#
# One would guess: a question that was not asked or not answered gives an empty cell (or the word given
#   with --missing-value) in every column made from it.
# What it does instead: a column with "Map Via" bool2int gives 0, and str2bool gives False, for a
#   question that is not in the form at all, the same as for the answer "no". --missing-value
#   reaches only the untouched columns. "selected(...)" does the opposite: for a multiple choice that was
#   answered with nothing it gives an empty cell, not False, as if not asked. An untouched column mixes "1" and "True" when the server sent both.
# Why it matters for reading lists: columns such as consent, pregnant or unaccompanied then say "no" for
#   people who were never asked. A reader must not count 0 or False of such a list as an answer unless
#   the untouched column stands beside it, and must accept 0, 1, True and False in one column.
set -euo pipefail
work=$(mktemp -d); server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install 'commcare-export[xlsx]==1.16.0' openpyxl==3.1.5 2>/dev/null
venv/bin/pip freeze | grep -iE '^commcare-export=='
cat > api.py <<'PY'
# Answers the tool's one request, on the loopback address only.
import http.server, json
FORMS = [{"id": f"f{n}", "received_on": "2026-11-20T10:00:00Z", "indexed_on": "2026-11-20T10:00:00Z",
          "form": form} for n, form in enumerate([
    {"nom": "Exemple Ali", "consent": "1", "besoins": "eau abri"},
    {"nom": "Exemple Awa", "consent": "0", "besoins": ""},
    {"nom": "Modele Fanta"},
    {"nom": "Temoin Sira", "consent": True, "besoins": "abri"},
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
for n, row in enumerate([("nom", "form.nom", None), ("consent", "form.consent", None),
                         ("consent_bool2int", "form.consent", "bool2int"),
                         ("consent_str2bool", "form.consent", "str2bool"),
                         ("eau", "form.besoins", "selected(eau)")]):
    sheet.append(["form" if n == 0 else None, *row])
book.save("query.xlsx")
PY
venv/bin/python api.py > port & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
run() {
  venv/bin/commcare-export --no-logfile --commcare-hq "http://127.0.0.1:$(cat port)" --project demo \
    --username demo --password demo --auth-mode apikey --query query.xlsx --output-format csv "$@" >/dev/null 2>&1
}
run --output plain.zip
run --output missing.zip --missing-value=---
python3 - <<'PY'
import csv, io, sys, zipfile
def rows(name):
    text = zipfile.ZipFile(name).read("Arrivees.csv").decode("utf-8")
    return list(csv.reader(io.StringIO(text)))
plain, missing = rows("plain.zip"), rows("missing.zip")
for title, table in (("plain", plain), ("--missing-value=---", missing)):
    print("--", title)
    for row in table:
        print("  ", row)
expected = [["Exemple Ali", "1", "1", "True", "True"], ["Exemple Awa", "0", "0", "False", ""],
            ["Modele Fanta", "", "0", "False", ""], ["Temoin Sira", "True", "1", "True", "False"]]
marked = [row[:] for row in expected]
marked[2] = ["Modele Fanta", "---", "0", "False", ""]
if plain[1:] != expected or missing[1:] != marked:
    sys.exit("changed")
print("as described")
PY
