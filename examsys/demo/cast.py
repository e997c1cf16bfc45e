"""Who acts in the sample year, and on which day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from tomllib import loads
from typing import Any

from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.rules.identity import check_character
from examsys.rules.permissions import Role

# Printed by `./run --demo`; an instance of real work never has these accounts.
PASSWORD = "Shili-2026-Ruzhang"  # noqa: S105 -- the sample year's published password


@dataclass(frozen=True, slots=True)
class Player:
    """A sample account. person: the name in people.toml when the holder is on the register."""

    login: str
    name: str
    role: Role
    person: str = ""

    @property
    def actor(self) -> Actor:
        return Actor(name=self.login, roles=(self.role.value,))


PLAYERS = (
    Player("guanli", "钟立", Role.SYSTEM_ADMIN),
    Player("shenji", "严正", Role.AUDITOR),
    Player("fuzeren", "林静远", Role.HEAD, "林静远"),
    Player("kaowu", "李慧", Role.EXAM_OFFICE, "李慧"),
    Player("shenhe1", "沈清", Role.REVIEWER),
    Player("shenhe2", "罗敏", Role.REVIEWER),
    Player("renyuan", "谢安", Role.PERSONNEL_OFFICE),
    Player("tiku", "何川", Role.ITEM_OFFICE),
    Player("mingti", "周敏", Role.ITEM_WRITER, "周敏"),
    Player("shenti", "陈国梁", Role.ITEM_REVIEWER, "陈国梁"),
    Player("kaoping", "欧阳若水", Role.EXAMINER, "欧阳若水"),
    Player("lufen1", "方华", Role.ENTRY_CLERK),
    Player("lufen2", "石梅", Role.ENTRY_CLERK),
    Player("chengji", "傅明", Role.SCORE_APPROVER),
    Player("zhengshu", "郑晓岚", Role.CERTIFICATE_CLERK, "郑晓岚"),
    Player("dangan", "吴桐", Role.ARCHIVIST, "吴桐"),
)
BY_LOGIN = {player.login: player.actor for player in PLAYERS}


def actor(login: str) -> Actor:
    return BY_LOGIN[login]


def data(name: str) -> dict[str, Any]:
    """One of the data files beside this package."""
    return loads((files("examsys.demo") / "data" / name).read_text("utf-8"))


def id_number(born: date, serial: int, *, woman: bool = False) -> str:
    """A number of nobody: the place is one that no county has. The order is even for women."""
    order = serial * 2 + (0 if woman else 1)
    body = f"339900{born:%Y%m%d}{order % 1000:03d}"
    return body + check_character(body)


@dataclass(frozen=True, slots=True)
class Almanac:
    """The days of the sample year, all relative to the day it is made."""

    today: date

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def months_ago(self, months: int) -> date:
        """The first of the month that lies `months` back."""
        count = self.today.year * 12 + self.today.month - 1 - months
        return date(count // 12, count % 12 + 1, 1)

    def saturday(self, days_ago: int) -> date:
        """The Saturday on or before that day; a negative number looks ahead."""
        day = self.ago(days_ago)
        return day - timedelta(days=(day.weekday() - 5) % 7)

    @staticmethod
    def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
        return clock.instant(day, hour, minute)
