"""Screens of the management regimes."""

from examsys.regimes.views import catalogue, versions
from examsys.regimes.views.blueprint import bp

blueprints = (bp,)
__all__ = ["blueprints", "catalogue", "versions"]
