"""The tables. Times are whole seconds since 1970 in UTC; `*_sealed` columns are encrypted; keys are keyed digests.

Every table says how long its rows stay, every column what it is for: the purge and `waypost privacy audit` go by that.
A change of key goes by the names of sealed columns and by what digests are of.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

_SEALED = "_sealed"


def _for(purpose: str) -> dict[str, str]:
    return {"purpose": purpose}


def _digest_of(what: str, purpose: str) -> dict[str, str]:
    return {"digest_of": what, "purpose": f"keyed digest {purpose}"}


def _stays(lifetime: str, since: str, until: str = "") -> dict[str, str]:
    """Rows go when the time in column `since` is longer ago than this one of the `Lifetimes`, or when `until` happens."""
    return {"lifetime": lifetime, "since": since, "until": until}


def _stays_until(until: str, since: str = "") -> dict[str, str]:
    """Rows go by no clock, but when this happens."""
    return {"since": since, "until": until}


person = Table(
    "person",
    metadata,
    Column(
        "id", LargeBinary(16), primary_key=True, info=_digest_of("person", "of channel and address: finds the person again")
    ),
    Column("channel", String(32), nullable=False, info=_for("by which way to answer")),
    Column(
        "address_sealed", LargeBinary, nullable=False, info=_for("where to answer, and to send tips that were asked for")
    ),
    Column("state_sealed", LargeBinary, nullable=False, info=_for("where the conversation stands")),
    Column("version", Integer, nullable=False, info=_for("so that two turns at once do not overwrite each other")),
    Column("tip_at", BigInteger, info=_for("when the next tip is due")),
    Column("gone", Boolean, nullable=False, info=_for("they blocked the bot: nothing is sent until they write")),
    # Of the day, not the hour: when exactly somebody was here is nobody's business.
    Column(
        "seen",
        BigInteger,
        nullable=False,
        index=True,
        info=_for("the day of the last message or tip: silence is counted from it"),
    ),
    info=_stays("people", "seen", "they ask to be forgotten"),
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
    Column(
        "id", LargeBinary(16), primary_key=True, info=_digest_of("delivery", "of a delivery's id: answers each one once")
    ),
    Column("at", BigInteger, nullable=False, index=True, info=_for("when it came")),
    info=_stays("deliveries", "at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False, info=_for("order of sending")),
    Column(
        "person",
        LargeBinary(16),
        nullable=False,
        index=True,
        info=_digest_of("person", "of whose messages to drop on hiding"),
    ),
    Column("channel", String(32), nullable=False, info=_for("by which way it goes")),
    Column("message_sealed", LargeBinary, nullable=False, info=_for("address and words, to survive a crash")),
    Column("urgent", Boolean, nullable=False, info=_for("it overtakes others")),
    Column("attempt", Integer, nullable=False, info=_for("how often it was tried")),
    Column("due", BigInteger, nullable=False, info=_for("when it is to be sent")),
    Column("sending", Boolean, nullable=False, info=_for("it was on its way: after a crash it may have arrived")),
    Column("set_aside", String(200), info=_for("why the provider refused it")),
    info=_stays("unsent", "due", "the provider takes it, or the person hides"),
)

trace = Table(
    "trace",
    metadata,
    Column("person", LargeBinary(16), primary_key=True, info=_digest_of("person", "of whose chat it is in")),
    Column(
        "provider_id", String(64), primary_key=True, info=_for("the provider's id of a message, to take it back on hiding")
    ),
    Column("at", BigInteger, nullable=False, index=True, info=_for("when it came or went")),
    info=_stays("chat_ids", "at", "the person hides or is forgotten"),
)

# Of a case whose person deleted their data the topic alone stays, until that is deleted too.
staff_case = Table(
    "staff_case",
    metadata,
    Column("id", Integer, primary_key=True, info=_for("its number")),
    Column(
        "person",
        LargeBinary(16),
        nullable=False,
        index=True,
        info=_digest_of("person", "of whose case it is; empty once they are forgotten"),
    ),
    Column("topic", BigInteger, unique=True, info=_for("the topic in the team's group")),
    Column("case_sealed", LargeBinary, info=_for("address, language and country, who handles it, since when it waits")),
    Column("remind_at", BigInteger, index=True, info=_for("when the team is reminded")),
    Column("gone_at", BigInteger, index=True, info=_for("when it and its topic are erased")),
    info=_stays_until("the days of WAYPOST_CASE_DAYS after its end are over, or a day after the person is forgotten"),
    sqlite_autoincrement=True,
)

# Registers of companies are public, so nothing of them is sealed. One that is not ready is being loaded or taken away.
_PUBLISHED = "the operator loads it anew or takes it away; it is public"
registry = Table(
    "registry",
    metadata,
    Column("id", Integer, primary_key=True, info=_for("its number")),
    Column("country", String(2), nullable=False, info=_for("whose register it is")),
    Column("kind", String(16), nullable=False, info=_for("licensed companies, or those to beware of")),
    Column("source", String(300), nullable=False, info=_for("where it comes from; people see it")),
    Column("as_of", Date, nullable=False, info=_for("the day of the register; people see it")),
    Column("entries", Integer, nullable=False, info=_for("how many companies")),
    Column("at", BigInteger, nullable=False, info=_for("when it was loaded")),
    Column("ready", Boolean, nullable=False, info=_for("it is loaded to its end")),
    info=_stays_until(_PUBLISHED, "at"),
    sqlite_autoincrement=True,
)

# SQLite keeps rows in the order of a plain INTEGER key. The upper half of an entry's id is its register's.
_ENTRY = BigInteger().with_variant(Integer, "sqlite")

entry = Table(
    "registry_entry",
    metadata,
    Column("id", _ENTRY, primary_key=True, autoincrement=False, info=_for("its number, with its register's")),
    Column("name", Text, nullable=False, info=_for("the company's name")),
    Column("also", Text, nullable=False, info=_for("another name of it")),
    Column("licence", Text, nullable=False, info=_for("its licence number")),
    Column("status", Text, nullable=False, info=_for("what the office says of it")),
    Column("city", Text, nullable=False, info=_for("where it is")),
    info=_stays_until(_PUBLISHED),
)

# By which an entry is found: digests of its name's words and of its licence number.
entry_key = Table(
    "registry_key",
    metadata,
    Column(
        "key",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        info=_for("digest of a word of the name, or of the licence"),
    ),
    Column("entry", BigInteger, primary_key=True, autoincrement=False, info=_for("which company has it")),
    info=_stays_until(_PUBLISHED),
    sqlite_with_rowid=False,
)

# Adverts that go round, without text: each by the parts of its fingerprint.
advert = Table(
    "advert",
    metadata,
    Column("id", Integer, primary_key=True, info=_for("its number")),
    Column("digest", LargeBinary(16), nullable=False, unique=True, info=_digest_of("fingerprint", "of its fingerprint")),
    info=_stays_until("nobody's question and no report is kept about it"),
    sqlite_autoincrement=True,
)

advert_key = Table(
    "advert_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False, info=_for("a part of its fingerprint: finds it again")),
    Column("advert", Integer, primary_key=True, autoincrement=False, index=True, info=_for("which advert")),
    info=_stays_until("its advert goes"),
    sqlite_with_rowid=False,
)

# Who asked about an advert, each person once, by a digest that is not that of their row.
asker = Table(
    "advert_asker",
    metadata,
    Column("advert", Integer, primary_key=True, autoincrement=False, info=_for("which advert")),
    Column("person", LargeBinary(16), primary_key=True, info=_digest_of("asker", "of who asked: counts each person once")),
    Column("day", Date, nullable=False, index=True, info=_for("when they last asked")),
    Index("ix_advert_asker_person", "person"),
    info=_stays_until("the days of WAYPOST_OTHERS_DAYS are over, or the person is forgotten"),
)

# What people handed over for warning others. Nothing in it leads to who did; whoever holds the receipt can take it back.
report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True, info=_for("its number")),
    Column("advert", Integer, nullable=False, index=True, info=_for("which advert")),
    Column("receipt", LargeBinary(16), nullable=False, unique=True, info=_digest_of("receipt", "to take it back by")),
    Column("day", Date, nullable=False, index=True, info=_for("when it was handed over")),
    Column("status", String(16), nullable=False, info=_for("what the NGO made of it")),
    Column("body_sealed", LargeBinary, nullable=False, info=_for("what was handed over") | {"sealed_as": "report"}),
    info=_stays_until("the days of WAYPOST_REPORTS_DAYS are over, or it is taken back"),
    sqlite_autoincrement=True,
)


def sealed_columns(table: Table) -> list[Column[Any]]:
    """The columns of a table that are encrypted."""
    return [column for column in table.columns if column.name.endswith(_SEALED)]


def purpose_of(column: Column[Any]) -> bytes:
    """What values of a sealed column are bound to, so that they open in no other."""
    sealed_as: str = column.info.get("sealed_as", column.name.removesuffix(_SEALED))
    return sealed_as.encode()
