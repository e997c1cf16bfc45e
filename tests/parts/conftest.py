"""Renders one macro alone, with the strictness of the product and no database."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from examsys.kernel.web import static

ROOT = Path(__file__).resolve().parent.parent.parent
Show = Callable[..., str]


@pytest.fixture
def bare() -> Iterator[Flask]:
    app = Flask(
        "parts", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "examsys/static")
    )
    app.config.update(SECRET_KEY="parts", WTF_CSRF_ENABLED=False, TESTING=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(
        csrf_token=lambda: "CSRF", once_token=lambda: "ONCE", static=static
    )
    with app.test_request_context("/list?q=王&state=2"):
        yield app


@pytest.fixture
def show(bare: Flask) -> Show:
    """show(part, source, **context): `source` rendered with every macro of that part as `p`."""

    def shown(part: str, source: str, **context: Any) -> str:
        whole = f'{{% import "_parts/{part}.html" as p %}}{source}'
        text = bare.jinja_env.from_string(whole).render(**context)
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())

    return shown
