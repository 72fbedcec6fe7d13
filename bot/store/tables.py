"""The tables. Times are whole seconds since 1970 in UTC; `*_sealed` columns are encrypted; keys are keyed digests."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, LargeBinary, MetaData, String, Table, Text

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

# Registers of companies are public, so nothing of them is sealed. One that is not ready is being loaded or taken away.
registry = Table(
    "registry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("country", String(2), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("source", String(300), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("ready", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

# SQLite keeps rows in the order of a plain INTEGER key. The upper half of an entry's id is its register's.
_ENTRY = BigInteger().with_variant(Integer, "sqlite")

entry = Table(
    "registry_entry",
    metadata,
    Column("id", _ENTRY, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("also", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("city", Text, nullable=False),
)

# By which an entry is found: digests of its name's words and of its licence number.
entry_key = Table(
    "registry_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Adverts that go round, without text: each by the parts of its fingerprint.
advert = Table(
    "advert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", LargeBinary(16), nullable=False, unique=True),
    sqlite_autoincrement=True,
)

advert_key = Table(
    "advert_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("advert", Integer, primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)

# Who asked about an advert, each person once, by a digest that is not that of their row.
asker = Table(
    "advert_asker",
    metadata,
    Column("advert", Integer, primary_key=True, autoincrement=False),
    Column("person", LargeBinary(16), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Index("ix_advert_asker_person", "person"),
)

# What people handed over for warning others. Nothing in it leads to who did; whoever holds the receipt can take it back.
report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("advert", Integer, nullable=False, index=True),
    Column("receipt", LargeBinary(16), nullable=False, unique=True),
    Column("day", Date, nullable=False, index=True),
    Column("status", String(16), nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
