"""The child that sets pages: it may die, hang or be overfed, and the next page is set."""

import os
import signal

import pytest

from examsys.kernel.pdfpress import Broken, Overloaded, Press


@pytest.fixture
def press():
    made = Press()
    yield made
    made.close()


def words(press, text="页"):
    said, body = press.set(f"<p>{text}</p>", identifier="t")
    assert said == {"missing": [], "failed": [], "size": len(body)}
    return body


def pid(press):
    return press._child.pid


def test_one_child_sets_page_after_page(press):
    assert words(press).startswith(b"%PDF-")
    first = pid(press)
    assert words(press) == words(press)
    assert pid(press) == first


def test_a_child_that_died_between_two_pages_is_replaced(press):
    before, first = words(press), pid(press)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert words(press) == before
    assert pid(press) != first


def test_a_stop_meant_for_the_whole_group_does_not_end_a_page(press):
    words(press)
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(pid(press), number)
    first = pid(press)
    words(press)
    assert pid(press) == first


def test_a_page_of_too_much_memory_is_refused_and_the_next_one_is_set():
    press = Press(memory=440 * 1024 * 1024)
    try:
        with pytest.raises(Overloaded) as refused:
            press.set("<!--" + "x" * 60_000_000 + "-->", identifier="t")
        assert refused.value.status == 422
        assert "请减少一次打印的人数或内容" in str(refused.value)
        assert words(press).startswith(b"%PDF-")
    finally:
        press.close()


def test_a_page_of_too_much_time_is_refused_and_the_next_one_is_set(monkeypatch):
    monkeypatch.setattr("examsys.kernel.pdfpress.BYTES_A_SECOND", 10**9)
    press = Press(seconds=1)
    try:
        with pytest.raises(Overloaded):
            press.set("<b>字</b> " * 60_000, identifier="t")
        press._seconds = 60
        assert words(press).startswith(b"%PDF-")
    finally:
        press.close()


def test_an_error_of_its_own_is_told_with_its_trace(press):
    with pytest.raises(Broken, match="AttributeError: 'int' object has no attribute 'encode'"):
        press.set("<p>页</p>", identifier=7)
    assert words(press).startswith(b"%PDF-")


def test_closing_twice_is_no_error(press):
    words(press)
    press.close()
    press.close()
