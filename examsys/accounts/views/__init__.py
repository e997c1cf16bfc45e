"""Pages of accounts: the door (`entry`), one's own account (`own`), administration (`admin`)."""

from examsys.accounts.views import admin, entry, first, own
from examsys.accounts.views.blueprint import bp

blueprints = (bp,)

__all__ = ["admin", "blueprints", "entry", "first", "own"]
