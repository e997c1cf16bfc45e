"""Screens of the register of people."""

from examsys.personnel.views import (
    agreements,
    appointments,
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
    "blueprints",
    "documents",
    "evidence",
    "imports",
    "papers",
    "qualified",
    "register",
]
