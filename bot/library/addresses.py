"""Known domains, and words around numbers: `content/addresses/hosts.yaml` and `words.yaml`."""

from dataclasses import replace

from bot.domain.addresses import AddressBook
from bot.library.documents import Document
from bot.library.records import Notes, Record


def read_addresses(document: Document, notes: Notes) -> AddressBook:
    """The domains; notes every entry that no address could match."""
    file = Record(notes, document, (), document.data)
    book = AddressBook(
        free_mail=_domains(file, "free_mail"),
        shorteners=_domains(file, "shorteners"),
        free_sites=_domains(file, "free_sites"),
        imitated=_domains(file, "imitated"),
        company_pages=_domains(file, "company_pages"),
        chat_links=_domains(file, "chat_links"),
    )
    file.finish()
    return book


def read_address_words(document: Document, notes: Notes, book: AddressBook) -> AddressBook:
    """The same book with the words."""
    file = Record(notes, document, (), document.data)
    book = replace(book, chat_apps=file.texts("chat_apps"), office_lines=file.texts("office_lines"))
    file.finish()
    return book


def _domains(file: Record, key: str) -> frozenset[str]:
    domains = file.texts(key)
    for place, domain in enumerate(domains):
        if domain != domain.lower() or "." not in domain or "://" in domain:
            file.problem(f'"{domain}" must be a domain in small letters, without http://', key, place)
    return frozenset(domains)
