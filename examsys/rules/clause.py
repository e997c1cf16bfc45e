"""The clauses we cite: source, number, wording, validity, and the numbers they fix."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

CONFIRM = "请按当地规定确认"


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered requirement of one edition of one document.

    wording: "verbatim" where the document is at hand, else "restated" with a confidence tag.
    readings: how the house reads an ambiguous sentence, shown beside the wording.
    """

    source: str
    number: str
    text: str
    since: date
    until: date | None = None
    title: str = ""
    wording: str = "verbatim"
    confidence: str = "SEED"
    values: Mapping[str, int] = field(default_factory=dict, hash=False)
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    readings: tuple[str, ...] = ()

    @property
    def cite(self) -> str:
        return f"{self.source} {self.number}"

    @property
    def provisional(self) -> bool:
        """True when the wording is background knowledge that the agency has to confirm."""
        return self.confidence in {"C", "D", "?"}

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Source:
    """One edition of one document, and the day its file was last compared with it."""

    short: str
    title: str
    edition: str
    reviewed: date
    clauses: Mapping[str, Clause] = field(hash=False)


@cache
def source(name: str) -> Source:
    """Read `rules/clauses/<name>.toml`."""
    raw = tomllib.loads((files("examsys.rules") / "clauses" / f"{name}.toml").read_text("utf-8"))
    head = raw["source"]
    clauses = {number: _clause(head, number, body) for number, body in raw["clause"].items()}
    return Source(
        short=head["short"],
        title=head["title"],
        edition=head["edition"],
        reviewed=head["reviewed"],
        clauses=MappingProxyType(clauses),
    )


def load(name: str) -> Mapping[str, Clause]:
    """The clauses of `rules/clauses/<name>.toml`; keys are clause numbers."""
    return source(name).clauses


def cite_all(clauses: Sequence[Clause]) -> str:
    """One citation for several clauses of one document: the source once, then the numbers."""
    if not clauses:
        return ""
    return f"{clauses[0].source} {'、'.join(clause.number for clause in clauses)}"


def _clause(head: Mapping[str, Any], number: str, body: Mapping[str, Any]) -> Clause:
    fields = {"since": head.get("since"), **body}
    for key in ("wording", "confidence"):
        if key in head:
            fields.setdefault(key, head[key])
    fields["readings"] = tuple(fields.get("readings", ()))
    fields["values"] = MappingProxyType(dict(fields.get("values", {})))
    terms = {key: tuple(words) for key, words in fields.get("terms", {}).items()}
    fields["terms"] = MappingProxyType(terms)
    return Clause(source=head["short"], number=number, **fields)
