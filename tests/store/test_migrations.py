"""The migrations make exactly the tables that the code uses, and can be taken back."""

import time

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text

from bot.store import engine as engines
from bot.store.engine import connect, migrate
from bot.store.memory import DAY
from bot.store.tables import metadata, person


def test_migrations_and_tables_agree(database: str) -> None:
    engine = connect(database)
    migrate(engine)
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_newest_version_is_the_one_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", str(engines.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [engines.newest_version()]


def test_who_was_there_before_silence_was_counted_is_as_if_here_today(database: str) -> None:
    engine = connect(database)
    with engine.begin() as connection:
        command.upgrade(alembic_on(connection), "0002")
        columns = "id, channel, address_sealed, state_sealed, version, gone"
        values = {"bytes": b"x", "gone": False}
        connection.execute(text(f"INSERT INTO person ({columns}) VALUES (:bytes, 't', :bytes, :bytes, 1, :gone)"), values)
    migrate(engine)
    with engine.begin() as connection:
        seen = connection.scalar(select(person.c.seen))
    assert seen is not None
    assert seen % DAY == 0
    assert 0 <= time.time() - seen < 2 * DAY
    engine.dispose()


def test_migrating_twice_changes_nothing_and_back_leaves_nothing(database: str) -> None:
    engine = connect(database)
    migrate(engine)
    migrate(engine)
    with engine.begin() as connection:
        command.downgrade(alembic_on(connection), "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def alembic_on(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(engines.MIGRATIONS))
    config.attributes["connection"] = connection
    return config
