"""Screens of the register of people."""

from examsys.personnel.views import (
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
    "appointments",
    "blueprints",
    "documents",
    "evidence",
    "imports",
    "papers",
    "qualified",
    "register",
]
