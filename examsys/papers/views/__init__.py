"""Screens of papers. No page shows the text of an item; prints open it under a reason."""

from examsys.papers.views import plans, prints, sets
from examsys.papers.views.blueprint import bp

blueprints = (bp,)

__all__ = ["blueprints", "plans", "prints", "sets"]
