"""The one place that builds concrete things and wires them together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import babel
from sqlalchemy import make_url

from bot import understanding
from bot.channels import rest, terminal
from bot.domain.cues import ShortAnswer
from bot.domain.facts import Library
from bot.domain.languages import Language
from bot.domain.turn import TYPED
from bot.errors import WaypostError
from bot.language.detection import build_detector
from bot.library.assets import content_folder, find_root, locales_folder
from bot.library.entities import load_entity_words
from bot.library.loading import load_cues, load_library
from bot.library.register import load_register, spoken
from bot.library.registries import load_registry_words
from bot.library.sentences import load_sentences
from bot.ports import Cases, Channel, IntentRanker, PictureReader, Registers, StaffRoom, Translator
from bot.preparing import Prepared, fingerprint, kept
from bot.reading.packs import tesseract
from bot.reading.reader import WorkerReader
from bot.rendering.catalogues import Catalogues
from bot.rendering.render import CatalogueRenderer
from bot.service.conversation import Conversation
from bot.service.outbox import Outbox
from bot.settings import TRANSLATORS, Settings
from bot.store.engine import connect, migrate
from bot.store.memory import SqlStore
from bot.store.registries import SqlRegistries
from bot.store.rekey import fits
from bot.store.sealing import KEY_FILE, Sealer, key_from
from bot.understanding.clock import HourReader
from bot.understanding.cue_table import CueTable
from bot.understanding.cues import CueIndex
from bot.understanding.entities import EntityReader
from bot.understanding.fingerprints import FingerprintReader
from bot.understanding.listening import Ear
from bot.understanding.lure_reader import reads_lures
from bot.understanding.measures import MeasureReader, MeasureWords
from bot.understanding.normalise import normalise
from bot.understanding.organisations import OrganisationReader
from bot.understanding.packed import Arrays
from bot.understanding.pay import PayReader
from bot.understanding.places import Gazetteer, PlaceNames
from bot.understanding.rankers import InProcess, NoModel, load_model
from bot.understanding.registers import CompanyWords, RegisterReader
from bot.understanding.second_reader import Shelved


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
    companies: Callable[[], CompanyWords]
    """Builds what compares names of companies; only where there are registers to compare them with."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything wired. `channels` are the ones that the outbox sends for."""

    settings: Settings
    mind: Mind
    store: SqlStore
    outbox: Outbox
    conversation: Conversation
    channels: Mapping[str, Channel] = field(default_factory=dict)


def build_mind(settings: Settings) -> Mind:
    """Load content, catalogues and model. Raises ContentError; a missing model only warns.

    Without a model the safety net and the buttons stand alone.
    """
    root = find_root(settings.assets)
    understood, readable = load_register(locales_folder(root))
    languages = spoken(understood)
    provider = TRANSLATORS[settings.translator] if settings.translator else None
    library = replace(
        load_library(root),
        languages=languages,
        readable=readable,
        translator=provider,
        operator=settings.operator,
        fewest_others=settings.others_fewest,
        helpers=settings.helpers,
    )
    keep = partial(_prepared, content_folder(root), settings.data / "prepared")
    # An answer is kept as its place in the list of all.
    cues = keep("cues", *ShortAnswer, read=CueTable.from_arrays, make=lambda: CueTable.of(load_cues(root)).arrays())
    # Country names come with Babel's edition of CLDR.
    names = keep(
        "places",
        babel.__version__,
        *understood,
        read=PlaceNames.from_arrays,
        make=lambda: PlaceNames.of(library, understood).arrays(),
    )
    model = load_model()
    embedded: IntentRanker = InProcess(model) if model else NoModel()
    sentences, compiled = load_sentences(root, library), settings.data / "catalogues"
    catalogues = partial(Catalogues, sentences, languages, locales_folder(root), compiled)
    renderer = CatalogueRenderer(catalogues())
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
        # By catalogues of its own: those that are kept read only the languages that somebody speaks.
        labels=_labels(CatalogueRenderer(catalogues()), languages),
        second=Shelved().read,
        lures=reads_lures(model.vector if model else None),
    )

    def entities() -> EntityReader:
        words = load_entity_words(root)
        # ICU knows number words and phrases with numbers, and takes long to tell.
        measures = keep(
            "entities",
            version("pyicu-wheels"),
            *understood,
            read=MeasureWords.from_arrays,
            make=lambda: MeasureWords.of(words, understood).arrays(),
        )
        return EntityReader(
            cues=index,
            gazetteer=gazetteer,
            pay=pay,
            measures=MeasureReader(measures, hours),
            organisations=OrganisationReader(words.organisations),
        )

    return Mind(library, languages, renderer, ear, model is not None, entities, lambda: load_companies(root))


