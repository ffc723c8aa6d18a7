"""Keys that do something, in one table: buttons take theirs from it, and a list of it opens by its first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shortcut:
    """A key and what it does.

    Parameters
    ----------
    shown, words : str
        As the list says it.
    keys : tuple of str
        As the browser names them, "Control+" and "Shift+" in front; on a Mac Command is Control too.
    button : str
        The button of a board that they press.
    """

    shown: str
    words: str
    keys: tuple[str, ...] = ()
    button: str = ""


LIST = Shortcut("?", "Opens this list.", ("?",))
NEXT = Shortcut("→ or Page down", "The next page, while presenting.", ("ArrowRight", "PageDown"))
BEFORE = Shortcut("← or Page up", "The page before, while presenting.", ("ArrowLeft", "PageUp"))
SHORTCUTS = (
    LIST,
    Shortcut("Ctrl Z", "Undo: takes back the last change.", ("Control+z",), "undo"),
    Shortcut("Ctrl Shift Z or Ctrl Y", "Redo: makes it again.", ("Control+Shift+z", "Control+y"), "redo"),
    Shortcut("← → on a lever", "One step down or up; with Page down and Page up ten."),
    Shortcut("Home or End on a lever", "As far as it goes."),
    Shortcut("Esc", "Closes help, and leaves a typed value as it was."),
    NEXT,
    BEFORE,
    Shortcut("Alt N, Alt B", "The next step of a lesson, and back."),
)


def keys_of(button: str) -> list[str]:
    """Keys that press a button; none for most."""
    return [key for shortcut in SHORTCUTS if shortcut.button == button for key in shortcut.keys]
