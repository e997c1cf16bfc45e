"""Shared parts of the `examsys` verbs: two-word verbs that several features fill, and answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from examsys.kernel.db import db

Verbs = Any  # argparse gives its sub-parser action no public type


def group(verbs: Verbs, name: str, *, summary: str) -> Verbs:
    """returns: where the second words of `examsys <name> …` are added; made by whoever is first."""
    if name not in verbs.choices:
        parser = verbs.add_parser(name, help=summary)
        parser.second_words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    return verbs.choices[name].second_words


def answer(content: object, text: str, *, as_json: bool) -> None:
    """Print an answer for people, or the same as JSON for programs."""
    print(json.dumps(content, ensure_ascii=False) if as_json else text)


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """Work in the application's context; its database connections are closed afterwards."""
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()
