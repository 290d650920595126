"""The results as a page of Markdown."""

INTRODUCTION = """# Lists that were read

One invented list was written in {writers} ways by the libraries that people use and in {shapes}
shapes by hand, and with {exports} exports of survey and case tools was given to the importer. `same`
means that every field of every person is what the plain CSV gives, `DIFFERENT` that one is not.

Made by `{tool}` on {day}; do not edit it. To make it again, with a network for the libraries and
some minutes of patience: `python3 {tool} BINARY --write {page}`.
"""

WRITERS = """## Writers of workbooks and text

The list has a title, a blank row, days as day cells, numbers as numbers, telephones with leading
zeros as text, an apostrophe, accents and a line break in a cell. *Day* is how the file holds 3
January 2023. Old and other formats (XLS, XLSB, ODS, HTML, XML) are refused with a word that says
so: this is as it should be.
"""

EXPORTS = """## Survey and case tools

Made with the tools' own code or their writer libraries, unless *by hand* is said. *Asked* is a
value that is left empty and marked, because it cannot be known (the code XX of a country, a
telephone without its country).
"""

SHAPES = """## Shapes of lists

The same people, in files made by hand. *Marked* cells are read, and the row carries the mark for
whoever looks.
"""


def cell(text):
    return " ".join(str(text).replace("|", "/").split()) or "–"


def table(headings, rows):
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    return (
        "\n".join([*lines, *(f"| {' | '.join(cell(text) for text in row)} |" for row in rows)])
        + "\n"
    )


def page(day, tool, path, writers, exports, shapes):
    """The three lists hold the cells of their tables."""
    return "\n".join(
        [
            INTRODUCTION.format(
                day=day,
                tool=tool,
                page=path,
                writers=len(writers),
                exports=len(exports),
                shapes=len(shapes),
            ),
            WRITERS,
            table(["library", "version", "how", "day", "read"], writers),
            EXPORTS,
            table(["tool", "file", "how", "options", "read"], exports),
            SHAPES,
            table(["shape", "looks like", "is read as", "result"], shapes),
        ]
    )
