"""Every event of every feature has a phrase, and every phrase an event."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path

import examsys
from examsys.audit.phrases import PHRASES
from examsys.audit.wording import phrase, posts, said, thing


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
    assert (thing("audit:log"), thing("account:unknown")) == ("审计日志", "未知账号")


def test_details_are_said_in_words():
    assert posts("head+reviewer") == "机构负责人、资格审核员"
    assert said({"roles": ["head"], "years": 3, "working": False}) == (
        "岗位：机构负责人；是否工作日：否；年度：3"
    )
    assert [said(empty) for empty in (None, "", [])] == ["—", "—", "—"]
