"""The people of a journey, each at a desk of their own, and the day on which they work."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from examsys.kernel import clock as wall
from tests.conftest import Clock
from tests.journeys.desk import Desk
from tests.make import make_account, sign_in

# login: role. The first two come into being through the pages, the rest by `make_account`.
CAST = {
    "guanli": "system_admin",
    "kaowu": "exam_office",
    "fuzeren": "head",
    "renyuan": "personnel_office",
    "tiku": "item_office",
    "shenti": "item_reviewer",
    "shenhe1": "reviewer",
    "shenhe2": "reviewer",
    "lufen1": "entry_clerk",
    "lufen2": "entry_clerk",
    "chengji": "score_approver",
    "zhengshu": "certificate_clerk",
    "dangan": "archivist",
    "shenji": "auditor",
}


@dataclass
class Town:
    """What a journey carries from step to step."""

    app: Flask
    clock: Clock
    batch_id: int = 0
    notes: dict[str, Any] = field(default_factory=dict)
    _desks: dict[str, Desk] = field(default_factory=dict)

    def day(self, text: str, hour: int = 9, minute: int = 0) -> date:
        """Move the clock to a day and an hour of China."""
        on = date.fromisoformat(text)
        self.clock.at = wall.instant(on, hour, minute)
        return on

    def __call__(self, login: str) -> Desk:
        """The desk of this account."""
        if login not in self._desks:
            self._desks[login] = Desk(self.app.test_client(), self._renewing(login))
        return self._desks[login]

    def visitor(self) -> Desk:
        """Somebody without an account."""
        return Desk(self.app.test_client(), lambda browser: None)

    def settle(self) -> None:
        """Give an account to everybody of the cast who came after the first two."""
        for login, role in list(CAST.items())[2:]:
            make_account(login=login, roles=(role,))

    def _renewing(self, login: str) -> Any:
        signed: list[datetime] = []

        def renew(browser: FlaskClient) -> None:
            if signed[-1:] != [self.clock.at]:
                signed.append(self.clock.at)
                sign_in(browser, login=login)

        return renew
