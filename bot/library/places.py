"""Places: `content/places/hotspots.yaml`, `hosts.yaml` and `countries.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.facts import Confidence, Country, Place, Strength
from bot.library.documents import Document
from bot.library.records import Notes, Record


@dataclass(frozen=True, slots=True)
class Hosts:
    """What `hosts.yaml` holds."""

    hosts: tuple[str, ...]
    first: Mapping[str, tuple[str, ...]]
    """Language → those to begin with."""


def read_hotspots(document: Document, notes: Notes) -> list[Place]:
    """The places that reports name."""
    file = Record(notes, document, (), document.data)
    places = [_place(record) for record in file.records("hotspots")]
    file.finish()
    return places


def read_hosts(document: Document, notes: Notes) -> Hosts:
    """The countries where people are most reported to be held, in the order to offer them."""
    file = Record(notes, document, (), document.data)
    first = file.record("first")
    hosts = Hosts(file.texts("hosts"), {language: first.texts(language) for language in first})
    file.finish()
    return hosts


def read_countries(document: Document, notes: Notes) -> list[Country]:
    """How people name countries and cities."""
    file = Record(notes, document, (), document.data)
    countries = [_country(record) for record in file.records("countries")]
    file.finish()
    return countries


def _place(record: Record) -> Place:
    place = Place(
        id=record.text("id"),
        name=record.text("name"),
        aliases=record.texts("aliases"),
        country=record.text("country"),
        kind=record.text("kind"),
        region=record.maybe_text("region"),
        strength=record.choice("strength", Strength),
        sources=record.texts("sources"),
        confidence=record.choice("confidence", Confidence),
        note=record.maybe_text("note"),
    )
    record.finish()
    return place


def _country(record: Record) -> Country:
    country = Country(
        code=record.text("code"),
        aliases=record.texts("aliases"),
        people=record.texts("people"),
        cities=record.texts("cities"),
        alone=record.texts("alone"),
        dialling_code=record.text("dialling_code"),
        time_zone=record.text("time_zone"),
        authority_caution=record.flag("authority_caution"),
    )
    record.finish()
    return country
