"""Adverts that go round, who asked about them, and reports."""

import sqlalchemy as sa
from alembic import op

revision = "0003adverts"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advert",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.LargeBinary(16), nullable=False, unique=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "advert_key",
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("advert", sa.Integer(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_advert_key_advert", "advert_key", ["advert"])
    op.create_table(
        "advert_asker",
        sa.Column("advert", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person", sa.LargeBinary(16), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
    )
    op.create_index("ix_advert_asker_day", "advert_asker", ["day"])
    op.create_index("ix_advert_asker_person", "advert_asker", ["person"])
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("advert", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_advert", "report", ["advert"])
    op.create_index("ix_report_day", "report", ["day"])


def downgrade() -> None:
    for table in ("report", "advert_asker", "advert_key", "advert"):
        op.drop_table(table)
