"""The states of a room, and the one function that leads from each to the next.

A room is a course that a class goes through together. Of a lesson (`Plan`) a step is opened, closed, shown as a
spread, asked again if the teacher wishes, and only then told; a game (`sim.room.game_state`) has rounds. `rev`
counts the changes. Whoever asks for one says at which `rev` he asked, so that two teachers, or two presses of one
button, never do the same thing twice.

Answers are taken by `refusal` alone, and a key of a lesson is told by `is_told` alone. What these two say is the whole
of two promises: no vote changes after its close, and nothing right is seen before its state.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Protocol, get_args

from sim.ground.errors import allowed, cut

Phase = Literal[
    "lobby", "open", "closed", "spread", "again", "both", "key", "free", "end",
    "plan", "market", "results", "floor", "vote", "world",
]  # fmt: skip
Action = Literal[
    "next", "close", "spread", "again", "both", "key", "over", "go", "free", "more", "gather", "end",
    "plan", "market", "results", "floor", "vote", "world",
    "pause", "resume", "lock", "unlock", "longer", "no_clock",
]  # fmt: skip
ACTIONS: tuple[str, ...] = get_args(Action)
FIRST, SECOND = 1, 2  # rounds of a vote
LONGER_S = 30  # by which one press sets the clock further


class Refused(ValueError):
    """What cannot be done now, with the reason as a sentence."""


@dataclass(frozen=True)
class State:
    """Where a room is.

    Parameters
    ----------
    phase : str
    step : int
        The step in front of the class, counted from 1; 0 in the lobby. In free pace the last one that is open.
        Of a game its round.
    round : int
        1, or 2 once the question was asked again. Of a game what is decided now.
    first : int
        In free pace the first step that is open.
    rev : int
        How many changes there were.
    paused, locked : bool
        Whether the class looks up, and whether nobody more may come in.
    closed, told : tuple of int
        Steps whose answers are final, and those whose key was shown.
    until : int
        When the clock of this question ends [s since 1970]; 0 without one. Nothing is closed by it.
    """

    phase: Phase = "lobby"
    step: int = 0
    round: int = FIRST
    first: int = 1
    rev: int = 0
    paused: bool = False
    locked: bool = False
    closed: tuple[int, ...] = ()
    told: tuple[int, ...] = ()
    until: int = 0

    def data(self) -> dict[str, Any]:
        """The state as plain data, which `state_of` reads."""
        return asdict(self)


def state_of(data: dict[str, Any]) -> State:
    """The state that `State.data` wrote."""
    return State(**{**data, "closed": tuple(data["closed"]), "told": tuple(data["told"])})


def is_told(state: State, step: int) -> bool:
    """Whether the class has been shown the key of a step."""
    return step in state.told


def is_gathering(state: State) -> bool:
    """Whether answers are being taken."""
    return state.phase in ("open", "again", "free", "plan", "results", "floor", "vote")


class Course(Protocol):
    """What a class goes through in a room."""

    def refusal(self, state: State, step: int, round_: int) -> str:
        """Why no answer to a step is taken in a round; "" if it is."""

    def ways_on(self, state: State) -> list[str]:
        """The actions that lead on, the foremost first."""

    def moved(self, state: State, action: str, step: int) -> State:
        """The state after one of them, its `rev` as before."""


@dataclass(frozen=True)
class Plan:
    """The course of a lesson: what the states need to know of it.

    Parameters
    ----------
    steps : int
        How many it has.
    tasks : frozenset of int
        Those with a question, counted from 1.
    """

    steps: int
    tasks: frozenset[int]

    def refusal(self, state: State, step: int, round_: int) -> str:
        """Why no answer to a step is taken in a round; "" if it is."""
        if step not in self.tasks:
            return "This step has no question."
        if state.phase == "free":
            if not state.first <= step <= state.step:
                return f"Step {step} is not open."
            return "" if round_ == FIRST and step not in state.closed else f"Step {step} is closed."
        if state.phase in ("open", "again") and step == state.step:
            return "" if round_ == state.round else "That vote is closed. The class votes again now."
        if step in state.closed:
            return f"Step {step} is closed. The answer that was in before counts."
        return "No question is open now."

    def ways_on(self, state: State) -> list[str]:
        """The actions that lead on, the foremost first."""
        asks = state.step in self.tasks
        on: dict[str, list[str]] = {
            "lobby": ["next", "free"],
            "open": ["close", "over"] if asks else self._onward(state),
            "closed": ["spread", "again", "key", "over"] if state.round == FIRST else ["both", "key", "over"],
            "spread": ["key", "again", "over"],
            "again": ["close", "over"],
            "both": ["key", "over"],
            "key": self._onward(state),
            "free": [*(["more"] if state.step < self.steps else []), "gather", "end"],
            "end": ["go"],
        }
        return on[state.phase]

    def _onward(self, state: State) -> list[str]:
        return ["next", "go", "free", "end"] if state.step < self.steps else ["end", "go"]

    def moved(self, state: State, action: str, step: int) -> State:
        """The state after an action, its `rev` as before."""
        match action:
            case "next":
                return _shown(state, state.step + 1)
            case "go":
                if not 1 <= step <= self.steps:
                    raise Refused(f"There is no step {step}: the lesson has {self.steps}.")
                return _shown(state, step)
            case "close":
                return replace(state, phase="closed", closed=_with(state.closed, state.step))
            case "again":
                return replace(state, phase="again", round=SECOND)
            case "key":
                return replace(state, phase="key", told=_with(state.told, state.step))
            case "over":
                rest = tuple(other for other in state.closed if other != state.step)
                return replace(state, phase="open", round=FIRST, closed=rest)
            case "free":
                return replace(state, phase="free", first=state.step + 1, step=state.step + 1, round=FIRST)
            case "more":
                return replace(state, step=state.step + 1)
            case "gather":
                return self._gathered(state, step)
            case "spread" | "both":
                return replace(state, phase=action)
        return replace(self._all_closed(state), phase="end")

    def _gathered(self, state: State, step: int) -> State:
        """All look at one step again, its answers and those of the others that were open being final."""
        at = step or state.step
        if not state.first <= at <= state.step:
            raise Refused(f"Step {at} is not one of the steps that are open: {state.first} to {state.step}.")
        done = self._all_closed(state)
        return replace(done, phase="closed" if at in self.tasks else "open", step=at, round=FIRST)

    def _all_closed(self, state: State) -> State:
        """The answers of every open step are final."""
        if state.phase != "free":
            return state
        closed = state.closed
        for step in range(state.first, state.step + 1):
            closed = _with(closed, step) if step in self.tasks else closed
        return replace(state, closed=closed)


def refusal(state: State, course: Course, step: int, round_: int) -> str:
    """Why no answer to a step is taken in a round; "" if it is."""
    return course.refusal(state, step, round_)


def moves(state: State, course: Course) -> tuple[str, ...]:
    """The actions that are possible, those that lead on first."""
    aside = "resume" if state.paused else "pause", "unlock" if state.locked else "lock"
    clock = [*(["longer"] if is_gathering(state) else []), *(["no_clock"] if state.until else [])]
    return (*course.ways_on(state), *clock, *aside)


def after(state: State, course: Course, action: str, rev: int, step: int = 0, now: float = 0) -> State:
    """The state after an action.

    Parameters
    ----------
    state : State
    course : Course
    action : str
        One of `ACTIONS`.
    rev : int
        The `rev` of the state that whoever acts has seen.
    step : int
        The step that "go" leads to, or that "gather" begins with.
    now : float
        The hour [s since 1970], from which a clock that is not set or has ended is set further.

    Raises
    ------
    Refused
        If it was asked for in another state, or cannot be done in this one.
    """
    if action not in ACTIONS:
        raise Refused(f"There is no action {cut(action)}{allowed(action, ACTIONS)}.")
    if rev != state.rev:
        raise Refused("The room has moved on since you pressed. Look again, then press once more.")
    if action not in moves(state, course):
        raise Refused(f"“{action}” is not possible while the room is in “{state.phase}”.")
    match action:
        case "pause" | "resume":
            done = replace(state, paused=action == "pause")
        case "lock" | "unlock":
            done = replace(state, locked=action == "lock")
        case "longer":
            done = replace(state, until=int(max(state.until, now)) + LONGER_S)
        case "no_clock":
            done = replace(state, until=0)
        case _:
            done = replace(course.moved(state, action, step), until=0)
    return replace(done, rev=state.rev + 1)


def asking(state: State, step: int, rev: int) -> State:
    """The state after a question from a board was put behind the steps: it is open.

    Raises
    ------
    Refused
        If the room has moved on, or a question is open.
    """
    if rev != state.rev:
        raise Refused("The room has moved on since you pressed. Look again, then press once more.")
    if is_gathering(state):
        raise Refused("A question is open. Close it first.")
    return replace(state, phase="open", step=step, round=FIRST, rev=state.rev + 1)


def _shown(state: State, step: int) -> State:
    """A step in front of the class: open, or where it was left."""
    if step in state.told:
        return replace(state, phase="key", step=step, round=FIRST)
    return replace(state, phase="closed" if step in state.closed else "open", step=step, round=FIRST)


def _with(steps: tuple[int, ...], step: int) -> tuple[int, ...]:
    return tuple(sorted({*steps, step}))
