"""Screens of filings."""

from examsys.filing.views import cases, checklist, dossiers, facts, matters, samples
from examsys.filing.views.blueprint import bp

blueprints = (bp,)
__all__ = ["blueprints", "cases", "checklist", "dossiers", "facts", "matters", "samples"]
