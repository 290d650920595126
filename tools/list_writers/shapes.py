"""The same list in the shapes in which people really send lists, each made here without a library.

A shape says what is odd about the file, what the importer makes of it, and what it is expected to
read: the people of the plain CSV, changed where the shape itself says less or more.
"""

import calendar
import csv
import datetime
import json
import pathlib
from dataclasses import dataclass, field
from typing import Callable

from small_workbook import Formula, Month, write_workbook

NUMBER, ARRIVAL, FAMILY, GIVEN, SEX, BIRTH, NATIONALITY, HOUSEHOLD, PHONE, DOCUMENT, REMARKS = (
    range(11)
)


class List:
    def __init__(self, path):
        data = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        self.title, self.headings = data["title"], data["headings"]
        self.people = [
            ["" if cell is None else cell for cell in row] for row in data["rows"] if row
        ]

    def rows(self, change=None):
        return [(change(list(row)) if change else list(row)) for row in self.people]


@dataclass
class Made:
    file: pathlib.Path
    options: list = field(default_factory=list)


@dataclass(frozen=True)
class Shape:
    name: str
    looks: str
    is_read: str
    make: Callable
    expect: Callable = lambda person: person
    also_other: tuple = ()  # Fields that may say more than the plain CSV does.


def csv_of(folder, rows, separator=";", encoding="utf-8", name="list.csv"):
    path = folder / name
    with open(path, "w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return Made(path)


def book_of(folder, rows, options=(), **how):
    path = folder / "list.xlsx"
    write_workbook(path, {"Liste": rows}, **how)
    return Made(path, list(options))


def day(text):
    return datetime.date.fromisoformat(text)


def as_people_write(text):
    return day(text).strftime("%d/%m/%Y")


def day_first(row):
    row[ARRIVAL], row[BIRTH] = as_people_write(row[ARRIVAL]), as_people_write(row[BIRTH])
    return row


def with_days(row):
    row[ARRIVAL], row[BIRTH] = day(row[ARRIVAL]), day(row[BIRTH])
    return row


def titles_and_totals(people, folder):
    rows = people.rows(day_first)
    return csv_of(
        folder,
        [
            ["RÉPUBLIQUE EXEMPLE"],
            ["Liste du 03/01/2023 au 14/01/2023"],
            [],
            people.headings,
            *rows,
            ["TOTAL", "", len(rows)],
            [],
            ["Fait à Exempleville, le 15/01/2023"],
        ],
    )


def two_line_headings(people, folder):
    over = [*people.headings[:BIRTH], "Naissance", "", *people.headings[NATIONALITY:]]
    under = [""] * BIRTH + ["Date", "Lieu"] + [""] * (len(people.headings) - NATIONALITY)
    rows = [
        [*row[: BIRTH + 1], "Exempleville", *row[NATIONALITY:]] for row in people.rows(day_first)
    ]
    return csv_of(folder, [over, under, *rows])


GROUPED = [
    "numero",
    "sejour~date_arrivee",
    "identite~nom",
    "identite~prenom",
    "identite~sexe",
    "identite~date_naissance",
    "identite~nationalite",
    "famille~numero_menage",
    "contact~telephone",
    "documents~numero_document",
    "observations",
]


def grouped(separator):
    def make(people, folder):
        headings = [heading.replace("~", separator) for heading in GROUPED]
        return csv_of(folder, [headings, *people.rows()], ",")

    return make


def households_and_members(people):
    members = [
        [
            "nom",
            "prenom",
            "sexe",
            "date_naissance",
            "nationalite",
            "telephone",
            "numero_piece",
            "observations",
            "_parent_index",
        ]
    ]
    households = {}
    for row in people.rows():
        households[row[HOUSEHOLD]] = [
            "" if not row[HOUSEHOLD] else row[HOUSEHOLD],
            row[ARRIVAL],
            "tente",
        ]
        members.append(
            [
                row[FAMILY],
                row[GIVEN],
                row[SEX],
                row[BIRTH],
                row[NATIONALITY],
                row[PHONE],
                row[DOCUMENT],
                row[REMARKS],
                row[HOUSEHOLD],
            ]
        )
    return [["_index", "date_arrivee", "abri"], *households.values()], members


def joined_sheets(people, folder):
    households, members = households_and_members(people)
    path = folder / "list.xlsx"
    write_workbook(path, {"menages": households, "membres": members})
    return Made(path, ["--join"])


def joined_files(people, folder):
    households, members = households_and_members(people)
    second = csv_of(folder, households, ",", name="menages.csv")
    return Made(csv_of(folder, members, ",", name="membres.csv").file, ["--with", str(second.file)])


def days_exchanged(people, folder):
    """A spreadsheet set to American reads 05/01 as 1 May and leaves 13/01 a text."""

    def change(row):
        for column in (ARRIVAL, BIRTH):
            right = day(row[column])
            row[column] = (
                right.replace(month=right.day, day=right.month)
                if right.day <= 12
                else as_people_write(row[column])
            )
        return row

    return book_of(folder, [people.headings, *people.rows(change)])


def utc_instants(people, folder):
    def change(row):
        before = day(row[ARRIVAL]) - datetime.timedelta(days=1)
        row[ARRIVAL] = f"{before.isoformat()}T23:30:00.000Z"
        return row

    return csv_of(folder, [people.headings, *people.rows(change)], ",")


def months_shown(people, folder):
    def change(row):
        row[ARRIVAL], row[BIRTH] = day(row[ARRIVAL]), Month(day(row[BIRTH]).replace(day=1))
        return row

    return book_of(folder, [people.headings, *people.rows(change)])


def month_of_birth(person):
    born = day(person["birth_min"])
    if person["birth_precision"] == "year":
        born = born.replace(
            month=12
        )  # 31 December alone means no more than a year, but here a month is shown.
    last = calendar.monthrange(born.year, born.month)[1]
    return {
        **person,
        "birth_min": str(born.replace(day=1)),
        "birth_max": str(born.replace(day=last)),
        "birth_precision": "month",
    }


def with_two_more(people):
    rows = people.rows(with_days)
    extra = [
        [
            90 + n,
            day("2023-01-14"),
            "Caché",
            f"Essai{n}",
            "M",
            day(f"1970-02-{13 + n}"),
            "Mali",
            9,
            "",
            "",
            "",
        ]
        for n in (1, 2)
    ]
    return [people.headings, *rows[:4], *extra, *rows[4:]], (6, 7)


def hidden_rows(people, folder):
    rows, extra = with_two_more(people)
    return book_of(folder, rows, ["--hidden", "leave"], hidden=extra)


def struck_rows(people, folder):
    rows, extra = with_two_more(people)
    return book_of(folder, rows, ["--struck", "leave"], struck=extra)


def formulas_not_computed(people, folder):
    rows = [[Formula(f"A{at}+1"), *row[1:]] for at, row in enumerate(people.rows(with_days), 1)]
    return book_of(folder, [people.headings, *rows])


def frame_of_empty_rows(people, folder):
    nothing = [[""] * len(people.headings)] * 3000
    numbered = [[number, *[""] * (len(people.headings) - 1)] for number in range(13, 40)]
    return csv_of(folder, [people.headings, *people.rows(), *numbered, *nothing])


def guards(people, folder):
    def change(row):
        row[PHONE] = row[PHONE] and f"'{row[PHONE]}"
        row[DOCUMENT] = row[DOCUMENT] and f'="{row[DOCUMENT]}"'
        return row

    return csv_of(folder, [people.headings, *people.rows(change)])


def ditto_marks(people, folder):
    rows, before = people.rows(day_first), None
    for row in rows:
        kept = list(row)
        for column, mark in ((ARRIVAL, '"'), (NATIONALITY, "idem")):
            if before and before[column] == kept[column]:
                row[column] = mark
        before = kept
    return csv_of(folder, [people.headings, *rows])


def hxl_row(people, folder):
    tags = [
        "#meta+id",
        "#date+arrival",
        "#beneficiary+name+family",
        "#beneficiary+name+given",
        "#beneficiary+sex",
        "#date+birth",
        "#country+origin",
        "#meta+household",
        "#contact+phone",
        "#meta+document",
        "#description",
    ]
    return csv_of(folder, [people.headings, tags, *people.rows()], ",")


def repeated_headings(people, folder):
    rows = people.rows(day_first)
    return csv_of(
        folder,
        [
            ["CONVOI 1"],
            people.headings,
            *rows[:5],
            ["Sous-total", "", 5],
            [],
            ["CONVOI 2"],
            people.headings,
            *rows[5:],
            ["Sous-total", "", len(rows) - 5],
            ["Total général", "", len(rows)],
        ],
    )


def month_first(people, folder):
    def change(row):
        for column in (ARRIVAL, BIRTH):
            row[column] = day(row[column]).strftime("%m/%d/%Y")
        return row

    return csv_of(folder, [people.headings, *people.rows(change)], ",")


def one_name_column(people, folder):
    headings = [*people.headings[:FAMILY], "Nom et prénoms", *people.headings[SEX:]]
    rows = [
        [*row[:FAMILY], f"{row[FAMILY].upper()} {row[GIVEN]}", *row[SEX:]] for row in people.rows()
    ]
    return csv_of(folder, [headings, *rows])


def ticks(people, folder):
    headings = [*people.headings[:SEX], "M", "F", *people.headings[BIRTH:]]
    rows = [
        [*row[:SEX], "X" if row[SEX] == "M" else "", "X" if row[SEX] == "F" else "", *row[BIRTH:]]
        for row in people.rows()
    ]
    return csv_of(folder, [headings, *rows])


def without_arrival(people):
    return [*people.headings[:ARRIVAL], *people.headings[FAMILY:]], [
        [row[NUMBER], *row[FAMILY:]] for row in people.rows()
    ]


def day_in_title(people, folder):
    headings, rows = without_arrival(people)
    made = csv_of(folder, [["Liste des arrivés du 13 janvier 2023"], [], headings, *rows])
    return Made(made.file, ["--arrival", "title"])


def day_of_registration(people, folder):
    headings = list(people.headings)
    headings[ARRIVAL] = "Date d'enregistrement"
    return Made(csv_of(folder, [headings, *people.rows()]).file, ["--arrival", "column"])


def merged_downwards(people, folder):
    rows = people.rows(with_days)
    for at in (1, 2):
        rows[at][ARRIVAL] = None  # The first household arrived together: one cell over three rows.
    return book_of(folder, [people.headings, *rows], merged=["B2:B4"])


def separator_line(people, folder):
    made = csv_of(folder, [people.headings, *people.rows()])
    made.file.write_text("sep=;\n" + made.file.read_text(encoding="utf-8"), encoding="utf-8")
    return made


def cells_past_the_headings(people, folder):
    return csv_of(folder, [people.headings, *people.rows(lambda row: [*row, "1"])])


def english_headings(people, folder):
    headings = [
        "No.",
        "Arrival date",
        "Surname",
        "First name(s)",
        "Sex",
        "Date of birth",
        "Nationality",
        "Household no.",
        "Phone",
        "Document no.",
        "Remarks",
    ]
    return csv_of(folder, [headings, *people.rows()], ",")


def answered_heading(people, folder):
    headings = list(people.headings)
    headings[FAMILY] = "Zeta"
    return Made(csv_of(folder, [headings, *people.rows()]).file, ["--column", "Zeta=family_name"])


def broken_accents(people, folder):
    made = csv_of(folder, [people.headings, *people.rows()])
    text = made.file.read_bytes().decode("cp1252", errors="ignore")
    made.file.write_text(text, encoding="utf-8", newline="")
    return made


def numbers_with_point_zero(people, folder):
    def change(row):
        row[NUMBER], row[HOUSEHOLD] = f"{row[NUMBER]}.0", f"{row[HOUSEHOLD]}.0"
        return row

    return csv_of(folder, [people.headings, *people.rows(change)], ",")


def nothing_as_na(people, folder):
    return csv_of(
        folder,
        [people.headings, *people.rows(lambda row: ["NA" if cell == "" else cell for cell in row])],
        ",",
    )


def technical_columns(people, folder):
    """Most of them are the tool's own: instants, ids, versions."""
    more = [
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
        "_tags",
        "meta/rootUuid",
        "_xform_id",
        "_geo",
        "_media",
        "_bamboo",
        "besoins/eau",
        "besoins/abri",
        "besoins/vivres",
        "besoins/autre",
        "deviceid",
        "instanceID",
        "formdef",
        "duree",
        "gps_lat",
        "gps_lon",
        "gps_alt",
        *[f"etape_{number}" for number in range(1, 16)],
    ]
    rows = people.rows(lambda row: [*row, *["x"] * len(more)])
    return csv_of(folder, [[*people.headings, *more], *rows], ",")


def no_list_number(person):
    return {**person, "list_no": ""}


def family_in_capitals(person):
    return {**person, "family_name": person["family_name"].upper()}


def arrived_on_13(person):
    return {**person, "arrival_date": "2023-01-13"}


SHAPES = [
    Shape(
        "titles and totals",
        "titles over the list, a total and a signature under it",
        "skipped",
        titles_and_totals,
    ),
    Shape(
        "two-line headings",
        "Date and Lieu under Naissance",
        "one heading made of both lines",
        two_line_headings,
        also_other=("birth_place",),
    ),
    *[
        Shape(
            f"groups joined by {name}",
            f"identite{separator}nom, contact{separator}telephone",
            "the group helps, the last word decides",
            grouped(separator),
        )
        for name, separator in (
            ("/", "/"),
            ("-", "-"),
            (".", "."),
            (":", ":"),
            (">", " > "),
            ("_", "_"),
        )
    ],
    Shape(
        "members and households",
        "two sheets, joined by a number",
        "--join",
        joined_sheets,
        no_list_number,
    ),
    Shape("members and households apart", "two CSV files", "--with", joined_files, no_list_number),
    Shape(
        "days exchanged",
        "3 January became 1 March, 13/01 stayed text",
        "put right, and marked",
        days_exchanged,
    ),
    Shape("UTC instants", "23:30Z of the day before", "the day at the site", utc_instants),
    Shape(
        "months shown",
        "the cell holds a day, but shows May 1981",
        "a month, not a day",
        months_shown,
        month_of_birth,
    ),
    Shape(
        "hidden rows", "the spreadsheet hides two rows", "asked; here --hidden leave", hidden_rows
    ),
    Shape("struck rows", "two rows are struck through", "asked; here --struck leave", struck_rows),
    Shape(
        "formulas not computed",
        "numbers are formulas without a result",
        "taken for empty, and marked",
        formulas_not_computed,
        no_list_number,
    ),
    Shape(
        "frames of empty rows", "27 numbered and 3,000 blank rows", "skipped", frame_of_empty_rows
    ),
    Shape("guards", "'00223… and =\"0012345\"", "the guards fall off", guards),
    Shape(
        "ditto marks", "\" and idem for the row above", "the value of the row above", ditto_marks
    ),
    Shape("HXL row", "#date+arrival under the headings", "skipped", hxl_row),
    Shape("repeated headings", "convoys, subtotals, headings again", "one list", repeated_headings),
    Shape(
        "month first",
        "01/13/2023 throughout",
        "recognised by the column, births marked",
        month_first,
    ),
    Shape(
        "one name column",
        "Nom et prénoms: EXEMPLE Ali",
        "the word in capitals is the family name",
        one_name_column,
        family_in_capitals,
    ),
    Shape("ticks", "columns M and F with X", "sex", ticks),
    Shape("day in the title", "no arrival column", "--arrival title", day_in_title, arrived_on_13),
    Shape(
        "day of registration",
        "Date d'enregistrement alone",
        "asked; here --arrival column",
        day_of_registration,
    ),
    Shape(
        "merged downwards",
        "one arrival cell over a household",
        "holds for each of its rows",
        merged_downwards,
    ),
    Shape("separator line", "sep=; as the first line", "skipped", separator_line),
    Shape(
        "cells past the headings",
        "one cell more than headings",
        "kept beside the person",
        cells_past_the_headings,
    ),
    Shape("English headings", "Surname, Arrival date …", "read", english_headings),
    Shape(
        "a heading nobody knows",
        "Zeta for the family name",
        "--column \"Zeta=family_name\"",
        answered_heading,
    ),
    Shape("broken accents", "PrÃ©nom for Prénom", "put right, and marked", broken_accents),
    Shape("numbers with .0", "household 1.0", "should be 1", numbers_with_point_zero),
    Shape(
        "NA for nothing", "NA in every empty cell, as R writes", "should be empty", nothing_as_na
    ),
    Shape(
        "many technical columns",
        "40 columns of the tool beside the 11",
        "the tool's are kept aside",
        technical_columns,
    ),
]
