"""Every writer of the check: in which language, of which library, and how its language is set up.

A language that cannot be set up raises Missing with the reason; its writers are then skipped.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
LONGEST_INSTALL_S = 1500
LONGEST_WRITE_S = 180


class Missing(Exception):
    pass


@dataclass(frozen=True)
class Writer:
    name: str  # Of its function and of the file that it makes.
    language: str
    library: str  # As its registry calls it.
    how: str  # What is special about this way of writing.


def of(language, *lines):
    return [Writer(name, language, library, how) for name, library, how in lines]


WRITERS = [
    *of(
        "python",
        ("openpyxl_normal", "openpyxl", "append"),
        ("openpyxl_write_only", "openpyxl", "write-only"),
        ("xlsxwriter_default_date", "XlsxWriter", "dd/mm/yy given"),
        ("xlsxwriter_no_format", "XlsxWriter", "no date format given"),
        ("xlsxwriter_constant_memory", "XlsxWriter", "constant_memory"),
        ("xlsxwriter_in_memory", "XlsxWriter", "in_memory, month as word"),
        ("xlsxwriter_1904", "XlsxWriter", "days counted from 1904"),
        ("pandas_openpyxl", "pandas", "engine openpyxl"),
        ("pandas_xlsxwriter", "pandas", "engine xlsxwriter"),
        ("pandas_index", "pandas", "with the index"),
        ("pandas_to_csv", "pandas", "to_csv"),
        ("pandas_to_csv_index", "pandas", "to_csv, index, ;, BOM"),
        ("pyexcelerate_values", "PyExcelerate", "new_sheet"),
        ("pylightxl_cells", "pylightxl", "update_index"),
        ("tablib_xlsx", "tablib", "xlsx"),
        ("tablib_csv", "tablib", "csv"),
        ("tablib_tsv", "tablib", "tsv"),
        ("tablib_xls", "tablib", "xls"),
        ("tablib_html", "tablib", "html named .xls"),
        ("polars_write_excel", "polars", "write_excel"),
        ("polars_write_csv", "polars", "write_csv"),
        ("pyexcel_xlsx", "pyexcel", "save_as"),
        ("xlwt_book", "xlwt", "xls"),
        ("xlwt_named_xlsx", "xlwt", "xls named .xlsx"),
        ("odfpy_sheet", "odfpy", "ods"),
        ("ezodf_sheet", "ezodf", "ods"),
        ("csv_module", "csv (Python)", "default"),
        ("csv_module_cp1252", "csv (Python)", "Windows-1252, ;"),
        ("csv_module_utf16", "csv (Python)", "UTF-16, tabs"),
        ("csv_quote_all_dates_as_people_write", "csv (Python)", "all quoted, dd/mm/yyyy"),
    ),
    *of(
        "node",
        ("exceljs_normal", "exceljs", "addRows"),
        ("exceljs_stream", "exceljs", "stream"),
        ("exceljs_shared_styles", "exceljs", "stream, shared strings and styles"),
        ("exceljs_csv", "exceljs", "csv"),
        ("sheetjs_xlsx", "xlsx", "xlsx"),
        ("sheetjs_cell_dates", "xlsx", "xlsx, cellDates"),
        ("sheetjs_date_format", "xlsx", "xlsx, dateNF dd/mm/yyyy"),
        ("sheetjs_json", "xlsx", "json_to_sheet"),
        ("sheetjs_east_of_greenwich", "xlsx", "xlsx, zone Africa/Niamey"),
        ("sheetjs_csv", "xlsx", "csv"),
        ("sheetjs_txt", "xlsx", "txt (UTF-16, tabs)"),
        ("sheetjs_html_as_xls", "xlsx", "html named .xls"),
        ("sheetjs_xml2003_as_xlsx", "xlsx", "XML of 2003 named .xlsx"),
        ("sheetjs_biff8", "xlsx", "xls"),
        ("sheetjs_xlsb", "xlsx", "xlsb"),
        ("sheetjs_ods", "xlsx", "ods"),
        ("sheetjs_sylk", "xlsx", "slk"),
        ("sheetjs_dif", "xlsx", "dif"),
        ("sheetjs_dbf", "xlsx", "dbf"),
        ("xlsx_js_style", "xlsx-js-style", "xlsx"),
        ("node_xlsx", "node-xlsx", "build"),
        ("xlsx_populate", "xlsx-populate", "weekday and month as words"),
        ("write_excel_file", "write-excel-file", "mm/dd/yyyy given"),
        ("write_excel_file_default", "write-excel-file", "dateFormat dd/mm/yyyy"),
        ("excel4node_cells", "excel4node", "date()"),
        ("papaparse_rows", "papaparse", "unparse rows"),
        ("papaparse_objects", "papaparse", "unparse objects, escapeFormulae"),
        ("csv_stringify", "csv-stringify", "default: milliseconds"),
        ("csv_stringify_readable_dates", "csv-stringify", "cast to ISO, BOM, quoted"),
        ("json2csv_parse", "json2csv", "parse"),
        ("json2csv_east_of_greenwich", "json2csv", "parse, zone Africa/Niamey"),
        ("fast_csv", "fast-csv", "writeToString"),
        ("csv_writer", "csv-writer", "array"),
        ("csv_writer_east_of_greenwich", "csv-writer", "array, zone Africa/Niamey"),
    ),
    *of(
        "go",
        ("excelize_normal", "github.com/xuri/excelize/v2", "SetCellValue"),
        ("excelize_stream", "github.com/xuri/excelize/v2", "stream writer"),
        ("tealeg_xlsx_v3", "github.com/tealeg/xlsx/v3", "SetDate"),
        ("tealeg_xlsx_v1", "github.com/tealeg/xlsx", "SetDateTime"),
        ("go_encoding_csv", "encoding/csv (Go)", "RFC 3339"),
        ("go_encoding_csv_crlf", "encoding/csv (Go)", "RFC 3339, ;, CRLF"),
    ),
    *of(
        "rust",
        ("rust_xlsxwriter_normal", "rust_xlsxwriter", "worksheet"),
        ("rust_xlsxwriter_constant_memory", "rust_xlsxwriter", "constant memory"),
        ("umya_spreadsheet", "umya-spreadsheet", "writer"),
        ("simple_excel_writer", "simple_excel_writer", "days as text"),
        ("rust_csv", "csv", "flexible"),
    ),
    *of(
        "java",
        ("poi_xssf", "poi-ooxml", "XSSF, m/d/yy h:mm"),
        ("poi_xssf_no_format", "poi-ooxml", "XSSF, no format given"),
        ("poi_sxssf", "poi-ooxml", "SXSSF, dd-mmm-yyyy"),
        ("poi_hssf", "poi-ooxml", "HSSF, xls"),
        ("fastexcel", "fastexcel", "workbook"),
        ("easyexcel", "easyexcel", "Date"),
        ("easyexcel_local_dates", "easyexcel", "LocalDate"),
        ("jxl", "jxl", "xls"),
        ("opencsv", "opencsv", "CSVWriter"),
        ("commons_csv_default", "commons-csv", "DEFAULT, LocalDate"),
        ("commons_csv_excel", "commons-csv", "EXCEL, Date as Java says it"),
        ("commons_csv_tdf", "commons-csv", "TDF"),
        ("commons_csv_mysql", "commons-csv", "MYSQL, \\N for nothing"),
        ("jackson_csv", "jackson-dataformat-csv", "days as text"),
        ("jackson_csv_default_days", "jackson-dataformat-csv", "default days 2023;1;3"),
    ),
    *of(
        "r",
        ("r_write_csv", "write.csv (R)", "default: NA, row names"),
        ("r_write_csv2", "write.csv2 (R)", "no NA, no row names"),
        ("r_write_csv2_latin1", "write.csv2 (R)", "CP1252"),
        ("r_write_table", "write.table (R)", "default: one heading short"),
        ("r_readr_write_csv", "readr", "write_csv, NA"),
        ("r_readr_excel_csv2", "readr", "write_excel_csv2, NA"),
        ("r_readr_times", "readr", "write_csv, times"),
        ("r_openxlsx", "openxlsx", "write.xlsx"),
        ("r_openxlsx_table", "openxlsx", "as a table"),
    ),
    *of(
        "perl",
        ("perl_excel_writer_xlsx", "Excel::Writer::XLSX", "write_date_time"),
        ("perl_spreadsheet_writeexcel", "Spreadsheet::WriteExcel", "xls"),
        ("perl_text_csv", "Text::CSV", "print"),
    ),
    *of(
        "ruby",
        ("ruby_csv", "csv (Ruby)", "Date"),
        ("ruby_csv_times", "csv (Ruby)", "Time with zone, ;, quoted"),
    ),
    *of(
        "libreoffice",
        ("libreoffice_xlsx", "LibreOffice", "xlsx saved again"),
        ("libreoffice_csv", "LibreOffice", "csv"),
        ("libreoffice_ods", "LibreOffice", "ods"),
        ("libreoffice_fods", "LibreOffice", "fods"),
        ("libreoffice_xls", "LibreOffice", "xls"),
    ),
    *of(
        "gnumeric",
        ("gnumeric_xlsx", "Gnumeric", "xlsx saved again"),
        ("gnumeric_csv", "Gnumeric", "csv"),
        ("gnumeric_ods", "Gnumeric", "ods"),
        ("gnumeric_xls", "Gnumeric", "xls"),
    ),
]


def run(command, folder, limit, **options):
    """Runs to its end or raises Missing with the last line that was said."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=limit,
            **options,
        )
    except FileNotFoundError:
        raise Missing(f"{command[0]} is not installed") from None
    except subprocess.TimeoutExpired:
        raise Missing(f"{command[0]} took over {limit} seconds") from None
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).strip().splitlines()
        raise Missing(
            f"{pathlib.Path(command[0]).name} failed: {lines[-1] if lines else 'no word'}"
        )
    return done.stdout


