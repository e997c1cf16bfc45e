"""Screens of recusal and dispatch."""

from examsys.dispatch.views import lists, panels, ties
from examsys.dispatch.views.blueprint import bp

blueprints = (bp,)
__all__ = ["blueprints", "lists", "panels", "ties"]
