"""Writes the list of list.json with one Python library: writers.py LIST FOLDER NAME

Each function makes FOLDER/NAME.EXT in the way the library's own first pages show, with dates as the
library takes them and no format chosen by us.
"""

import csv
import datetime
import json
import pathlib
import sys

HEADINGS_AT = 1  # The title stands in row 0.


class List:
    def __init__(self, path):
        data = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        self.title, self.headings, self.kinds = data["title"], data["headings"], data["kinds"]
        self.rows = [self.typed(row) for row in data["rows"]]

    def typed(self, row):
        if row is None:
            return []
        return [
            datetime.date.fromisoformat(cell) if kind == "date" and cell else cell
            for kind, cell in zip(self.kinds, row)
        ]

    def table(self):
        return [[self.title], self.headings, *self.rows]

    def even_table(self):
        """Every row as wide as the headings, for libraries that need it."""
        width = len(self.headings)
        return [row + [None] * (width - len(row)) for row in self.table()]


def openpyxl_normal(people, out):
    import openpyxl

    book = openpyxl.Workbook()
    for row in people.table():
        book.active.append(row)
    book.save(f"{out}.xlsx")


def openpyxl_write_only(people, out):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    for row in people.table():
        sheet.append(row)
    book.save(f"{out}.xlsx")


def xlsxwriter_book(people, out, options):
    import xlsxwriter

    book = xlsxwriter.Workbook(f"{out}.xlsx", options)
    sheet = book.add_worksheet()
    for at, row in enumerate(people.table()):
        sheet.write_row(at, 0, row)
    book.close()


def xlsxwriter_default_date(people, out):
    xlsxwriter_book(people, out, {"default_date_format": "dd/mm/yy"})


def xlsxwriter_no_format(people, out):
    """Without any date format the cells show bare numbers such as 44929."""
    xlsxwriter_book(people, out, {})


def xlsxwriter_constant_memory(people, out):
    xlsxwriter_book(people, out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})


def xlsxwriter_in_memory(people, out):
    xlsxwriter_book(people, out, {"in_memory": True, "default_date_format": "d mmmm yyyy"})


def xlsxwriter_1904(people, out):
    xlsxwriter_book(people, out, {"date_1904": True, "default_date_format": "dd/mm/yyyy"})


def frame_of(people):
    import pandas

    width = len(people.headings)
    frame = pandas.DataFrame(
        [row or [None] * width for row in people.rows], columns=people.headings
    )
    for heading, kind in zip(people.headings, people.kinds):
        if kind == "date":
            frame[heading] = pandas.to_datetime(frame[heading])
    return frame


def pandas_excel(people, out, engine):
    import pandas

    with pandas.ExcelWriter(f"{out}.xlsx", engine=engine) as book:
        pandas.DataFrame([[people.title]]).to_excel(book, header=False, index=False)
        frame_of(people).to_excel(book, startrow=HEADINGS_AT, index=False)


def pandas_openpyxl(people, out):
    pandas_excel(people, out, "openpyxl")


def pandas_xlsxwriter(people, out):
    pandas_excel(people, out, "xlsxwriter")


def pandas_index(people, out):
    """The index column is on unless it is switched off."""
    frame_of(people).to_excel(f"{out}.xlsx")


def pandas_to_csv(people, out):
    frame_of(people).to_csv(f"{out}.csv", index=False)


def pandas_to_csv_index(people, out):
    frame_of(people).to_csv(f"{out}.csv", sep=";", encoding="utf-8-sig")


def pyexcelerate_values(people, out):
    import pyexcelerate

    book = pyexcelerate.Workbook()
    book.new_sheet("Liste", data=people.even_table())
    book.save(f"{out}.xlsx")


def pylightxl_cells(people, out):
    import pylightxl

    book = pylightxl.Database()
    book.add_ws(ws="Liste")
    for at, row in enumerate(people.table(), 1):
        for column, cell in enumerate(row, 1):
            if cell is not None:  # The library has no date cells: it writes what str() says.
                value = cell.isoformat() if isinstance(cell, datetime.date) else cell
                book.ws(ws="Liste").update_index(row=at, col=column, val=value)
    pylightxl.writexl(db=book, fn=f"{out}.xlsx")


