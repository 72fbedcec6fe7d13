"""Domains that do not show who writes: `content/addresses/hosts.yaml`."""

from bot.domain.addresses import AddressBook
from bot.library.documents import Document
from bot.library.records import Notes, Record


def read_addresses(document: Document, notes: Notes) -> AddressBook:
    """The lists; notes every entry that no address could match."""
    file = Record(notes, document, (), document.data)
    book = AddressBook(_domains(file, "free_mail"), _domains(file, "shorteners"), _domains(file, "free_sites"))
    file.finish()
    return book


def _domains(file: Record, key: str) -> frozenset[str]:
    domains = file.texts(key)
    for place, domain in enumerate(domains):
        if domain != domain.lower() or "." not in domain or "://" in domain:
            file.problem(f'"{domain}" must be a domain in small letters, without http://', key, place)
    return frozenset(domains)
