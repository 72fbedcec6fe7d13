"""The one place that builds concrete things and wires them together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import babel

from bot import understanding
from bot.channels import rest, terminal
from bot.domain.entities import EntityWords
from bot.domain.facts import Library
from bot.domain.languages import Language
from bot.domain.turn import TYPED
from bot.language.detection import build_detector
from bot.library.assets import content_folder, find_root, locales_folder
from bot.library.entities import load_entity_words
from bot.library.loading import load_cues, load_library
from bot.library.register import load_languages, load_readable, spoken
from bot.library.sentences import load_sentences
from bot.ports import Channel, IntentRanker
from bot.preparing import fingerprint, kept
from bot.rendering.catalogues import Catalogues
from bot.rendering.render import CatalogueRenderer
from bot.service.conversation import Conversation
from bot.service.outbox import Outbox
from bot.settings import Settings
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.sealing import Sealer, key_from
from bot.understanding.clock import HourReader
from bot.understanding.cue_table import CueTable
from bot.understanding.cues import CueIndex
from bot.understanding.entities import EntityReader
from bot.understanding.listening import Ear
from bot.understanding.measures import MeasureReader, MeasureWords
from bot.understanding.normalise import normalise
from bot.understanding.organisations import OrganisationReader
from bot.understanding.pay import PayReader
from bot.understanding.places import Gazetteer, PlaceNames
from bot.understanding.rankers import InProcess, NoModel, load_model


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Mind:
    """Facts, words and understanding: all that a conversation needs apart from memory and channels."""

    library: Library
    languages: Mapping[str, Language]
    renderer: CatalogueRenderer
    ear: Ear
    has_model: bool
    entities: Callable[[], EntityReader]
    """Builds what names entities one by one; only programs ask for that, so no conversation pays for it."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything wired. `channels` are the ones that the outbox sends for."""

    settings: Settings
    mind: Mind
    store: SqlStore
    outbox: Outbox
    conversation: Conversation
    channels: Mapping[str, Channel] = field(default_factory=dict)


def build_mind(settings: Settings, *, with_model: bool = True) -> Mind:
    """Load content, catalogues and model. Raises ContentError; a missing model only warns.

    Without a model the safety net and the buttons stand alone.
    """
    root = find_root(settings.assets)
    understood = load_languages(locales_folder(root))
    languages = spoken(understood)
    library = replace(load_library(root), languages=languages, readable=load_readable(locales_folder(root)))
    cues, names = _prepared(root, library, tuple(understood), settings.data / "prepared")
    model = load_model() if with_model else None
    embedded: IntentRanker = InProcess(model) if model else NoModel()
    catalogues = Catalogues(load_sentences(root, library), languages, locales_folder(root), settings.data / "catalogues")
    renderer = CatalogueRenderer(catalogues)
    index, gazetteer, pay = CueIndex(cues), Gazetteer(library, names), PayReader(library)
    hours = HourReader(library.day_parts)
    ear = Ear(
        library=library,
        cues=index,
        gazetteer=gazetteer,
        pay=pay,
        hours=hours,
        detector=build_detector(understood),
        embedded=embedded,
        ranker=_behind_rasa(embedded, settings),
        served=frozenset(languages),
        language_names=_language_names(cues.names, languages),
        labels=_labels(renderer, languages),
    )

    def entities() -> EntityReader:
        words = load_entity_words(root)
        return EntityReader(
            cues=index,
            gazetteer=gazetteer,
            pay=pay,
            measures=MeasureReader(_prepared_measures(root, words, tuple(understood), settings.data / "prepared"), hours),
            organisations=OrganisationReader(words.organisations),
        )

    return Mind(library, languages, renderer, ear, model is not None, entities)


def build_house(
    settings: Settings, channels: Sequence[Channel] = (), *, mind: Mind | None = None, key_file: Path | None = None
) -> House:
    """The whole house on the configured database, with the tables brought up to date."""
    mind = mind or build_mind(settings)
    engine = connect(settings.database)
    migrate(engine)
    store = SqlStore(engine, Sealer(key_from(settings.key, key_file or settings.data / "key")))
    by_name = {channel.name: channel for channel in channels}
    clock = SystemClock()
    outbox = Outbox(store, by_name, clock)
    surfaces = {rest.NAME: rest.SURFACE, terminal.NAME: terminal.SURFACE}
    surfaces |= {name: channel.surface for name, channel in by_name.items()}
    conversation = Conversation(
        store=store,
        listener=mind.ear,
        renderer=mind.renderer,
        outbox=outbox,
        library=lambda: mind.library,
        clock=clock,
        surfaces=surfaces,
    )
    return House(settings, mind, store, outbox, conversation, by_name)


def _behind_rasa(embedded: IntentRanker, settings: Settings) -> IntentRanker:
    """The Rasa server that the operator runs, with the embedded model for when it is down or slow; or just the latter."""
    if not settings.rasa_url:
        return embedded
    # An HTTP client takes as long to load as a tenth of the whole start, and mostly there is no Rasa server.
    import httpx

    from bot.understanding.rasa_server import RasaServer, WithFallback

    client = httpx.AsyncClient(trust_env=False)
    return WithFallback(RasaServer(client, settings.rasa_url, token=settings.rasa_token or ""), embedded)


def _labels(renderer: CatalogueRenderer, languages: Mapping[str, Language]) -> dict[str, str]:
    """Normalised words of the buttons that are always meant the same, in every language → the button's id."""
    labels: dict[str, str] = {}
    for tag in languages:
        for choice, phrase in TYPED.items():
            labels.setdefault(normalise(renderer.phrase(phrase, tag)).text, choice)
    return labels


def _language_names(written: Mapping[str, str], languages: Mapping[str, Language]) -> dict[str, str]:
    """Normalised names of the served languages, as speakers of any of them write them → tag."""
    names = {name: tag for name, tag in written.items() if tag in languages}
    return names | {normalise(language.name).text: tag for tag, language in languages.items()}


def _prepared(root: Path, library: Library, languages: Sequence[str], folder: Path) -> tuple[CueTable, PlaceNames]:
    """Cues and place names ready to be looked up. Raises ContentError when they are made anew and the cues are wrong."""
    content = content_folder(root)
    rules = sorted(Path(understanding.__file__).parent.glob("*.py"))
    cues = kept(
        folder / "cues.npz",
        fingerprint([*sorted((content / "cues").glob("*.yaml")), *rules]),
        CueTable.from_arrays,
        lambda: CueTable.of(load_cues(root)).arrays(),
    )
    # Country names come with Babel's edition of CLDR.
    names = kept(
        folder / "places.npz",
        fingerprint([*sorted((content / "places").glob("*.yaml")), *rules], babel.__version__, *languages),
        PlaceNames.from_arrays,
        lambda: PlaceNames.of(library, languages).arrays(),
    )
    return cues, names


def _prepared_measures(root: Path, words: EntityWords, languages: Sequence[str], folder: Path) -> MeasureWords:
    """Number words and phrases with numbers, ready to be looked up. They come from ICU, which takes long to ask."""
    rules = sorted(Path(understanding.__file__).parent.glob("*.py"))
    return kept(
        folder / "measures.npz",
        fingerprint(
            [*sorted((content_folder(root) / "entities").glob("*.yaml")), *rules], version("pyicu-wheels"), *languages
        ),
        MeasureWords.from_arrays,
        lambda: MeasureWords.of(words, languages).arrays(),
    )
