"""What changes is on record: which tables are not, and that every event there is, is used."""

import ast
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from examsys.app import FEATURES
from examsys.kernel.db import Model

ROOT = Path(__file__).resolve().parents[1] / "examsys"
# Plumbing, and the log itself. A table that says anything about a person, a paper, a mark or a
# certificate never belongs here.
UNAUDITED = {
    "account_session",
    "audit_checkpoint",
    "audit_detail",
    "audit_event",
    "audit_head",
    "job_progress",
    "kept_file",
    "once_token",
    "staged_import",
    "throttle",
}
WITH_EVENTS = [name for name in FEATURES if find_spec(f"examsys.{name}.events")]


def test_only_plumbing_changes_without_an_event(app):
    found = {m.class_.__tablename__ for m in Model.registry.mappers if not m.class_.__audited__}
    assert found == UNAUDITED


def events(feature: str) -> type[StrEnum]:
    module = import_module(f"examsys.{feature}.events")
    (enum,) = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
    ]
    return enum


@pytest.mark.parametrize("feature", WITH_EVENTS)
def test_every_event_of_a_feature_is_recorded_somewhere(feature):
    enum, used = events(feature), set()
    for path in (ROOT / feature).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in enum.__members__:
                used.add(node.attr)
    assert set(enum.__members__) - used == set()


@pytest.mark.parametrize("feature", WITH_EVENTS)
def test_an_event_says_where_it_belongs(feature):
    heads = {event.value.split(".")[0] for event in events(feature)}
    assert heads == {feature}
