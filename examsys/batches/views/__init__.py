"""Pages of batches: plan and life (`batches`), people and rooms (`staffing`), the one in hand."""

from examsys.batches.views import batches, in_hand, staffing
from examsys.batches.views.blueprint import bp

blueprints = (bp,)

__all__ = ["batches", "blueprints", "in_hand", "staffing"]
