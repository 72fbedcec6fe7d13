"""The family of errors that rooms speak of to each other.

WaypostError
├── SettingsError     what the operator set is wrong; all problems listed
├── ContentError      content or catalogues are broken; all problems listed
├── Unavailable       something outside did not answer in time; carry on without it
├── StoreBusy         the database could not take the turn now; nothing was kept
└── SendError         a provider did not take a message
"""

from collections.abc import Sequence


class WaypostError(Exception):
    """Base of all errors that Waypost raises on purpose. Its text is a plain sentence for the operator."""


class _Listed(WaypostError):
    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class SettingsError(_Listed):
    """The environment holds wrong values; `problems` has one sentence for each."""


class ContentError(_Listed):
    """Content cannot be used; `problems` has one sentence with a path for each."""


class Unavailable(WaypostError):
    """A helper outside the house (a Rasa server, a translator) is down, slow or answers nonsense."""


class StoreBusy(WaypostError):
    """The turn was not kept, because the database was locked or another worker was faster; try the turn again."""


class SendError(WaypostError):
    """A provider did not take a message. `retry_after` is in seconds; `gone` means: stop writing to this person;
    `refused` means: this message will never be taken, but others may."""

    def __init__(self, reason: str, *, retry_after: float | None = None, gone: bool = False, refused: bool = False) -> None:
        super().__init__(reason)
        self.retry_after, self.gone, self.refused = retry_after, gone, refused
