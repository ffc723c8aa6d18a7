"""What an input takes that is neither a number nor a choice: a text that a page writes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NOTHING = "none"  # how a link says that an input is open


@dataclass(frozen=True)
class Text:
    """Such an input.

    Parameters
    ----------
    read : callable
        text -> the same as it is kept; raises `ValueError` with what is allowed.
    allowed : str
        That in words.
    given : str
        What people read in the place of the text.
    examples : tuple of str
        Texts that it takes.
    """

    read: Callable[[str], str]
    allowed: str
    given: str
    examples: tuple[str, ...]

    def check(self, value: Any) -> str | None:
        """The text as it is kept; `None` where there is none.

        Raises
        ------
        ValueError
            With what is allowed.
        """
        if value is None or value == NOTHING:
            return None
        if not isinstance(value, str):
            raise ValueError(self.allowed)
        return self.read(value)
