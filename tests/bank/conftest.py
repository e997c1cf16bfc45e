"""Workbooks as people fill them in."""

from io import BytesIO

import openpyxl
import pytest


@pytest.fixture
def workbook():
    """`workbook(spec, rows)`: bytes of a filled template; rows are dicts by column title."""

    def fill(spec, rows):
        book = openpyxl.Workbook()
        sheet = book.active
        titles = [column.title for column in spec.columns]
        sheet.append(titles)
        for row in rows:
            sheet.append([row.get(title) for title in titles])
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    return fill
