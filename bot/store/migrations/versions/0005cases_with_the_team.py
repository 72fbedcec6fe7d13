"""Cases that the helpers' team talks in."""

import sqlalchemy as sa
from alembic import op

revision = "0005cases"
down_revision = "0004seen"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person", sa.LargeBinary(16), nullable=False),
        sa.Column("topic", sa.BigInteger(), unique=True),
        sa.Column("case_sealed", sa.LargeBinary()),
        sa.Column("remind_at", sa.BigInteger()),
        sa.Column("gone_at", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    for column in ("person", "remind_at", "gone_at"):
        op.create_index(f"ix_staff_case_{column}", "staff_case", [column])


def downgrade() -> None:
    op.drop_table("staff_case")
