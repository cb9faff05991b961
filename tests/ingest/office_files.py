"""Office files that the tests make themselves: workbooks, and packed files with parts put in, changed or taken out."""

import io
import zipfile

import openpyxl


def workbook(sheets, *, formats=None, change=None):
    """Return a workbook's bytes: `sheets` maps names to rows, `formats` a cell ("Sheet1!B2") to its number format, `change` edits it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for place, code in (formats or {}).items():
        name, _, cell = place.partition("!")
        book[name][cell].number_format = code
    if change:
        change(book)
    return saved(book)


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(content, changes):
    """Return a packed file with parts replaced (None takes one out; a function gets the part's bytes)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, new in changes.items():
        parts[name] = new(parts[name]) if callable(new) else new
    return packed({name: part for name, part in parts.items() if part is not None})


def covers(loaded):
    """Whether the pages together cover the text without a gap."""
    ends = [0]
    for page in loaded.pages:
        assert page.start == ends[-1]
        ends.append(page.end)
    return ends[-1] == len(loaded.text)


def figures(loaded, row):
    """The printed forms of a table row's cells by column."""
    return {cell.column: loaded.text[cell.start : cell.end] for cell in row.cells}
