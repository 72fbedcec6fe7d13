"""The tables. Times are whole seconds since 1970 in UTC; `*_sealed` columns are encrypted; keys are keyed digests."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()

person = Table(
    "person",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("address_sealed", LargeBinary, nullable=False),
    Column("state_sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("tip_at", BigInteger),
    Column("gone", Boolean, nullable=False),
)
# The minute job looks for due tips only: people without tips are not in this index.
Index(
    "person_tip_at",
    person.c.tip_at,
    sqlite_where=person.c.tip_at.is_not(None),
    postgresql_where=person.c.tip_at.is_not(None),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("person", LargeBinary(16), nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("message_sealed", LargeBinary, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("sending", Boolean, nullable=False),
    Column("set_aside", String(200)),
)

trace = Table(
    "trace",
    metadata,
    Column("person", LargeBinary(16), primary_key=True),
    Column("provider_id", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)
