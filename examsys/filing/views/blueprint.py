"""The blueprint of filings and what its pages share."""

from typing import Any

from flask import Blueprint, url_for

from examsys.filing.models import FilingCase
from examsys.rules.certificate import PROVINCES
from examsys.rules.filinglife import label, tone
from examsys.rules.states import LEVEL_SHORT

bp = Blueprint("filing", __name__, url_prefix="/filing")
SHARED: dict[str, Any] = {"word": label, "tint": tone, "level_short": LEVEL_SHORT}


def name_of(case: FilingCase) -> str:
    """What a filing is called: where, and for which levels."""
    place = "全国" if case.scope == "national" else PROVINCES[case.province_code]
    return f"{place} {'、'.join(LEVEL_SHORT[level] for level in case.levels)}备案"


def crumbs(*rest: tuple[str, str | None], case: FilingCase | None = None) -> list[Any]:
    trail: list[tuple[str, str | None]] = [("备案", url_for("filing.index"))]
    if case is not None:
        trail.append((name_of(case), url_for("filing.show", case_id=case.id)))
    return [*trail, *rest]