def copy_of(language, folder):
    made = folder / language
    shutil.copytree(HERE / language, made)
    return made


def set_up_python(folder):
    made = copy_of("python", folder)
    run([sys.executable, "-m", "venv", "venv"], made, LONGEST_INSTALL_S)
    run(
        [str(made / "venv/bin/pip"), "install", "-q", "-r", "requirements.txt"],
        made,
        LONGEST_INSTALL_S,
    )
    return [str(made / "venv/bin/python"), str(made / "writers.py")]


def set_up_node(folder):
    made = copy_of("node", folder)
    run(["npm", "install", "--no-audit", "--no-fund", "--silent"], made, LONGEST_INSTALL_S)
    return ["node", str(made / "writers.js")]


def set_up_go(folder):
    made = copy_of("go", folder)
    run(["go", "build", "-o", "writers", "."], made, LONGEST_INSTALL_S)
    return [str(made / "writers")]


def set_up_rust(folder):
    made = copy_of("rust", folder)
    run(["cargo", "build", "--quiet"], made, LONGEST_INSTALL_S)
    return [str(made / "target/debug/listwriters")]


def set_up_java(folder):
    made = copy_of("java", folder)
    run(
        ["mvn", "-B", "-q", "dependency:copy-dependencies", "-DoutputDirectory=lib"],
        made,
        LONGEST_INSTALL_S,
    )
    run(["javac", "-cp", "lib/*", "-d", "classes", "Writers.java"], made, LONGEST_INSTALL_S)
    return ["java", "-cp", f"{made}/classes:{made}/lib/*", "Writers"]


