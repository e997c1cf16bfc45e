"""The blueprint of the regimes, and what its pages share."""

from flask import Blueprint, url_for

from examsys.rules.regimes import Regime

bp = Blueprint("regimes", __name__, url_prefix="/regimes")
Crumbs = list[tuple[str, str | None]]


def crumbs(*last: str, regime: Regime | None = None) -> Crumbs:
    """管理制度 / (the regime) / where we are."""
    trail: Crumbs = [("管理制度", url_for("regimes.index"))]
    if regime is not None:
        trail.append((f"（{regime.ordinal}）", url_for("regimes.show", number=regime.number)))
    return [*trail, *((word, None) for word in last)]
