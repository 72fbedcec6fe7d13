"""Connects to SQLite (the embedded default) or PostgreSQL and brings the tables up to date."""

import contextlib
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.pool import StaticPool

BUSY_MILLISECONDS = 5000
READS_ONLY = "reads_only"
MIGRATIONS = Path(__file__).with_name("migrations")


def connect(url: str) -> Engine:
    """An engine for `url`. For SQLite: WAL, and a commit is on the disk before it returns."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, hide_parameters=True)
    else:  # in memory: it lives as long as its one connection
        engine = create_engine(parsed, hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    # Who only reads does not stand in the way of the one who writes.
    reads = connection.get_execution_options().get(READS_ONLY)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy begins; the driver's own guessing would begin too late
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    # What was deleted is overwritten, so that a stolen file does not hold what the person asked to forget.
    connection.execute("PRAGMA secure_delete=ON")


def empty_journal(engine: Engine) -> None:
    """Write SQLite's journal into its file and cut it off: until then it holds what was deleted, as it was before.

    While somebody reads or writes, it is left for the next time.
    """
    if engine.dialect.name != "sqlite" or isinstance(engine.pool, StaticPool):
        return
    with contextlib.closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        # It would keep writers out for as long as it waits, and an alarm waits for nobody.
        cursor.execute("PRAGMA busy_timeout=0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest version. Safe to run at every start, and cheap when there is nothing to do."""
    with engine.begin() as connection:
        if inspect(connection).has_table("alembic_version"):
            current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if current == newest_version():
                return
        # Alembic takes as long to load as the rest of the store, and a start mostly has nothing to migrate.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def newest_version() -> str:
    """The version that the migrations lead to: their files are named `<version>_<what>.py`, in order."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
