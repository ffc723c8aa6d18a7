"""What a visitor does with the runs that are kept beside the current one."""

from functools import partial

from sim import Scenario
from sim.engine import kept
from sim.engine.kept import MARKS, Kept
from sim.inputs.refusal import Refusal
from ui.visit import refusals, state
from ui.visit.history import Moment


def keep() -> None:
    """Keep the run that is shown, under the first letter that is free."""
    now = state.session()
    if now.trouble is None and kept_as() is None:
        _beside(kept.with_one_more(now.kept, now.scenario))


def keep_another(scenario: Scenario, title: str) -> None:
    """Keep a run that is not shown, by what it is called; what is kept already, or one too many, changes nothing."""
    now = state.session()
    if all(one.scenario != scenario for one in now.kept):
        name = "".join(letter for letter in title if letter not in "<>")[: kept.MOST_LETTERS].strip()
        _beside(kept.with_one_more(now.kept, scenario, name))


def kept_as() -> Kept | None:
    """The kept run that is the one that is shown, if any."""
    now = state.session()
    return next((one for one in now.kept if one.scenario == now.scenario), None)


def rename(mark: str, text: str) -> None:
    """Give a kept run another name; one that is none stays in its field with the reason."""
    refusals.forget(field(mark))
    try:
        name = kept.checked_name(text)
    except ValueError as error:
        state.session().refused[field(mark)] = Refusal(text, str(error))
    else:
        _beside(kept.renamed(state.session().kept, mark, name))


def drop(mark: str) -> None:
    """Keep a run no longer."""
    refusals.forget(field(mark))
    _beside(kept.dropped(state.session().kept, mark))


def show(mark: str) -> None:
    """Make a kept run the current one; it stays where it is, and Undo brings the other back."""
    now = state.session()
    found = next((one for one in now.kept if one.mark == mark), None)
    if found is not None:
        state.load(Moment(found.scenario, now.kept))


def field(mark: str) -> str:
    """The field of a name, among those that refuse."""
    return f"name of {mark}"


def _beside(runs: tuple[Kept, ...]) -> None:
    state.load(Moment(state.session().scenario, runs))


# What the buttons of the table do, by the name that the board gives them.
SHOW, DROP = "show-", "drop-"
BUTTONS = {
    **{f"{SHOW}{mark}": partial(show, mark) for mark in MARKS},
    **{f"{DROP}{mark}": partial(drop, mark) for mark in MARKS},
}
