"""The web blueprint of papers, and what its pages share."""

from flask import Blueprint, url_for

bp = Blueprint("papers", __name__, url_prefix="/papers")


def crumbs(*last: str, plans: bool = False) -> list[tuple[str, str | None]]:
    """The trail to a page: 试卷, or 组卷方案 for blueprints."""
    first = (
        ("组卷方案", url_for("papers.blueprints")) if plans else ("试卷", url_for("papers.index"))
    )
    return [first, *((words, None) for words in last)]
