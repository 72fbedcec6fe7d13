"""Semantic replies → messages in words, for one language and one surface."""

import re

from bot.domain.cases import Post
from bot.domain.outgoing import Button, Capabilities, Outgoing
from bot.domain.reply import BREAK, Choice, Phrase, Reply, say
from bot.domain.turn import TYPED
from bot.rendering.catalogues import Catalogues
from bot.rendering.splitting import split
from bot.rendering.values import in_words, set_apart

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_COMMAND = re.compile(r"(?<![\w/])/[a-z]+")


class CatalogueRenderer:
    """`bot.ports.Renderer` with gettext catalogues."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues

    def render(self, reply: Reply, *, language: str, surface: Capabilities) -> tuple[Outgoing, ...]:
        """The reply's parts, the choices on the last one. Choices beyond its buttons become numbered lines."""
        said = ((phrase, "" if phrase is BREAK else self.phrase(phrase, language)) for phrase in reply.lines)
        text = "\n".join(line for phrase, line in said if line or phrase is BREAK)
        buttons = tuple(Button(choice.id, self._label(choice, language)) for choice in reply.choices)
        spare = reply.choices[surface.buttons :]
        if spare and all(choice.id in TYPED for choice in spare):
            # A tap less than opening a list; the words of these few are understood wherever they are typed.
            words = " · ".join(button.title for button in buttons[surface.buttons :])
            text += "\n" + self.phrase(say("button.or_write", words=words), language)
            buttons = buttons[: surface.buttons]
        as_list = len(buttons) > surface.buttons
        numbered: tuple[str, ...] = ()
        if as_list and len(buttons) > surface.list_rows:
            text += "".join(f"\n{n}. {button.title}" for n, button in enumerate(buttons, 1))
            numbered = tuple(button.id for button in buttons)
            buttons, as_list = (), False
        most = surface.row_length if as_list else surface.button_length
        buttons = tuple(Button(button.id, _shortened(button.title, most)) for button in buttons)
        parts = list(split(text, surface.text_length)) or [""]
        if buttons and len(parts[-1]) > surface.body_length:
            parts[-1:] = split(parts[-1], surface.body_length)
        title = self.phrase(say("button.list"), language) if as_list else None
        last = len(parts) - 1
        return tuple(
            Outgoing(
                part,
                buttons if index == last else (),
                title if index == last else None,
                reply.silent,
                reply.sensitive,
                language,
                numbered if index == last else (),
            )
            for index, part in enumerate(parts)
        )

    def post(self, post: Post, *, surface: Capabilities) -> tuple[Outgoing, ...]:
        """The post's parts."""
        parts = tuple(split(post.text, surface.text_length))
        return tuple(Outgoing(part, last=post.last and part is parts[-1]) for part in parts)

    def phrase(self, phrase: Phrase, language: str) -> str:
        """A phrase in words; phrases inside it too."""
        language = phrase.language or language
        counted = next((value for value in phrase.values.values() if isinstance(value, int)), None)
        text, spoken = self._catalogues.text(phrase.key, language, counted)

        def fill(match: re.Match[str]) -> str:
            value = phrase.values.get(match.group(1), "")
            return set_apart(self.phrase(value, language) if isinstance(value, Phrase) else in_words(value, spoken), spoken)

        return _PLACEHOLDER.sub(fill, _COMMAND.sub(lambda command: set_apart(command.group(), spoken), text))

    def _label(self, choice: Choice, language: str) -> str:
        label = choice.label
        return self.phrase(label, language) if isinstance(label, Phrase) else in_words(label, language)


def _shortened(title: str, longest: int) -> str:
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"
