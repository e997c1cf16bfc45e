"""Screens of scoring, and the public look-up."""

from examsys.scoring import gates
from examsys.scoring.views import (
    corrections,
    differences,
    entry,
    home,
    lookup,
    prints,
    publication,
    results,
)
from examsys.scoring.views.blueprint import apply, bp

blueprints = (bp, apply)
__all__ = [
    "blueprints",
    "corrections",
    "differences",
    "entry",
    "gates",
    "home",
    "lookup",
    "prints",
    "publication",
    "results",
]
