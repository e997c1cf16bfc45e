"""Screens of the bank: metadata everywhere, text only where it was asked for with a reason."""

from examsys.bank.views import imports, items, queue, register, specs
from examsys.bank.views.blueprint import bp

blueprints = (bp,)
__all__ = ["blueprints", "imports", "items", "queue", "register", "specs"]
