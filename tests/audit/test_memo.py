"""A value is kept until something happens, and never across a change that was not committed."""

import pytest

from examsys.audit.memo import until_next_event
from examsys.kernel.work import unit_of_work
from tests.make import make_batch


def counter():
    count = 0

    def work():
        nonlocal count
        count += 1
        return count

    return work


def test_a_value_is_worked_out_once_until_an_event(app):
    work = counter()

    assert [until_next_event("n", work) for _ in range(3)] == [1, 1, 1]
    make_batch()
    assert [until_next_event("n", work) for _ in range(3)] == [2, 2, 2]


def test_names_have_values_of_their_own(app):
    assert until_next_event(("n", 1), lambda: "a") == "a"
    assert until_next_event(("n", 2), lambda: "b") == "b"


def test_inside_a_unit_it_is_worked_out_each_time(app):
    work = counter()
    until_next_event("n", work)

    with unit_of_work(audited=False):
        assert [until_next_event("n", work) for _ in range(2)] == [2, 3]
    assert until_next_event("n", work) == 1


def test_a_change_that_failed_leaves_the_value(app):
    make_batch()
    work = counter()
    until_next_event("n", work)

    with pytest.raises(ZeroDivisionError), unit_of_work(audited=False):
        raise ZeroDivisionError
    assert until_next_event("n", work) == 1
