"""A person at a desk: opens pages, fills in the forms that stand on them, reads the answer."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.journeys.forms import Form, forms_of, words_of


class Desk:
    """One signed-in browser. renew: signs in again, for the clock ends sessions overnight."""

    def __init__(self, browser: FlaskClient, renew: Callable[[FlaskClient], None]) -> None:
        self.browser, self.renew, self.here = browser, renew, "/"

    def read(self, path: str, status: int = 200) -> str:
        """Open a page. returns: its HTML."""
        self.renew(self.browser)
        answer = self.browser.get(path)
        assert answer.status_code == status, f"{path}: {_told(answer)}"
        return str(answer.text)

    def form(self, path: str, to: str = "") -> Form:
        """The form of a page that goes to `to` (a part of its address), or back to the page."""
        posted = [one for one in forms_of(self.read(path)) if one.method.lower() == "post"]
        here = urlsplit(path).path
        fitting = [one for one in posted if (to in one.action if to else _goes_to(one, here))]
        assert fitting, f"{path} has no form to {to or here}: {[one.action for one in posted]}"
        return fitting[0]

    def send(
        self,
        path: str,
        fields: Mapping[str, Any] | None = None,
        *,
        to: str = "",
        status: int = 303,
        **more: Any,
    ) -> str:
        """Fill in a form and send it. returns: the words of the page that follows."""
        form = self.form(path, to)
        return self.post(
            form.action or path, form.filled({**(fields or {}), **more}), status=status
        )

    def post(self, address: str, sent: list[tuple[str, Any]], *, status: int = 303) -> str:
        answer = self.answer(address, sent)
        assert answer.status_code == status, f"{address}: {_told(answer)}"
        if status == 303:
            self.here = answer.location
            return words_of(self.read(answer.location))
        return words_of(answer.text)

    def answer(self, address: str, sent: list[tuple[str, Any]]) -> Any:
        """What comes back, whatever it is."""
        self.renew(self.browser)
        files = any(isinstance(value, tuple) for _, value in sent)
        data = MultiDict((name, _upload(value)) for name, value in sent)
        kind = "multipart/form-data" if files else None
        return self.browser.post(address, data=data, content_type=kind)

    def take(self, path: str, *, to: str = "", **fields: Any) -> bytes:
        """Send a form whose answer is a file. returns: the file."""
        form = self.form(path, to)
        answer = self.answer(form.action or path, form.filled(fields))
        assert answer.status_code == 200, f"{path}: {_told(answer)}"
        assert "attachment" in answer.headers["Content-Disposition"]
        return bytes(answer.data)

    def number_here(self) -> int:
        """The last number in the address of the page that followed."""
        return int(re.findall(r"\d+", urlsplit(self.here).path)[-1])

    def links(self, path: str, pattern: str) -> list[str]:
        """The addresses on a page that match, each once, in order."""
        found = re.findall(rf'href="({pattern})"', self.read(path).replace("&amp;", "&"))
        return list(dict.fromkeys(found))


def _goes_to(form: Form, here: str) -> bool:
    return form.action == "" or urlsplit(form.action).path == here


def _upload(value: Any) -> Any:
    """(bytes, name) as a file; everything else as text."""
    if isinstance(value, tuple):
        return BytesIO(value[0]), value[1]
    return str(value)


def _told(answer: Any) -> str:
    text = words_of(answer.text) if answer.mimetype == "text/html" else answer.mimetype
    return f"{answer.status_code} {text[:1500]}"