def dataset_of(people):
    import tablib

    return tablib.Dataset(
        *[row or [None] * len(people.headings) for row in people.rows], headers=people.headings
    )


def tablib_xlsx(people, out):
    pathlib.Path(f"{out}.xlsx").write_bytes(dataset_of(people).export("xlsx"))


def tablib_csv(people, out):
    pathlib.Path(f"{out}.csv").write_text(dataset_of(people).export("csv"), encoding="utf-8")


def tablib_tsv(people, out):
    pathlib.Path(f"{out}.tsv").write_text(dataset_of(people).export("tsv"), encoding="utf-8")


def tablib_xls(people, out):
    pathlib.Path(f"{out}.xls").write_bytes(dataset_of(people).export("xls"))


def tablib_html(people, out):
    pathlib.Path(f"{out}.xls").write_text(dataset_of(people).export("html"), encoding="utf-8")


def polars_frame(people):
    import polars

    width = len(people.headings)
    rows = [row or [None] * width for row in people.rows]
    return polars.DataFrame(rows, schema=people.headings, orient="row", infer_schema_length=None)


def polars_write_excel(people, out):
    polars_frame(people).write_excel(f"{out}.xlsx")


def polars_write_csv(people, out):
    polars_frame(people).write_csv(f"{out}.csv")


def pyexcel_xlsx(people, out):
    import pyexcel

    pyexcel.save_as(array=people.table(), dest_file_name=f"{out}.xlsx")


def xlwt_book(people, out):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Liste")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for at, row in enumerate(people.table()):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime.date):
                sheet.write(at, column, cell, day)
            elif cell is not None:
                sheet.write(at, column, cell)
    book.save(f"{out}.xls")


def xlwt_named_xlsx(people, out):
    """An old workbook whose name says that it is a new one."""
    xlwt_book(people, out)
    pathlib.Path(f"{out}.xls").rename(f"{out}.xlsx")


def odfpy_sheet(people, out):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Liste")
    for row in people.table():
        line = TableRow()
        for cell in row:
            if isinstance(cell, datetime.date):
                box = TableCell(valuetype="date", datevalue=cell.isoformat())
            elif isinstance(cell, int):
                box = TableCell(valuetype="float", value=cell)
            else:
                box = TableCell(valuetype="string")
            box.addElement(P(text="" if cell is None else str(cell)))
            line.addElement(box)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(f"{out}.ods")


def ezodf_sheet(people, out):
    import ezodf

    table = people.table()
    document = ezodf.newdoc(doctype="ods", filename=f"{out}.ods")
    sheet = ezodf.Sheet("Liste", size=(len(table), len(people.headings)))
    document.sheets += sheet
    for at, row in enumerate(table):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime.date):
                sheet[at, column].set_value(cell.isoformat(), "date")
            elif cell is not None:
                sheet[at, column].set_value(cell)
    document.save()


def csv_module(people, out):
    with open(f"{out}.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(people.table())


def csv_module_cp1252(people, out):
    with open(f"{out}.csv", "w", newline="", encoding="cp1252") as file:
        csv.writer(file, delimiter=";").writerows(people.table())


def csv_module_utf16(people, out):
    with open(f"{out}.txt", "w", newline="", encoding="utf-16") as file:
        csv.writer(file, dialect="excel-tab").writerows(people.table())


def csv_quote_all_dates_as_people_write(people, out):
    with open(f"{out}.csv", "w", newline="", encoding="utf-8-sig") as file:
        table = [
            [cell.strftime("%d/%m/%Y") if isinstance(cell, datetime.date) else cell for cell in row]
            for row in people.table()
        ]
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(table)


def main():
    listed, folder, name = sys.argv[1:]
    writer = globals()[name]
    writer(List(listed), str(pathlib.Path(folder) / name))


if __name__ == "__main__":
    main()
