"""What a visitor typed and a field did not take: it stands in that field with the reason until it is mended."""

from sim.inputs import TABLE
from sim.inputs.refusal import Refusal, refusal
from ui.visit.session import session


def keep(name: str, text: str, error: ValueError) -> None:
    """Remember that an input did not take a text, and why."""
    value = getattr(session().scenario, name)
    session().refused[name] = refusal(TABLE[name], text, error, value if isinstance(value, float) else None)


def forget(name: str) -> None:
    """The field was used again."""
    session().refused.pop(name, None)


def of(name: str) -> Refusal | None:
    """What an input did not take."""
    return session().refused.get(name)
