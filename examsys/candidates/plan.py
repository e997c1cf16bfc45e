"""Who sits where: pure arithmetic over people and rooms.

Enters: people with name key and employer, rooms with their seats. Leaves: one place for each.
Equal input gives equal places, whatever the order in which the people come.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class SeatOrder(StrEnum):
    RANDOM = "random"
    NAME = "name"
    EMPLOYER = "employer"


ORDER_WORDS = {
    SeatOrder.RANDOM: "随机",
    SeatOrder.NAME: "按姓名拼音",
    SeatOrder.EMPLOYER: "同单位错开",
}


@dataclass(frozen=True, slots=True)
class Sitter:
    """key: what the draw of lots works on; the registration's uuid."""

    id: int
    key: str
    name_key: str
    employer: str


@dataclass(frozen=True, slots=True)
class Place:
    """room: number in the list of rooms, from 0; seat: from 1."""

    id: int
    room: int
    seat: int


class NoSpace(ValueError):
    """More people than seats."""


def arrange(
    people: Iterable[Sitter], capacities: Sequence[int], *, order: SeatOrder, seed: str
) -> list[Place]:
    """Fill the rooms one after the other. raises: NoSpace."""
    line = in_order(people, order=order, seed=seed)
    if len(line) > sum(capacities):
        raise NoSpace(f"{len(line)} people, {sum(capacities)} seats")
    return [Place(who.id, *spot) for who, spot in zip(line, _spots(capacities), strict=False)]


def in_order(people: Iterable[Sitter], *, order: SeatOrder, seed: str) -> list[Sitter]:
    """The people in the order in which they take their seats."""
    if order is SeatOrder.NAME:
        return sorted(people, key=lambda who: (who.name_key, who.key))
    drawn = sorted(people, key=lambda who: _lot(seed, who.key))
    return drawn if order is SeatOrder.RANDOM else _interleaved(drawn)


def _lot(seed: str, key: str) -> bytes:
    """A draw that anybody can repeat: SHA-256 over seed and key, independent of the platform."""
    return sha256(f"{seed}\n{key}".encode()).digest()


def _interleaved(drawn: Sequence[Sitter]) -> list[Sitter]:
    """Always the largest group that is not the one just seated; the draw decides within a group.

    No two neighbours share an employer wherever that is possible at all. People without an
    employer are each a group of their own.
    """
    groups: dict[str, list[Sitter]] = defaultdict(list)
    for who in drawn:
        groups[who.employer or f"\n{who.key}"].append(who)
    waiting = {name: list(reversed(members)) for name, members in groups.items()}
    line: list[Sitter] = []
    last = ""
    while waiting:
        free = [name for name in waiting if name != last] or list(waiting)
        last = max(free, key=lambda name: len(waiting[name]))
        line.append(waiting[last].pop())
        if not waiting[last]:
            del waiting[last]
    return line


def _spots(capacities: Sequence[int]) -> Iterator[tuple[int, int]]:
    for room, seats in enumerate(capacities):
        for seat in range(1, seats + 1):
            yield room, seat


def rooms_for(people: int, *, capacity: int) -> list[tuple[str, int]]:
    """Names and seats of the standard rooms that so many people need."""
    return [(f"第{number}考场", capacity) for number in range(1, -(-people // capacity) + 1)]


def rows_of_seats(seats: int, *, columns: int = 6) -> list[list[int]]:
    """Seat numbers as they stand in the room, seen from the lectern, S-shaped by column.

    The numbers run down the first column, up the second, and so on; 0 is no seat.
    """
    deep = max(1, -(-seats // columns))
    grid = [[0] * columns for _ in range(deep)]
    for number in range(1, seats + 1):
        column, step = divmod(number - 1, deep)
        row = step if column % 2 == 0 else deep - 1 - step
        grid[row][column] = number
    return grid
