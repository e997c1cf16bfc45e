"""Verbs of papers. `prepare_draw`, `open_form` and `verify_draw` run outside a unit of work."""

from examsys.papers import gates
from examsys.papers.plans import Plan, usual_sections
from examsys.papers.service.blueprints import (
    change_blueprint,
    plan_of,
    set_active,
    write_blueprint,
)
from examsys.papers.service.draws import BEFORE, Drawn, keep_draw, prepare_draw, require_drawable
from examsys.papers.service.openings import (
    DOCUMENTS,
    Proof,
    open_form,
    record_proof,
    record_sheet,
    verify_draw,
)
from examsys.papers.service.previews import Preview, Terms, preview, terms_now, terms_of
from examsys.papers.service.sets import approve_set, withdraw_set

__all__ = [
    "BEFORE",
    "DOCUMENTS",
    "Drawn",
    "Plan",
    "Preview",
    "Proof",
    "Terms",
    "approve_set",
    "change_blueprint",
    "gates",
    "keep_draw",
    "open_form",
    "plan_of",
    "prepare_draw",
    "preview",
    "record_proof",
    "record_sheet",
    "require_drawable",
    "set_active",
    "terms_now",
    "terms_of",
    "usual_sections",
    "verify_draw",
    "withdraw_set",
    "write_blueprint",
]
