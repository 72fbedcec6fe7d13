"""What kind of contact is it that stands in an advert?"""

from enum import StrEnum


class Way(StrEnum):
    """A way to reach somebody."""

    LINK = "link"
    MAIL = "mail"
    NUMBER = "number"
    ACCOUNT = "account"


def way_of(contact: str) -> Way:
    """The kind of a contact as it was written."""
    if "/" in contact or contact.lower().startswith("www."):
        return Way.LINK
    if "@" in contact.lstrip("@"):
        return Way.MAIL
    return Way.ACCOUNT if any(char.isalpha() for char in contact) else Way.NUMBER


def as_shared(contact: str) -> str:
    """A contact in the one way in which others can compare it: digits alone, accounts without @, links with a scheme."""
    match way_of(contact):
        case Way.NUMBER:
            plus = "+" if contact.lstrip("(").startswith("+") else ""
            return plus + "".join(str(int(char)) for char in contact if char.isdecimal())
        case Way.ACCOUNT:
            return contact.removeprefix("@")
        case Way.LINK:
            return contact if "://" in contact else f"https://{contact}"
        case Way.MAIL:
            return contact
