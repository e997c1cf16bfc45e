"""The blueprint of the regimes, and what its pages share."""

from flask import Blueprint, url_for

from examsys.regimes.registers import Register
from examsys.rules.regimes import Regime

bp = Blueprint("regimes", __name__, url_prefix="/regimes")
Crumbs = list[tuple[str, str | None]]


def crumbs(*last: str, regime: Regime | None = None) -> Crumbs:
    """管理制度 / (the regime) / where we are."""
    trail: Crumbs = [("管理制度", url_for("regimes.index"))]
    if regime is not None:
        trail.append((f"（{regime.ordinal}）", url_for("regimes.show", number=regime.number)))
    return [*trail, *((word, None) for word in last)]


def register_crumbs(register: Register, *last: str) -> Crumbs:
    """管理制度 / 登记簿 / (the register) / where we are."""
    trail: Crumbs = [
        ("管理制度", url_for("regimes.index")),
        ("登记簿", url_for("regimes.registers")),
    ]
    if last:
        trail.append((register.title, url_for("regimes.entries", slug=register.slug)))
        return [*trail, *((word, None) for word in last)]
    return [*trail, (register.title, None)]
