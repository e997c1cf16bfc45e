"""Pages of candidates: list, one registration, imports, reviews, seats, the examination day."""

from examsys.candidates.views import examday, imports, lists, registrations, reviews, seating
from examsys.candidates.views.blueprint import bp

blueprints = (bp,)

__all__ = ["blueprints", "examday", "imports", "lists", "registrations", "reviews", "seating"]
