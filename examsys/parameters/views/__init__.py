"""Pages of parameters: settings (`values`) and the working calendar (`calendar`)."""

from examsys.parameters.views import calendar, values
from examsys.parameters.views.blueprint import bp

blueprints = (bp,)

__all__ = ["blueprints", "calendar", "values"]
