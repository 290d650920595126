#!/usr/bin/env bash
# Software: excelize 2.11.1 (Go), the library behind many Go programs that write workbooks;
#   openpyxl 3.1.5 (PyPI) reads the result.
# Date: 2026-11-28
#
# One would guess: days that a program writes with SetCellValue and a time.Time, all at midnight, get one number
#   format for the whole column, so that all of them are shown as days.
# What it does instead: the format is chosen cell by cell from the value. The first day of a month gets format 17
#   ("mmm-yy", the month alone), every other day format 14; a day with an hour gets 22. The stream writer gives
#   format 22 to all three.
# Why it matters for reading lists: a birth on 1 October 1931 is shown as "Oct-31" between others that are shown as
#   days. Somebody who types "10/1931" in a spreadsheet leaves the very same cell and means the month. A reader can
#   tell them apart by the name of the program in docProps/app.xml ("Go Excelize") until somebody saves the file
#   again, or by a column of many days of which none is a first.
set -euo pipefail
work=$(mktemp -d); trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip -q install openpyxl==3.1.5 2>/dev/null
export GOPATH="$work/go" GOFLAGS=-mod=mod
cat > go.mod <<'MOD'
module example.org/days

go 1.24

require github.com/xuri/excelize/v2 v2.11.1
MOD
cat > main.go <<'GO'
package main

import (
	"time"

	"github.com/xuri/excelize/v2"
)

func main() {
	days := []time.Time{
		time.Date(1931, time.October, 1, 0, 0, 0, 0, time.UTC),
		time.Date(1981, time.May, 4, 0, 0, 0, 0, time.UTC),
		time.Date(1981, time.May, 4, 14, 30, 0, 0, time.UTC),
	}
	book := excelize.NewFile()
	for row, day := range days {
		cell, _ := excelize.CoordinatesToCellName(1, row+1)
		if err := book.SetCellValue("Sheet1", cell, day); err != nil {
			panic(err)
		}
	}
	if err := book.SaveAs("cells.xlsx"); err != nil {
		panic(err)
	}
	streamed := excelize.NewFile()
	writer, err := streamed.NewStreamWriter("Sheet1")
	if err != nil {
		panic(err)
	}
	for row, day := range days {
		cell, _ := excelize.CoordinatesToCellName(1, row+1)
		if err := writer.SetRow(cell, []interface{}{day}); err != nil {
			panic(err)
		}
	}
	if err := writer.Flush(); err != nil {
		panic(err)
	}
	if err := streamed.SaveAs("stream.xlsx"); err != nil {
		panic(err)
	}
}
GO
go mod tidy 2>&1 | grep -v "^go: " || true
grep xuri/excelize go.mod | tr -d '\t'
go run .
venv/bin/python - <<'PY' | tee out.txt
import zipfile
import openpyxl
for name in ("cells", "stream"):
    sheet = openpyxl.load_workbook(f"{name}.xlsx").active
    for row in sheet.iter_rows(max_col=1):
        print(name, row[0].value, row[0].number_format)
print(zipfile.ZipFile("cells.xlsx").read("docProps/app.xml").decode().split("<Application>")[1].split("<")[0])
PY
ok=yes
for line in 'cells 1931-10-01 00:00:00 mmm-yy' 'cells 1981-05-04 00:00:00 mm-dd-yy' \
    'cells 1981-05-04 14:30:00 m/d/yy h:mm' 'stream 1931-10-01 00:00:00 m/d/yy h:mm' 'Go Excelize'; do
  grep -qxF "$line" out.txt || { echo "missing: $line"; ok=no; }
done
if [ $ok = yes ]; then echo "as described"; else echo "CHANGED"; exit 1; fi
