"""Keys: one table for the buttons that they press and for the list that names them."""

from ui.board.shortcuts import SHORTCUTS, keys_of
from ui.screens.boards import BUTTONS


def test_every_key_does_one_thing():
    """No key is listed twice among those that work everywhere; each has words; buttons are those of a board."""
    keys = [key for shortcut in SHORTCUTS for key in shortcut.keys]
    assert len(keys) == len(set(keys))
    for shortcut in SHORTCUTS:
        assert shortcut.shown and shortcut.words.endswith(".")
        assert not shortcut.button or (shortcut.button in BUTTONS and shortcut.keys)
    assert keys_of("undo") == ["Control+z"] and "Control+Shift+z" in keys_of("redo") and keys_of("keep") == []
