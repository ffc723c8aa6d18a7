"""What a room is about, a lesson or a game, behind one face: all that phone, wall and console ask of either."""

import json
import random
import secrets
import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sim.games.games import Game, games
from sim.room import forms, game_forms, game_views, views
from sim.room.ballots import file_table, plan
from sim.room.board_questions import NAME as BOARD
from sim.room.board_questions import AskedLesson, Question, base_of_board, with_questions
from sim.room.game_bots import pretended as bot_decision
from sim.room.game_csv import decisions_csv
from sim.room.game_state import DECIDED, GameCourse
from sim.room.game_table import Player, Table, table
from sim.room.peek import peek
from sim.room.rehearsal import pretended
from sim.room.state import Course, Refused, moves
from sim.teaching.hand_ins import class_csv
from sim.teaching.lessons import Lesson, lessons
from ui.room.keeper import Keeper
from ui.room.records import Kept, Sitting

CHANGED = "The lesson was changed while the room was open. Close the room and open a new one."
SHOWN = ("spread", "both", "key")  # the phases of a lesson in which its answers are shown
MOST_TABLES = 16


class Subject(ABC):
    """What a room is about."""

    title: str
    steps: int
    course: Course
    teams: str = ""

    @abstractmethod
    def view(self, keeper: Keeper, room: Kept) -> dict[str, Any]:
        """What all see."""

    @abstractmethod
    def own(self, keeper: Keeper, room: Kept, seat: Sitting) -> dict[str, Any]:
        """What a phone sees of itself."""

    @abstractmethod
    def value(self, keeper: Keeper, room: Kept, seat: Sitting, step: int, given: Sequence[str]) -> str:
        """What an answer is kept as. Raises ValueError with the reason why it is none."""

    @abstractmethod
    def said(self, keeper: Keeper, room: Kept, seat: Sitting, step: int, value: str) -> str:
        """An answer as whoever gave it reads it."""

    @abstractmethod
    def desk(self, keeper: Keeper, room: Kept) -> dict[str, Any]:
        """What the teacher sees, beside what all rooms have."""

    @abstractmethod
    def csv(self, keeper: Keeper, room: Kept) -> str:
        """The class for a spreadsheet."""

    @abstractmethod
    def pretended(self, keeper: Keeper, room: Kept, seat: Sitting, step: int) -> str:
        """The answer of a simulated student; "" for none."""


class LessonRoom(Subject):
    """A room that goes through a lesson."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.title, self.steps = lesson.file.title, len(lesson.file.steps)
        self.course = plan(lesson)

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions from boards behind its steps."""
        return self.lesson.questions if isinstance(self.lesson, AskedLesson) else ()

    def view(self, keeper: Keeper, room: Kept) -> dict[str, Any]:
        seats = [seat.ballot for seat in keeper.class_of(room)] if room.state.phase in SHOWN else []
        return views.view(self.lesson, room.state, seats)

    def own(self, keeper: Keeper, room: Kept, seat: Sitting) -> dict[str, Any]:
        seen = views.own(self.lesson, room.state, seat.ballot, seat.told)
        return {**seen, "label": seat.label, "told": seat.told}

    def value(self, keeper: Keeper, room: Kept, seat: Sitting, step: int, given: Sequence[str]) -> str:
        return forms.answer(self.lesson, step, given, seat.ballot)

    def said(self, keeper: Keeper, room: Kept, seat: Sitting, step: int, value: str) -> str:
        task, asked = self.lesson.task(self.lesson.tasks.index(step - 1))
        return forms.in_words(task, asked, value)

    def desk(self, keeper: Keeper, room: Kept) -> dict[str, Any]:
        lesson, state = self.lesson, room.state
        seen = peek(lesson, state, [seat.ballot for seat in keeper.class_of(room)])
        possible = moves(state, self.course)
        advised = seen["action"] if seen else ""
        is_advised = advised in possible and "close" not in possible
        step = lesson.file.steps[state.step - 1] if state.step else None
        said = step.say.get(state.phase, "") if step else ""
        return {
            "peek": seen,
            "say": lesson.text(state.step - 1, said) if said else "",
            "first_move": advised if is_advised else possible[0],
            "steps": [
                {"step": i + 1, "title": step.title, "task": i in lesson.tasks, "told": i + 1 in state.told,
                 "closed": i + 1 in state.closed}
                for i, step in enumerate(lesson.file.steps)
            ],
            "question": views.question(lesson, state.step)["question"] if state.step else "",
        }  # fmt: skip

    def csv(self, keeper: Keeper, room: Kept) -> str:
        return class_csv(file_table(self.lesson, [(seat.label, seat.ballot) for seat in keeper.class_of(room)]))

    def pretended(self, keeper: Keeper, room: Kept, seat: Sitting, step: int) -> str:
        rng = random.Random(f"{seat.id}-{step}-{room.state.round}")
        return pretended(self.lesson, step, room.state.round, seat.ballot, rng)


