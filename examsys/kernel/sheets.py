"""Workbooks in and out: the face of the import and the export pipeline."""

from examsys.kernel.exports import download, export_csv, export_xlsx
from examsys.kernel.sheetread import read_rows
from examsys.kernel.sheetspec import Column, RowError, SheetContent, SheetSpec
from examsys.kernel.sheetwrite import error_workbook, template_xlsx

__all__ = [
    "Column",
    "RowError",
    "SheetContent",
    "SheetSpec",
    "download",
    "error_workbook",
    "export_csv",
    "export_xlsx",
    "read_rows",
    "template_xlsx",
]
