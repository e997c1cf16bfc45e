"""Every event of every feature has a phrase, and every phrase an event."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path

import examsys
from examsys.audit.phrases import PHRASES, phrase, thing


def every_event() -> set[str]:
    root = Path(examsys.__file__).parent
    return {
        event.value
        for path in root.glob("*/events.py")
        for found in vars(import_module(f"examsys.{path.parent.name}.events")).values()
        if isinstance(found, type) and issubclass(found, StrEnum) and found is not StrEnum
        for event in found
    }


def test_phrases_and_events_are_the_same_set():
    events = every_event()
    assert sorted(events - set(PHRASES)) == [], "add these to examsys/audit/phrases.py"
    assert sorted(set(PHRASES) - events) == [], "no feature has these events"


def test_an_unknown_event_keeps_its_own_name():
    assert phrase("old.thing.done") == "old.thing.done"
    assert (thing("batch:3"), thing("widget:3")) == ("批次 3", "widget 3")
