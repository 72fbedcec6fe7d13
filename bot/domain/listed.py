"""What registers of companies say about a name, in words that promise nothing."""

from collections.abc import Iterator, Sequence

from bot.domain.registries import Closeness, Listing, RegistryKind
from bot.domain.reply import Phrase, Quote, say


def listed_lines(listings: Sequence[Listing]) -> tuple[Phrase, ...]:
    """A line for each entry with its register and day. Where one could calm somebody, what it does not prove is said too."""
    lines = tuple(line for listing in listings for line in _lines(listing))
    calming = any(listing.registry.kind is RegistryKind.LICENSED for listing in listings)
    return (*lines, say("registry.limits")) if calming else lines


def _lines(listing: Listing) -> Iterator[Phrase]:
    entry, registry = listing.entry, listing.registry
    if listing.closeness is Closeness.SIMILAR:
        yield say("registry.similar")
    if listing.closeness is Closeness.NUMBER:
        yield say("registry.number", number=Quote(listing.written))
    name = Quote(", ".join(filter(None, (entry.name, entry.licence, entry.city))))
    if registry.kind is RegistryKind.BLACKLIST:
        yield say("registry.warned", name=name)
    elif listing.stands:
        yield say("registry.licensed", name=name)
    else:
        yield say("registry.status", name=name, status=Quote(entry.status))
    yield say("registry.source", source=registry.source, day=registry.as_of)
