"""Regular work of the worker: each module registers what has to be done for it, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

DAILY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chore:
    """One thing to be done again and again; doing it twice does no harm.

    fn: takes `at`. writes: whether it wants a unit of work around it (plumbing tables only).
    """

    name: str
    fn: Callable[..., object]
    every: timedelta
    writes: bool


_chores: dict[str, Chore] = {}


def register(
    name: str, fn: Callable[..., object], *, every: timedelta = DAILY, writes: bool = True
) -> None:
    """Have the worker call `fn(at=…)` that often. name: as the running log shows it."""
    _chores[name] = Chore(name, fn, every, writes)


def registered() -> tuple[Chore, ...]:
    return tuple(_chores.values())
