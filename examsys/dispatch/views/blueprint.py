"""The blueprint of recusal and dispatch, and what its pages share."""

from flask import Blueprint, url_for

bp = Blueprint("dispatch", __name__, url_prefix="/dispatch")
Crumbs = list[tuple[str, str | None]]


def crumbs(*last: str, inside: tuple[str, str] | None = None) -> Crumbs:
    """派遣 / (a list within) / where we are. inside: its words and its endpoint."""
    trail: Crumbs = [("派遣", url_for("dispatch.index"))]
    if inside is not None:
        trail.append((inside[0], url_for(inside[1])))
    return [*trail, *((word, None) for word in last)]