def load_companies(root: Path) -> CompanyWords:
    """What is known of how companies and their registers are written. Raises ContentError."""
    return CompanyWords(load_registry_words(root), load_entity_words(root).organisations)


def registers_at(url: str, companies: Callable[[], CompanyWords]) -> Registers | None:
    """The registers in this database, for who only reads them; None where there is none yet. Nothing is made there."""
    there = make_url(url)
    if not _outlives(url) or (there.get_backend_name() == "sqlite" and not Path(there.database or "").exists()):
        return None
    registries = SqlRegistries(connect(url))
    return RegisterReader(registries, companies) if registries.has_tables() else None


def build_house(
    settings: Settings,
    channels: Sequence[Channel] = (),
    *,
    mind: Mind | None = None,
    key_file: Path | None = None,
    registers: Registers | None = None,
    staff: Callable[[Cases], StaffRoom] | None = None,
) -> House:
    """The whole house on the configured database, with the tables brought up to date.

    `registers`: others than those in that database. `staff` builds the room of the helpers' team. Raises WaypostError when
    the key does not fit the database.
    """
    mind = mind or build_mind(settings)
    engine = connect(settings.database)
    migrate(engine)
    sealer = Sealer(key_from(settings.key, key_file or settings.data / KEY_FILE))
    if not fits(engine, sealer):
        engine.dispose()
        raise WaypostError(
            "The key does not open what is stored. Use the one that it was stored with. If a change of key was broken off,"
            " run “waypost privacy rotate-key” again: it finishes it."
        )
    store = SqlStore(engine, sealer, settings.lifetimes)
    by_name = {channel.name: channel for channel in channels}
    if registers is None and _outlives(settings.database):
        registers = RegisterReader(SqlRegistries(engine), mind.companies)
    clock = SystemClock()
    room = staff(store.cases) if staff is not None else None
    outbox = Outbox(store, {**by_name, **({room.name: room} if room is not None else {})}, clock)
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
        translator=_translator(settings),
        registers=registers,
        reader=_picture_reader(settings, mind.languages),
        fingerprint=FingerprintReader(sealer.fingerprints).read,
        channels=by_name,
        cases=store.cases,
        room=room,
    )
    return House(settings, mind, store, outbox, conversation, by_name)


def _outlives(database: str) -> bool:
    """False for a database in memory: nobody can have loaded anything there, and its one connection is the store's."""
    url = make_url(database)
    return url.get_backend_name() != "sqlite" or url.database not in (None, "", ":memory:")


def _behind_rasa(embedded: IntentRanker, settings: Settings) -> IntentRanker:
    """The Rasa server that the operator runs, with the embedded model for when it is down or slow; or just the latter."""
    if not settings.rasa_url:
        return embedded
    # An HTTP client takes as long to load as a tenth of the whole start, and mostly there is no Rasa server.
    import httpx

    from bot.understanding.rasa_server import RasaServer, WithFallback

    client = httpx.AsyncClient(trust_env=False)
    return WithFallback(RasaServer(client, settings.rasa_url, token=settings.rasa_token or ""), embedded)


def _translator(settings: Settings) -> Translator | None:
    """The translation provider that the operator set up, if there is one."""
    if settings.translator is None or settings.translator_key is None:
        return None
    # Only here: it brings an HTTP client and an HTML parser of its own.
    from bot.understanding.translator import SERVER, MicrosoftTranslator

    server = settings.translator_url or SERVER
    return MicrosoftTranslator(settings.translator_key, region=settings.translator_region, server=server)


def _picture_reader(settings: Settings, languages: Mapping[str, Language]) -> PictureReader | None:
    """What reads pictures, where Tesseract is installed and the operator did not switch it off."""
    program = tesseract() if settings.ocr else None
    return WorkerReader(program, languages) if program is not None else None


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


def _prepared(
    content: Path, folder: Path, name: str, *made_with: str, read: Callable[[Arrays], Prepared], make: Callable[[], Arrays]
) -> Prepared:
    """What is made of `content/<name>` by the rules of this version, kept in `folder`. Raises what `make` raises."""
    rules = Path(understanding.__file__).parent.glob("*.py")
    made_from = fingerprint([*sorted((content / name).glob("*.yaml")), *sorted(rules)], *made_with)
    return kept(folder / f"{name}.npz", made_from, read, make)
