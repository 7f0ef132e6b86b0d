#!/usr/bin/env python3
"""Makes the workbooks beside this file, as Excel and others write them. Needs openpyxl; the corpus holds what it made."""

import datetime
import pathlib
import zipfile

import openpyxl
from openpyxl.styles import Font

HERE = pathlib.Path(__file__).parent
HEADINGS = ["pair", "Mentor name", "mentor_email", "mentee_name", "Mentee e-mail", "ends", "session", "mentor_language"]
GOOD = ["p1", "Amina Okafor", "amina@example.org", "Jonas Weber", "jonas@example.org", datetime.date(2027, 5, 28),
        datetime.datetime(2027, 5, 20, 14, 0)]


def workbook(*rows, title="Pairs"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def pair(number, **cells):
    """A sound pair, but for the cells that are given by heading."""
    row = [f"p{number}", f"Mentor {number}", f"m{number}@example.org", f"Mentee {number}", f"n{number}@example.org",
           None, None, None]
    for name, value in cells.items():
        row[[heading.lower().replace("-", "").replace(" ", "_") for heading in HEADINGS].index(name)] = value
    return row


def save(book, name):
    book.save(HERE / f"{name}.xlsx")


def as_people_have_it():
    book = openpyxl.Workbook()
    book.active.title = "How to"
    book.active.append(["How to fill in this workbook", "session"])
    sheet = book.create_sheet("Spring 2027")
    sheet.append(["Pairs of spring"])
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(bold=True)
    sheet.append([])
    sheet.append(HEADINGS)
    sheet.append(GOOD)
    sheet.append([])
    sheet.append(["  p2 ", " Bao Tran  ", "bao@example.org ", "Cy", "cy@example.org", "28 May 2027", "2027-05-20 9:30"])
    sheet["F4"].number_format = "dd/mm/yyyy"
    save(book, "as-people-have-it")


def every_cell_wrong():
    save(workbook(
        HEADINGS,
        pair(1, mentor_email="m1 at example", mentee_email="n1@gmial.com"),
        pair(2, mentee_email=None, session=datetime.date(2027, 5, 20), mentor_language="fr"),
        pair(3, mentor_name="Ada\nLovelace", mentee_name="王秀英\u200b", ends="soon"),
        pair("4 x", ends=datetime.date(2027, 5, 1), session=datetime.datetime(2027, 6, 1, 9, 0)),
        pair(5, session=datetime.time(14, 0)),
        pair(6, ends=datetime.datetime(2027, 5, 28, 23, 59)),
        pair(7, mentor_language="fr", ends=True),
    ), "every-cell-wrong")


def errors_and_formulas():
    book = workbook(HEADINGS, pair(1, ends="#N/A"), pair(2, session="#REF!"), pair(3, mentee_name="#NAME?"), pair(4))
    sheet = book.active
    for cell in ("F2", "G3", "D4"):
        sheet[cell].data_type = "e"
    sheet["F5"] = "=DATE(2027,5,28)"
    save(book, "errors-and-formulas")


def hidden_sheets():
    book = workbook(HEADINGS, pair(1), title="Old")
    book.active.sheet_state = "hidden"
    book.create_sheet("Notes").append(["Whom to ask", "session"])
    book.active = 1
    save(book, "all-pairs-hidden")


def several_sheets():
    book = workbook(HEADINGS, pair(1), title="Spring")
    sheet = book.create_sheet("Autumn")
    sheet.append(HEADINGS)
    sheet.append(pair(2))
    save(book, "two-sheets-of-pairs")


def two_tables():
    save(workbook(HEADINGS, pair(1), [], ["Waiting list"], HEADINGS, pair(2)), "two-tables")


def duplicates():
    book = workbook(HEADINGS + ["mentor_email"], pair(1))
    save(book, "heading-twice")
    save(workbook(HEADINGS, pair(1), pair(1), pair(2, mentor_email="M1@example.org", mentee_email="n1@example.org")),
         "repeats")


def dates_as_text():
    save(workbook(
        HEADINGS,
        pair(1, ends="2027-05-28", session="2027-05-20 14:00"),
        pair(2, ends="28.05.2027", session="20/05/2027 2:30 pm"),
        pair(3, ends="28 May 2027", session="May 20, 2027 14:00"),
        pair(4, ends="03/04/2027"),
        pair(5, ends=46535),
        pair(6, ends="2019-05-28"),
    ), "dates-in-many-styles")


def without_rows():
    save(workbook(HEADINGS), "headings-only")
    save(workbook(), "nothing-in-it")
    save(workbook(["Name", "Where"], ["Ada", "London"]), "another-table")


def longer_and_shorter():
    save(workbook(HEADINGS, ["p1", "Ada", "ada@example.org"], pair(2) + [None, "a note"]), "longer-and-shorter-rows")


def edges():
    """Rows and columns far out, which a slip of the mouse leaves behind."""
    book = workbook(HEADINGS, pair(1), pair(2))
    book.active.cell(row=3, column=16_384, value="x")
    for row in range(4, 3000):
        book.active.cell(row=row, column=1, value=" ")
    book.active.cell(row=1_048_576, column=1, value="x")
    save(book, "far-out")


def old_format():
    """What Excel writes for a password, and up to 2003: no ZIP."""
    (HERE / "with-a-password.xlsx").write_bytes(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(504))


def renamed():
    (HERE / "csv-renamed.xlsx").write_text("mentor_name,mentor_email,mentee_name,mentee_email\nA,a@x.example,B,b@x.example\n")
    with zipfile.ZipFile(HERE / "opendocument-renamed.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    with zipfile.ZipFile(HERE / "numbers-renamed.xlsx", "w") as archive:
        archive.writestr("Index/Document.iwa", b"\x00\x01")
    (HERE / "empty-file.xlsx").write_bytes(b"")
    (HERE / "web-page.xlsx").write_text("<html><table><tr><td>mentor_name</td></tr></table></html>")


def cut_short():
    whole = (HERE / "as-people-have-it.xlsx").read_bytes()
    (HERE / "half-saved.xlsx").write_bytes(whole[:len(whole) * 2 // 3])


if __name__ == "__main__":
    as_people_have_it()
    every_cell_wrong()
    errors_and_formulas()
    hidden_sheets()
    several_sheets()
    two_tables()
    duplicates()
    dates_as_text()
    without_rows()
    longer_and_shorter()
    edges()
    old_format()
    renamed()
    cut_short()
