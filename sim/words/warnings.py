"""What must not be overlooked, in at most two lines: the heaviest remarks in short. All of them stand below."""

from collections.abc import Sequence

from sim.engine.notes import Note
from sim.engine.remark import Weight

MOST = 2


def warnings(said: Sequence[Note]) -> list[tuple[Weight, str]]:
    """Weight and text of the heaviest remarks, one a code, alarms first; the last line counts the rest."""
    by_code = {note.code: note for note in said if note.weight is not Weight.NOTE}
    heavy = sorted(by_code.values(), key=lambda note: note.weight is not Weight.ALARM)
    shown = [(note.weight, note.brief) for note in heavy[:MOST]]
    if len(heavy) > MOST:
        weight, text = shown[-1]
        shown[-1] = weight, f"{text} {len(heavy) - MOST} more below."
    return shown
