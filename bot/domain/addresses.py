"""What is known of addresses and numbers before any is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Domains, in small letters, and words around numbers; see `content/addresses/`."""

    free_mail: frozenset[str] = frozenset()
    """These and the next two do not show who stands behind an address."""
    shorteners: frozenset[str] = frozenset()
    free_sites: frozenset[str] = frozenset()
    """Hosts, some with the first part of a path: "docs.google.com/forms"."""
    imitated: frozenset[str] = frozenset()
    """Sites of job boards and employers whose names false offers borrow."""
    company_pages: frozenset[str] = frozenset()
    """Hosts where real companies have a page under their own name."""
    chat_links: frozenset[str] = frozenset()
    """Hosts of links that open a chat."""
    chat_apps: tuple[str, ...] = ()
    """What people call chat apps, in any script."""
    office_lines: tuple[str, ...] = ()
    """What people call the telephone of an office, in any script."""
