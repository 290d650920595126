#!/usr/bin/env bash
# Software: commcare-export 1.16.0 (PyPI), writes forms of a survey server's API to CSV, Excel or SQL;
#   openpyxl 3.1.5 writes its query workbook.
# Date: 2026-11-28
#
# One would guess: a CSV export of two tables is a ZIP file with two files of two names.
# What it does instead: the name of each file is the table's name cut after 31 characters, with no check:
#   tables whose names differ only after that give two members of one and the same name in the ZIP,
#   each with other columns. In .xlsx the second sheet gets a digit and 32 characters, one more than
#   Excel allows. Python's zipfile hands out the second member for that name; tools that unpack
#   overwrite the first by the second.
# Why it matters for reading lists: with names such as "Enregistrement arrivee centre 1 - menages" and
#   "... - individus" one of the two lists disappears without a message, and which one depends on the
#   tool. A reader of zipped lists must go through the members by their place, not by name, and tell
#   when two share a name.
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
    {"nom": "Exemple Ali", "menage": "M-1"},
    {"nom": "Modele Fanta", "menage": "M-2"},
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
book.remove(book.active)
for title, end, field in (("A", "menages", "menage"), ("B", "individus", "nom")):
    sheet = book.create_sheet(title)
    sheet.append(["Data Source", "Table Name", "Field", "Source Field"])
    sheet.append(["form", f"Enregistrement arrivee centre 1 - {end}", field, f"form.{field}"])
book.save("query.xlsx")
PY
venv/bin/python api.py > port & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
for format in csv:zip xlsx:xlsx; do
  venv/bin/commcare-export --no-logfile --commcare-hq "http://127.0.0.1:$(cat port)" --project demo \
    --username demo --password demo --auth-mode apikey --query query.xlsx \
    --output-format "${format%:*}" --output "list.${format#*:}" >/dev/null 2>&1
done
venv/bin/python - <<'PY'
import sys, warnings, zipfile
import openpyxl
archive = zipfile.ZipFile("list.zip")
members = [(info.filename, archive.open(info).read().decode().split()[0]) for info in archive.infolist()]
for name, heading in members:
    print("member:", repr(name), "first heading:", heading)
name = members[0][0]
by_name = archive.read(name).decode().split()[0]
print("read by name gives:", by_name)
warnings.simplefilter("ignore")
sheets = openpyxl.load_workbook("list.xlsx").sheetnames
print("sheets:", sheets, [len(title) for title in sheets])
cut = "Enregistrement arrivee centre 1"
if ([m[0] for m in members] != [cut + ".csv"] * 2 or sorted(m[1] for m in members) != ["menage", "nom"]
        or by_name != members[1][1] or sorted(sheets) != [cut, cut + "1"]):
    sys.exit("changed")
print("as described")
PY
