"""The day of a person's last message or tip, from which their silence is counted."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0004seen"
down_revision = "0003adverts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Who is there already is as if they had been here today: nobody knows better.
    today = int(time.time()) // 86400 * 86400
    op.add_column("person", sa.Column("seen", sa.BigInteger(), nullable=False, server_default=str(today)))
    op.create_index("ix_person_seen", "person", ["seen"])


def downgrade() -> None:
    op.drop_index("ix_person_seen", "person")
    op.drop_column("person", "seen")
