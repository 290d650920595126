"""Writes one list with many libraries, and proves that the importer reads each like the plain CSV.

    list_writers.py BINARY [--write PAGE] [--only NAME] [--keep FOLDER]

Installs the libraries of list_writers/ in a temporary folder (what cannot be had is skipped, with
a line), reads each file, then the exports of survey and case tools in list_writers/exports, then
the shapes of list_writers/shapes.py. One line each; ends with 1 when something is DIFFERENT or
refused without a clear word. --only takes a part of a name. --keep copies the files that were read
differently. --write makes the page.
All people are invented.
"""

import argparse
import csv
import datetime
import json
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "list_writers"))

import catalogue
import survey_exports
from date_shape import date_shape
from page import page
from reading import Importer, Reading, result_of
from shapes import SHAPES, List

LIST_DATE = "2023-01-15"


class Check:
    def __init__(self, importer, folder, only, keep):
        self.importer, self.folder, self.only, self.keep = importer, folder, only or "", keep
        self.bad = 0
        self.skipped = []
        self.plain = self.read_plain()

    def wanted(self, name):
        return self.only in name

    def read_plain(self):
        """The list as a plain CSV, with its blank row, is what all others are held against."""
        data = json.loads((HERE / "list_writers" / "list.json").read_text(encoding="utf-8"))
        with open(self.folder / "plain.csv", "w", newline="", encoding="utf-8") as file:
            rows = [row or [None] * len(data["headings"]) for row in data["rows"]]
            csv.writer(file, delimiter=";").writerows([[data["title"]], data["headings"], *rows])
        plain = self.importer.read(self.folder / "plain.csv", LIST_DATE)
        people = sum(1 for row in data["rows"] if row)
        if len(plain.people) != people or any(
            person["decision"] == "rejected" for person in plain.people
        ):
            sys.exit(f"the plain CSV itself is not read: {plain.said}")
        return plain

    def tell(self, name, version, shape, result, good, file):
        print(f"{name:38} {version:12} {shape:42} {result}", flush=True)
        if good:
            return
        self.bad += 1
        if self.keep:
            self.keep.mkdir(parents=True, exist_ok=True)
            plain_name = name.removesuffix(file.suffix).replace(" ", "_").replace("/", "slash")
            shutil.copy(file, self.keep / (plain_name + file.suffix))

    def skip(self, name, reason):
        self.skipped.append((name, reason))
        print(f"{name:38} skipped: {reason}", flush=True)

    def writers(self):
        commands, rows = {}, []
        for writer in catalogue.WRITERS:
            # LibreOffice and Gnumeric save again what openpyxl wrote, which is made for them, too.
            if not self.wanted(writer.name) and not (
                writer.name == "openpyxl_normal" and self.only[:4] in ("libr", "gnum")
            ):
                continue
            try:
                if writer.language not in commands:
                    commands[writer.language] = self.set_up(writer.language)
                if isinstance(commands[writer.language], catalogue.Missing):
                    raise commands[writer.language]
                file = catalogue.write(commands[writer.language], writer, self.folder)
            except catalogue.Missing as missing:
                self.skip(writer.name, missing)
                continue
            result, good = result_of(self.importer.read(file, LIST_DATE), self.plain)
            version, shape = catalogue.version_of(writer), date_shape(file)
            self.tell(writer.name, version, shape, result, good, file)
            rows.append(
                [writer.library.removeprefix("github.com/"), version, writer.how, shape, result]
            )
        return rows

    def set_up(self, language):
        """A language that cannot be had stays so: its Missing is kept."""
        try:
            return catalogue.SET_UP[language](self.folder)
        except catalogue.Missing as missing:
            return missing

    def exports(self):
        known, rows = survey_exports.load(), []
        for export in known["exports"]:
            if not self.wanted(export["file"]):
                continue
            file = survey_exports.FOLDER / export["file"]
            reading = self.importer.read(file, known["list_date"], export["options"])
            result, good = survey_exports.result_of(reading, export, known["truths"])
            questions = sum(
                line.startswith("heading not understood") for line in reading.questions()
            )
            if questions:
                result += f"; {questions} headings asked"
            self.tell(
                export["file"], export["tool"], " ".join(export["options"]), result, good, file
            )
            note = f" ({export['note']})" if "note" in export else ""
            rows.append(
                [
                    export["tool"],
                    export["file"],
                    export["how"] + note,
                    " ".join(export["options"]),
                    result,
                ]
            )
        return rows

    def shapes(self):
        people, rows = List(HERE / "list_writers" / "list.json"), []
        for number, shape in enumerate(SHAPES):
            if not self.wanted(shape.name):
                continue
            folder = self.folder / f"shape{number}"
            folder.mkdir()
            made = shape.make(people, folder)
            reading = self.importer.read(made.file, LIST_DATE, made.options)
            result, good = result_of(without(reading, shape.also_other), self.expected(shape))
            self.tell(shape.name, "", shape.is_read, result, good, made.file)
            rows.append([shape.name, shape.looks, shape.is_read, result])
        return rows

    def expected(self, shape):
        changed = Reading([shape.expect(person) for person in self.plain.people], "", None)
        return without(changed, shape.also_other)


def from_here(path):
    """As it is typed in the project's folder: the page names no folder of one machine."""
    path = pathlib.Path(path)
    return path.name if path.is_absolute() else path.as_posix()


def without(reading, fields):
    rows = [
        {name: value for name, value in person.items() if name not in fields}
        for person in reading.people
    ]
    return Reading(rows, reading.said, reading.refusal)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("binary")
    parser.add_argument("--write", type=pathlib.Path, metavar="PAGE")
    parser.add_argument("--only", metavar="NAME")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER")
    return parser.parse_args()


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="list_writers_") as temporary:
        folder = pathlib.Path(temporary)
        (folder / "out").mkdir()
        check = Check(Importer(asked.binary, folder), folder, asked.only, asked.keep)
        writers, exports, shapes = check.writers(), check.exports(), check.shapes()
    if asked.write:
        asked.write.parent.mkdir(parents=True, exist_ok=True)
        text = page(
            datetime.date.today(),
            from_here(sys.argv[0]),
            from_here(asked.write),
            writers,
            exports,
            shapes,
        )
        asked.write.write_text(text, encoding="utf-8")
    print(
        f"{len(writers)} writers, {len(exports)} exports, {len(shapes)} shapes; "
        f"{check.bad} not as they should be, {len(check.skipped)} skipped"
    )
    return 1 if check.bad else 0


if __name__ == "__main__":
    sys.exit(main())
