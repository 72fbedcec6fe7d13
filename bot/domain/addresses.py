"""Domains that do not show who stands behind an address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Domains, in small letters; see `content/addresses/hosts.yaml`."""

    free_mail: frozenset[str] = frozenset()
    shorteners: frozenset[str] = frozenset()
    free_sites: frozenset[str] = frozenset()
    """Hosts, some with the first part of a path: "docs.google.com/forms"."""
