"""A workbook by hand, for shapes that no library writes by itself. Only what the shapes need."""

import datetime
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

PLAIN, DAY, MONTH, STRUCK = range(4)
NUMBER_FORMATS = (0, 14, 17, 0)  # General, m/d/yyyy, mmm-yy, General.
FIRST_DAY_OF_ALL = datetime.date(1899, 12, 30)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass
class Month:
    """A day of which only the month is shown."""

    day: datetime.date


@dataclass
class Formula:
    """Without a result: the program that wrote it never computed it."""

    text: str


def letters(column):
    return chr(ord("A") + column)  # Our lists have fewer than 26 columns.


def cell_of(value, place, struck):
    if value is None or value == "":
        return ""
    style = STRUCK if struck else PLAIN
    if isinstance(value, Month):
        return f'<c r="{place}" s="{MONTH}"><v>{(value.day - FIRST_DAY_OF_ALL).days}</v></c>'
    if isinstance(value, datetime.date):
        return f'<c r="{place}" s="{DAY}"><v>{(value - FIRST_DAY_OF_ALL).days}</v></c>'
    if isinstance(value, Formula):
        return f'<c r="{place}"><f>{escape(value.text)}</f></c>'
    if isinstance(value, int):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
    return f'<c r="{place}" s="{style}" t="inlineStr">{text}</c>'


def sheet_of(rows, hidden, struck, merged):
    lines = []
    for at, row in enumerate(rows, 1):
        cells = "".join(
            cell_of(value, f"{letters(column)}{at}", at in struck)
            for column, value in enumerate(row)
        )
        mark = ' hidden="1"' if at in hidden else ""
        lines.append(f'<row r="{at}"{mark}>{cells}</row>')
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merges = f'<mergeCells count="{len(merged)}">{merges}</mergeCells>' if merged else ""
    return f'{HEAD}<worksheet {SPACE}><sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>'


def styles():
    formats = "".join(
        f'<xf numFmtId="{number}" fontId="{int(at == STRUCK)}" fillId="0" borderId="0" '
        f'applyNumberFormat="1" applyFont="1"/>'
        for at, number in enumerate(NUMBER_FORMATS)
    )
    return (
        f'{HEAD}<styleSheet {SPACE}><fonts count="2"><font><sz val="11"/></font>'
        f'<font><strike/><sz val="11"/></font></fonts><fills count="1"><fill/></fills>'
        f'<borders count="1"><border/></borders><cellXfs count="4">{formats}</cellXfs></styleSheet>'
    )


def write_workbook(path, sheets, hidden=(), struck=(), merged=()):
    """`sheets` maps names to rows; hidden, struck and merged count rows from 1, on every sheet."""
    kinds = f"{PACKAGE}/content-types"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{kinds}"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{office}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{office}.worksheet+xml"/>'
            for n in numbers
        )
        + "</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook {SPACE} xmlns:r="{RELATIONS}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in zip(numbers, sheets)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + f'<Relationship Id="rId0" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles(),
    }
    for number, rows in zip(numbers, sheets.values()):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_of(rows, hidden, struck, merged)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
