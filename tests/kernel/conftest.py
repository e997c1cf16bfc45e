"""A bare Flask application with keys, for plumbing that needs nothing else."""

import pytest
from flask import Flask

from examsys.kernel.keys import Keys, create


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> Keys:
    return create(tmp_path_factory.mktemp("instance"))


@pytest.fixture
def bare(keys, tmp_path):
    """An application context without features or database."""
    app = Flask("bare", instance_path=str(tmp_path), template_folder=str(tmp_path / "templates"))
    app.extensions["keys"] = keys
    with app.app_context():
        yield app
