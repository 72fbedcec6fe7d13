"""The migrations make exactly the tables that the code uses, and can be taken back."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.store import engine as engines
from bot.store.engine import connect, migrate
from bot.store.tables import metadata


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


def test_migrating_twice_changes_nothing_and_back_leaves_nothing(database: str) -> None:
    engine = connect(database)
    migrate(engine)
    migrate(engine)
    config = Config()
    config.set_main_option("script_location", str(engines.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