def set_up_script(language, program, ending):
    def set_up(folder):
        if not shutil.which(program):
            raise Missing(f"{program} is not installed")
        return [program, str(copy_of(language, folder) / f"writers.{ending}")]

    return set_up


def set_up_converter(program, package):
    """LibreOffice and Gnumeric save again what openpyxl wrote."""

    def set_up(folder):
        if not shutil.which(program):
            raise Missing(f"{program} is not installed (Debian: {package})")
        first = folder / "out" / "openpyxl_normal.xlsx"
        if not first.exists():
            raise Missing("it saves openpyxl_normal again, which is not there")
        return [program, str(first)]

    return set_up


SET_UP = {
    "python": set_up_python,
    "node": set_up_node,
    "go": set_up_go,
    "rust": set_up_rust,
    "java": set_up_java,
    "r": set_up_script("r", "Rscript", "R"),
    "perl": set_up_script("perl", "perl", "pl"),
    "ruby": set_up_script("ruby", "ruby", "rb"),
    "libreoffice": set_up_converter("soffice", "libreoffice-calc-nogui"),
    "gnumeric": set_up_converter("ssconvert", "gnumeric"),
}


def write_with_libreoffice(command, writer, folder):
    ending = writer.name.split("_")[1]
    alone = folder / "libreoffice"
    alone.mkdir(exist_ok=True)
    run(
        [
            command[0],
            "--headless",
            f"-env:UserInstallation={(alone / 'profile').as_uri()}",
            "--convert-to",
            ending,
            "--outdir",
            str(alone),
            command[1],
        ],
        folder,
        LONGEST_WRITE_S,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    (alone / f"openpyxl_normal.{ending}").rename(folder / "out" / f"{writer.name}.{ending}")


def write_with_gnumeric(command, writer, folder):
    to = folder / "out" / f"{writer.name}.{writer.name.split('_')[1]}"
    run([command[0], command[1], str(to)], folder, LONGEST_WRITE_S)


def write(command, writer, folder):
    """Makes out/NAME.EXT and returns its path; `command` is what the language's set-up returned."""
    if writer.language == "libreoffice":
        write_with_libreoffice(command, writer, folder)
    elif writer.language == "gnumeric":
        write_with_gnumeric(command, writer, folder)
    else:
        # R has no JSON reader of its own, so it gets the plain CSV.
        source = folder / "plain.csv" if writer.language == "r" else HERE / "list.json"
        zone = "Africa/Niamey" if writer.name.endswith("east_of_greenwich") else "UTC"
        run(
            [*command, str(source), str(folder / "out"), writer.name],
            folder,
            LONGEST_WRITE_S,
            env={**os.environ, "TZ": zone},
        )
    made = sorted((folder / "out").glob(f"{writer.name}.*"))
    if not made:
        raise Missing("the writer ended well, but there is no file")
    return made[0]


# Where each language pins its libraries, and how a line of that file looks.
PINNED_IN = {
    "python": ("requirements.txt", r"^{name}(?:\[[^\]]*\])?==(\S+)$"),
    "node": ("package.json", r'"{name}": "([^"]+)"'),
    "go": ("go.mod", r"^\s*{name} v(\S+)$"),
    "rust": ("Cargo.toml", r'^{name} = .*?"=([^"]+)"'),
    "java": ("pom.xml", r"<artifactId>{name}</artifactId><version>([^<]+)<"),
}
SAYS_VERSION = {
    "write.csv (R)": ["Rscript", "-e", "cat(as.character(getRversion()))"],
    "write.csv2 (R)": ["Rscript", "-e", "cat(as.character(getRversion()))"],
    "write.table (R)": ["Rscript", "-e", "cat(as.character(getRversion()))"],
    "readr": ["Rscript", "-e", "cat(as.character(packageVersion('readr')))"],
    "openxlsx": ["Rscript", "-e", "cat(as.character(packageVersion('openxlsx')))"],
    "Excel::Writer::XLSX": [
        "perl",
        "-MExcel::Writer::XLSX",
        "-e",
        "print $Excel::Writer::XLSX::VERSION",
    ],
    "Spreadsheet::WriteExcel": [
        "perl",
        "-MSpreadsheet::WriteExcel",
        "-e",
        "print $Spreadsheet::WriteExcel::VERSION",
    ],
    "Text::CSV": ["perl", "-MText::CSV", "-e", "print $Text::CSV::VERSION"],
    "csv (Ruby)": ["ruby", "-rcsv", "-e", "print CSV::VERSION"],
    "csv (Python)": [sys.executable, "-c", "import platform; print(platform.python_version())"],
    "encoding/csv (Go)": ["go", "env", "GOVERSION"],
    "LibreOffice": ["soffice", "--version"],
    "Gnumeric": ["ssconvert", "--version"],
}


def version_of(writer):
    if writer.library in SAYS_VERSION:
        try:
            said = run(SAYS_VERSION[writer.library], HERE, LONGEST_WRITE_S)
        except Missing:
            return "?"
        return re.search(r"\d[\d.]*\d", said).group(0)
    file, line = PINNED_IN[writer.language]
    pins = (HERE / writer.language / file).read_text(encoding="utf-8")
    return re.search(line.replace("{name}", re.escape(writer.library)), pins, re.MULTILINE).group(1)
