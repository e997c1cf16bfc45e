"""The door for packages that other features make: today's report on a person, and annex 2."""

from examsys.personnel.annexdocx import annex_docx
from examsys.personnel.facts import report_on
from examsys.personnel.printing import annex_pdf, annex_rows, annex_xlsx

__all__ = ["annex_docx", "annex_pdf", "annex_rows", "annex_xlsx", "report_on"]
