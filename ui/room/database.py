"""The database of rooms: SQLite in a folder, with no set-up, or Postgres by `DATABASE_URL`.

Where nothing can be written, or several machines would each write a file of their own (`REPLICAS` above 1),
there are no rooms, and lessons go on alone.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = Path(__file__).parent / "migrations"
FILE = "rooms.db"
BUSY_S = 15  # how long one writer waits for another
LOCK = 5_270_119  # of Postgres: a number that is ours, so that one process alone moves the tables
READING = "reading"  # of a connection that writes nothing


class NoDatabase(Exception):
    """Why there are no rooms here, as a sentence."""


def address(environment: Mapping[str, str] = os.environ) -> str:
    """The URL of the database.

    Raises
    ------
    NoDatabase
        If there is none that all processes share.
    """
    if url := environment.get("DATABASE_URL", "").strip():
        for old in ("postgres://", "postgresql://"):  # as hosts write it
            url = url.replace(old, "postgresql+psycopg://", 1) if url.startswith(old) else url
        return url
    if environment.get("REPLICAS", "1") != "1":
        raise NoDatabase("Rooms need a database that all machines share: set DATABASE_URL.")
    folder = Path(environment.get("DATA_DIR") or ROOT / ".data")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise NoDatabase("Rooms need a folder to write to: set DATA_DIR.") from None
    return f"sqlite:///{folder / FILE}"


def opened(url: str) -> Engine:
    """The database with its tables as this program knows them.

    Raises
    ------
    NoDatabase
        If it cannot be reached or written, or is of a later version.
    """
    try:
        engine = _engine(url)
        moved(engine)
    except CommandError:
        raise NoDatabase("The database of rooms is of a later version of this program.") from None
    except (SQLAlchemyError, OSError, ModuleNotFoundError, ValueError):
        raise NoDatabase("The database of rooms cannot be reached or written.") from None
    return engine


def moved(engine: Engine, to: str = "head") -> None:
    """Bring the tables to a version, one process at a time; "base" drops them."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:  # SQLite: the write lock is ours from here on
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        config.attributes["connection"] = connection
        (command.downgrade if to == "base" else command.upgrade)(config, to)


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """A connection for reading: it never waits for a writer."""
    with engine.connect().execution_options(**{READING: True}) as connection:
        yield connection


def forgotten(engine: Engine) -> None:
    """What was deleted leaves the file too, not the tables alone."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=10, connect_args={"connect_timeout": BUSY_S})
    engine = create_engine(url, connect_args={"timeout": BUSY_S}, pool_size=10)

    @event.listens_for(engine, "connect")
    def prepared(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # transactions begin below, and not by guess of the driver
        for setting in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        kind = "" if connection.get_execution_options().get(READING) else " IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN{kind}")

    return engine
