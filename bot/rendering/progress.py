"""How far each translation is: translated, out of date, reviewed by a person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.domain.languages import Language
from bot.domain.sentences import Sentence
from bot.rendering.catalogues import FILE, SOURCE

# A translator's comment on an entry that a native speaker has read. Nobody else may set it.
REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of one language's sentences. `current`: translated and up to date; `stale`: for an older original."""

    tag: str
    total: int
    current: int
    stale: int
    reviewed: int
    missing: tuple[str, ...]


def progress(sentences: Iterable[Sentence], languages: Mapping[str, Language], folder: Path) -> Iterator[Progress]:
    """The progress of every served language. English is the original and complete by itself."""
    wanted = list(sentences)
    for tag in languages:
        if tag == SOURCE:
            yield Progress(tag, len(wanted), len(wanted), 0, 0, ())
            continue
        catalogue = read_catalogue(folder, tag)
        found = [(sentence, message_of(catalogue, sentence)) for sentence in wanted]
        current = [s.key for s, m in found if m is not None and _filled(m) and not m.fuzzy]
        stale = sum(1 for _, m in found if m is not None and m.fuzzy)
        reviewed = sum(1 for _, m in found if m is not None and REVIEWED in m.user_comments)
        missing = tuple(s.key for s, _ in found if s.key not in set(current))
        yield Progress(tag, len(wanted), len(current), stale, reviewed, missing)


def read_catalogue(folder: Path, tag: str) -> Catalog:
    """A language's catalogue; empty when there is none yet."""
    path = folder / tag / FILE
    locale = _known_locale(tag)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _known_locale(tag: str) -> Locale | None:
    """CLDR's data on a language, for its plurals; None for a language that it does not know."""
    try:
        return Locale.parse(tag, sep="-")
    except UnknownLocaleError:
        return None


def message_of(catalogue: Catalog, sentence: Sentence) -> Message | None:
    """The entry that speaks for this sentence as it is now, or None."""
    return catalogue.get(id_of(sentence), context=sentence.key)


def id_of(sentence: Sentence) -> str | tuple[str, str]:
    """The gettext id: the English original, singular and plural where it counts."""
    return sentence.text if sentence.one is None else (sentence.one, sentence.text)


def _filled(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings)
