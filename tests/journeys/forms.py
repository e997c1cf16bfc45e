"""Read the forms of a page as a browser would, so that a test posts what the page really sends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

SKIPPED = {"submit", "button", "reset", "image", "file"}


@dataclass
class Form:
    """One form: where it goes, what it sends untouched, and what may be chosen."""

    action: str
    method: str
    id: str = ""
    label: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    boxes: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    buttons: dict[str, list[str]] = field(default_factory=dict)

    def names(self) -> set[str]:
        sent = {name for name, _ in self.values}
        return sent | set(self.options) | set(self.boxes) | self.files | set(self.buttons)

    def filled(self, fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """returns: what is sent when `fields` are filled in and the rest is left as it stands."""
        strange = set(fields) - self.names()
        assert not strange, f"{self.action or 'this page'} has no {strange}, only {self.names()}"
        sent: list[tuple[str, Any]] = [(n, v) for n, v in self.values if n not in fields]
        for name, wanted in fields.items():
            many = wanted if isinstance(wanted, list) else [wanted]
            sent += [(name, self._chosen(name, one)) for one in many]
        return sent

    def _chosen(self, name: str, wanted: Any) -> Any:
        """The value of an option by its value or by a part of its words."""
        if name not in self.options:
            return wanted
        offered, text = self.options[name], str(wanted)
        exact = [value for value, _ in offered if value == text]
        named = [value for value, words in offered if text and text in words]
        assert exact or named, f"{name} offers {offered}, not {wanted!r}"
        return (exact or named)[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._loose: list[tuple[str, str, dict[str, Any]]] = []
        self._select: tuple[Form | str, str, list[tuple[str, str, bool]]] | None = None
        self._text: list[str] | None = None
        self._area: tuple[Form | None, str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(
                given.get("action", ""), given.get("method", "get"), given.get("id", "")
            )
            self.forms.append(self._open)
        elif tag in {"input", "button"}:
            self._control(tag, given)
        elif tag == "select":
            self._select = (self._form(given), given.get("name", ""), [])
        elif tag == "option" and self._select is not None:
            self._select[2].append((given.get("value", ""), "", "selected" in given))
            self._text = []
        elif tag == "textarea":
            owner = self._form(given)
            self._area, self._text = (owner if isinstance(owner, Form) else None, given["name"]), []

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "option" and self._select is not None and self._text is not None:
            value, _, chosen = self._select[2].pop()
            self._select[2].append((value, "".join(self._text).strip(), chosen))
            self._text = None
        elif tag == "select" and self._select is not None:
            self._close_select()
        elif tag == "textarea" and self._area is not None:
            owner, name = self._area
            if owner is not None:
                owner.values.append((name, "".join(self._text or []).removeprefix("\n")))
            self._area = self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _form(self, given: dict[str, Any]) -> Form | str:
        named = given.get("form")
        return named if named else (self._open or "")

    def _control(self, tag: str, given: dict[str, Any]) -> None:
        owner = self._form(given)
        if isinstance(owner, Form):
            _add(owner, tag, given)
        else:
            self._loose.append((owner, tag, given))

    def _close_select(self) -> None:
        assert self._select is not None
        owner, name, options = self._select
        self._select = None
        if not isinstance(owner, Form) or not name:
            return
        owner.options[name] = [(value, words) for value, words, _ in options]
        chosen = [value for value, _, chosen in options if chosen] or [o[0] for o in options[:1]]
        owner.values += [(name, value) for value in chosen[:1]]

    def finish(self) -> list[Form]:
        """Controls that stand outside and name their form by `form=` join it."""
        by_id = {form.id: form for form in self.forms if form.id}
        for owner, tag, given in self._loose:
            if owner in by_id:
                _add(by_id[owner], tag, given)
        return self.forms


def _add(form: Form, tag: str, given: dict[str, Any]) -> None:
    name, kind = given.get("name", ""), given.get("type", "submit" if tag == "button" else "text")
    if not name or "disabled" in given:
        return
    if kind == "file":
        form.files.add(name)
    elif kind in SKIPPED:
        form.buttons.setdefault(name, []).append(given.get("value", ""))
    elif kind in {"checkbox", "radio"}:
        form.boxes.setdefault(name, []).append(given.get("value", "on"))
        if "checked" in given:
            form.values.append((name, given.get("value", "on")))
    else:
        form.values.append((name, given.get("value", "")))


def forms_of(html: str) -> list[Form]:
    """Every form of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.finish()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._quiet += tag in {"script", "style", "nav"}

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in {"script", "style", "nav"}

    def handle_data(self, data: str) -> None:
        if not self._quiet and data.strip():
            self.found.append(data.strip())


def words_of(html: str) -> str:
    """What a reader sees of a page, in one line."""
    reader = _Words()
    reader.feed(html)
    return " ".join(reader.found)
