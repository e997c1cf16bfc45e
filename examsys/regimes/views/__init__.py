"""Screens of the management regimes."""

from examsys.regimes.views import catalogue, entries, practice, registers, versions
from examsys.regimes.views.blueprint import bp

blueprints = (bp,)
__all__ = ["blueprints", "catalogue", "entries", "practice", "registers", "versions"]
