"""How a file holds the first day of arrival, 3 January 2023: for the page, nothing more."""

import re
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Of the formats that every spreadsheet knows by number, those of days.
KNOWN = {
    "14": "m/d/yyyy (14)",
    "15": "d-mmm-yy",
    "16": "d-mmm",
    "17": "mmm-yy",
    "22": "m/d/yyyy h:mm (22)",
}
FIRST_DAY = {44929: "", 43467: ", 1904"}
TEXT_DAY = re.compile(
    r'(?:[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d [^,;\t"]*2023[^,;\t"]*'
    r'|2023-01-02T23:00[^,;\t"]*|2023[-/;]0?1[-/;]0?3[^,;\t"]*'
    r'|0?3/0?1/2023[^,;\t"]*|1/3/23|1672\d{9})'
)


def parts_of(book, pattern):
    for name in sorted(book.namelist()):
        if re.search(pattern, name, re.IGNORECASE):
            yield ElementTree.fromstring(book.read(name))


def formats_of(book):
    """For each style number its format."""
    for styles in parts_of(book, r"xl/styles\.xml$"):
        own = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
        cells = styles.find(f"{MAIN}cellXfs")
        numbers = [one.get("numFmtId", "0") for one in cells] if cells is not None else []
        return [own.get(number) or KNOWN.get(number, "General") for number in numbers]
    return []


def shared_texts(book):
    for shared in parts_of(book, r"xl/sharedStrings\.xml$"):
        return ["".join(text.text or "" for text in one.iter(f"{MAIN}t")) for one in shared]
    return []


def shape_of_cell(cell, formats, texts):
    value = cell.findtext(f"{MAIN}v")
    kind = cell.get("t")
    if kind == "inlineStr":
        value = "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))
    elif kind == "s" and value:
        value = texts[int(value)]
    if not value:
        return None
    if kind in ("s", "inlineStr", "str", "d"):
        return (
            f"{'ISO cell' if kind == 'd' else 'text'} {value}"
            if TEXT_DAY.fullmatch(value)
            else None
        )
    try:
        number = float(value)
    except ValueError:
        return None
    if int(number) not in FIRST_DAY:
        return None
    style = int(cell.get("s", "0"))
    shown = formats[style] if style < len(formats) else "General"
    time = ", with time of day" if number != int(number) else ""
    return f"number as {shown}{FIRST_DAY[int(number)]}{time}"


def shape_of_workbook(path):
    with zipfile.ZipFile(path) as book:
        formats, texts = formats_of(book), shared_texts(book)
        for sheet in parts_of(book, r"xl/worksheets/[^/]+\.xml$"):
            for cell in sheet.iter(f"{MAIN}c"):
                shape = shape_of_cell(cell, formats, texts)
                if shape:
                    return shape
    return ""


def text_of(path):
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8", errors="replace")


def date_shape(path):
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        return shape_of_workbook(path)
    if path.suffix not in (".csv", ".tsv", ".txt"):
        return ""
    found = TEXT_DAY.search(text_of(path))
    return f"text {found.group(0).strip()}" if found else ""