class GameRoom(Subject):
    """A room that plays a game."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.title, self.steps = game.file.title, len(game.file.rounds)
        self.course = GameCourse(self.steps)
        self.teams = game.teams

    def view(self, keeper: Keeper, room: Kept) -> dict[str, Any]:
        return game_views.view(self._table(keeper, room), room.state)

    def own(self, keeper: Keeper, room: Kept, seat: Sitting) -> dict[str, Any]:
        is_planned = room.state.phase == "plan"  # what a team has in common while it may change is seen then alone
        team = [player(one) for one in keeper.team_of(room, seat)] if is_planned else []
        return game_views.own(self._table(keeper, room), room.state, seat.label, player(seat), team)

    def value(self, keeper: Keeper, room: Kept, seat: Sitting, step: int, given: Sequence[str]) -> str:
        return game_forms.decision(self._table(keeper, room), room.state, seat.team, given)

    def said(self, keeper: Keeper, room: Kept, seat: Sitting, step: int, value: str) -> str:
        kind = DECIDED[room.state.phase]
        return game_forms.in_words(self._table(keeper, room), kind, seat.team, value)

    def desk(self, keeper: Keeper, room: Kept) -> dict[str, Any]:
        players = [player(seat) for seat in keeper.class_of(room)]
        seen = game_views.desk(self._table(keeper, room), room.state, players)
        return {"peek": None, "first_move": moves(room.state, self.course)[0], "steps": [], "question": "", **seen}

    def csv(self, keeper: Keeper, room: Kept) -> str:
        return decisions_csv(self._table(keeper, room), room.state)

    def pretended(self, keeper: Keeper, room: Kept, seat: Sitting, step: int) -> str:
        rng = random.Random(f"{seat.id}-{step}-{room.state.round}")
        return bot_decision(self._table(keeper, room), room.state, seat.team, rng)

    def _table(self, keeper: Keeper, room: Kept) -> Table:
        """The game as far as it is decided: the same for all phones while the room is in one state."""
        name = (room.id, room.code, room.state.rev)
        found = _tables.get(name)
        if found is None:
            found = table(self.game, room.seed, room.state, [player(seat) for seat in keeper.class_of(room)])
            with _keeping:
                _tables[name] = found
                while len(_tables) > MOST_TABLES:
                    _tables.popitem(last=False)
        return found


_tables: OrderedDict[tuple[int, str, int], Table] = OrderedDict()
_keeping = threading.Lock()


def player(seat: Sitting) -> Player:
    """A seat as a game takes it."""
    return Player(seat.team, seat.ballot)


class _Once:
    """A thing that equals itself alone, so that what is made of it can be kept."""

    def __init__(self, of: Any) -> None:
        self.of = of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.of is self.of

    def __hash__(self) -> int:
        return id(self.of)


def digest(of: Lesson | Game) -> str:
    """What tells a lesson or a game from the same one after a change of its file."""
    return _digest(_Once(of.file))


@lru_cache(maxsize=64)
def _digest(once: _Once) -> str:
    return sha256(once.of.model_dump_json().encode()).hexdigest()[:16]


def subject_of(room: Kept) -> Subject:
    """What a room is about, as it was when the room opened. Raises `Refused`."""
    of = named(room.lesson, is_game=bool(room.seed))
    if of is None or digest(of) != room.digest:
        raise Refused(CHANGED)
    return GameRoom(of) if isinstance(of, Game) else LessonRoom(_asked(_Once(of), room.asked))


def named(name: str, is_game: bool = False) -> Lesson | Game | None:
    """A lesson or a game by name; the questions of a board are a lesson too."""
    if is_game:
        return games().entries.get(name)
    return base_of_board() if name == BOARD else lessons().entries.get(name)


@lru_cache(maxsize=64)
def _asked(once: _Once, asked: str) -> Lesson:
    """A lesson with the questions of a room behind it: one object for each, so that what is made of it is kept."""
    return with_questions(once.of, [Question(**one) for one in json.loads(asked)])


def new_seed() -> str:
    """A seed that nobody can guess: 64 bits."""
    signs = "0123456789abcdefghijklmnopqrstuvwxyz"
    return "".join(secrets.choice(signs) for _ in range(13))
