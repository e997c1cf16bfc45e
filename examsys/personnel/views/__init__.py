"""Screens of the register of people."""

from examsys.personnel.views import (
    agreements,
    appointments,
    assessments,
    documents,
    evidence,
    imports,
    papers,
    qualified,
    register,
)
from examsys.personnel.views.blueprint import bp

blueprints = (bp,)
__all__ = [
    "agreements",
    "appointments",
    "assessments",
    "blueprints",
    "documents",
    "evidence",
    "imports",
    "papers",
    "qualified",
    "register",
]
