"""The 17 management regimes the notice demands, and which version of one is in force.

source: 人社厅函〔2023〕141号 附件1, held word by word in `regimes.toml`.
"""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from examsys.rules.states import Practice, RegimeStanding


@dataclass(frozen=True, slots=True)
class Regime:
    """One line of the annex. points: what the notice demands to be dealt with in it."""

    number: int
    ordinal: str
    group: str
    name: str
    text: str
    points: tuple[str, ...]

    @property
    def cite(self) -> str:
        return f"{SOURCE} {self.group[:1]}（{self.ordinal}）"

    @property
    def wording(self) -> str:
        """The line without its ordinal."""
        return self.text.partition("）")[2]

    def missing(self, places: Mapping[str, str]) -> tuple[str, ...]:
        """The points for which `places` names no article."""
        return tuple(point for point in self.points if not places.get(point, "").strip())


class Version(Protocol):
    """What decides whether a version counts on a day.

    effective_from: its first day; approved: whether it may ever count;
    withdrawn_on: the first day on which it no longer counts.
    """

    @property
    def number(self) -> int: ...
    @property
    def version_no(self) -> int: ...
    @property
    def approved(self) -> bool: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def withdrawn_on(self) -> date | None: ...


V = TypeVar("V", bound=Version)


def in_force(versions: Iterable[V], *, on: date) -> V | None:
    """The version of one regime in force on a day.

    A withdrawn version leaves a gap: what it had superseded does not come back. One withdrawn
    before its first day has superseded nothing.
    """
    begun = [one for one in versions if counts(one) and one.effective_from <= on]
    newest = max(begun, key=_order, default=None)
    if newest is None or (newest.withdrawn_on is not None and newest.withdrawn_on <= on):
        return None
    return newest


def standing(version: V, versions: Collection[V], *, on: date) -> RegimeStanding:
    """Where a version of a regime stands on a day, among all versions of that regime."""
    if version.withdrawn_on is not None and (version.withdrawn_on <= on or not counts(version)):
        return RegimeStanding.WITHDRAWN
    if not version.approved:
        return RegimeStanding.DRAFTED
    if version.effective_from > on:
        return RegimeStanding.COMING
    current = in_force(versions, on=on)
    return RegimeStanding.IN_FORCE if current is version else RegimeStanding.SUPERSEDED


def counts(version: Version) -> bool:
    """Whether a version has been, is or will be in force."""
    ended = version.withdrawn_on
    return version.approved and (ended is None or ended > version.effective_from)


def practice(*, records: int, against: int) -> Practice:
    """What the records show. against: breaches, and records that had to be there and are not."""
    if against:
        return Practice.NOT_FOLLOWED
    return Practice.FOLLOWED if records else Practice.NOTHING


def _order(version: Version) -> tuple[date, int]:
    return version.effective_from, version.version_no


def _read(raw: Mapping[str, Any]) -> Iterator[Regime]:
    number = 0
    for group in raw["group"]:
        for entry in group["regime"]:
            number += 1
            ordinal, _, rest = entry["text"].removeprefix("（").partition("）")
            name = rest.partition("：")[0].rstrip("。")
            points = tuple(entry["points"])
            yield Regime(number, ordinal, group["name"], name, entry["text"], points)


_RAW = tomllib.loads((files("examsys.rules") / "regimes.toml").read_text("utf-8"))
SOURCE = f"{_RAW['source']['title']} {_RAW['source']['annex']}"
REGIMES: tuple[Regime, ...] = tuple(_read(_RAW))
BY_NUMBER: Mapping[int, Regime] = {regime.number: regime for regime in REGIMES}
