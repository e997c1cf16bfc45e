"""Addresses of templates: kept, and the same as url_for's."""

import pytest
from flask import url_for

from examsys.kernel.web import address


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("batches.index", {}),
        ("batches.show", {"batch_id": 3}),
        ("batches.index", {"q": "三级", "page": 2, "state": None}),
        ("batches.index", {"q": ["a", "b"]}),
        ("batches.index", {"_anchor": "due"}),
        ("batches.index", {"q": True}),
        ("batches.index", {"q": 1}),
    ],
)
def test_an_address_is_what_flask_says(app, endpoint, values):
    with app.test_request_context("/"):
        assert [address(endpoint, **values) for _ in range(2)] == [url_for(endpoint, **values)] * 2


def test_a_prefix_is_part_of_the_address(app):
    for base, prefix in (("/", ""), ("https://localhost/renzheng/", "/renzheng")):
        with app.test_request_context("/", base_url=base):
            assert address("batches.index") == f"{prefix}/batches/"
