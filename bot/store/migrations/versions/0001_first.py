"""People, handled deliveries, the outbox, and the ids of messages that can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tip_at", sa.BigInteger()),
        sa.Column("gone", sa.Boolean(), nullable=False),
    )
    has_tip = sa.text("tip_at IS NOT NULL")
    op.create_index("person_tip_at", "person", ["tip_at"], sqlite_where=has_tip, postgresql_where=has_tip)
    op.create_table(
        "delivery",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_delivery_at", "delivery", ["at"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("person", sa.LargeBinary(16), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("message_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("sending", sa.Boolean(), nullable=False),
        sa.Column("set_aside", sa.String(200)),
    )
    op.create_index("ix_outbox_person", "outbox", ["person"])
    op.create_table(
        "trace",
        sa.Column("person", sa.LargeBinary(16), primary_key=True),
        sa.Column("provider_id", sa.String(64), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_trace_at", "trace", ["at"])


def downgrade() -> None:
    for table in ("trace", "outbox", "delivery", "person"):
        op.drop_table(table)
