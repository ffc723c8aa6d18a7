"""The states of a room under two teachers who do not look, and students who never stop."""

import json

import hypothesis.strategies as some
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sim.room.game_state import DECIDED, GameCourse
from sim.room.state import ACTIONS, Plan, Refused, State, after, is_gathering, is_told, moves, refusal, state_of

PLAN = Plan(4, frozenset({1, 2, 4}))


class Class(RuleBasedStateMachine):
    """A room, what two teachers last saw of it, and every answer that it took."""

    def __init__(self):
        super().__init__()
        self.state = State()
        self.seen = [0, 0]
        self.votes = {}  # (step, round) -> the vote of one student
        self.closed_votes = {}  # as they stood when the step was closed
        self.serial = 0

    @rule(teacher=some.integers(0, 1))
    def look(self, teacher):
        """A teacher's page hears of the newest state."""
        self.seen[teacher] = self.state.rev

    @rule(teacher=some.integers(0, 1), action=some.sampled_from(ACTIONS), step=some.integers(-1, 6))
    def act(self, teacher, action, step):
        """A teacher presses a button of the state that he saw last."""
        before, seen = self.state, self.seen[teacher]
        try:
            self.state = after(before, PLAN, action, seen, step)
        except Refused as error:
            assert str(error).endswith(".")
            return
        assert seen == before.rev and self.state.rev == before.rev + 1
        self.seen[teacher] = self.state.rev
        if action == "over":
            for votes in (self.votes, self.closed_votes):
                for key in [key for key in votes if key[0] == before.step]:
                    del votes[key]
        for step in set(self.state.closed) - set(before.closed):
            self.closed_votes[step, 1] = self.votes.get((step, 1))
        if action == "close" and before.round == 2:
            self.closed_votes[before.step, 2] = self.votes.get((before.step, 2))

    @rule(action_at=some.integers(0, 9), step=some.integers(-1, 6))
    def act_well(self, action_at, step):
        """A teacher who looks does something that is possible."""
        possible = moves(self.state, PLAN)
        self.seen[0] = self.state.rev
        self.act(0, possible[action_at % len(possible)], step)

    @rule(step=some.integers(-1, 6), round_=some.integers(1, 2))
    def vote(self, step, round_):
        """A student sends an answer, late or early."""
        if not refusal(self.state, PLAN, step, round_):
            assert step in PLAN.tasks and not is_told(self.state, step)
            self.serial += 1
            self.votes[step, round_] = self.serial

    @invariant()
    def a_closed_vote_stays(self):
        """No vote changes after its close."""
        for key, vote in self.closed_votes.items():
            assert self.votes.get(key) == vote

    @invariant()
    def a_key_is_told_after_the_close(self):
        """Only questions are told, only closed ones, and they take no answer any more."""
        assert set(self.state.told) <= set(self.state.closed) <= PLAN.tasks
        for step in self.state.told:
            assert all(refusal(self.state, PLAN, step, round_) for round_ in (1, 2))

    @invariant()
    def a_clock_is_of_a_question(self):
        """It runs only while answers are taken, and closes nothing."""
        assert not self.state.until or is_gathering(self.state)

    @invariant()
    def the_state_is_one(self):
        """It is within the lesson, has a way on, and survives being written down."""
        assert 0 <= self.state.step <= PLAN.steps
        assert moves(self.state, PLAN)
        assert state_of(json.loads(json.dumps(self.state.data()))) == self.state


class Game(RuleBasedStateMachine):
    """A game that two teachers lead, and every decision that it took."""

    ORDER = (*("plan", "market", "results", "floor") * 3, "vote", "world", "end")

    def __init__(self):
        super().__init__()
        self.state, self.course = State(), GameCourse(3)
        self.seen, self.done = [0, 0], []
        self.taken, self.final = {}, {}  # (round of the game, what is decided) -> the decision, and as it stood after
        self.serial = 0

    @rule(teacher=some.integers(0, 1))
    def look(self, teacher):
        """A teacher's page hears of the newest state."""
        self.seen[teacher] = self.state.rev

    @rule(teacher=some.integers(0, 1), action=some.sampled_from(ACTIONS))
    def act(self, teacher, action):
        """A teacher presses a button of the state that he saw last."""
        before = self.state
        try:
            self.state = after(before, self.course, action, self.seen[teacher])
        except Refused as error:
            assert str(error).endswith(".")
            return
        assert self.seen[teacher] == before.rev
        self.seen[teacher] = self.state.rev
        if action == "over":
            assert self.done.pop() == "market"
            for key in [key for key in self.taken if key[0] == before.step]:
                self.taken.pop(key), self.final.pop(key, None)
        elif action in self.ORDER:
            self.done.append(action)
            self.final = dict(self.taken)

    @rule()
    def go_on(self):
        """A teacher who looks does what the large button says."""
        self.seen[0] = self.state.rev
        self.act(0, moves(self.state, self.course)[0])

    @rule(step=some.integers(0, 4), kind=some.integers(0, 5))
    def decide(self, step, kind):
        """A phone sends a decision, late or early."""
        if not refusal(self.state, self.course, step, kind):
            assert (step, kind) == (self.state.step, DECIDED[self.state.phase])
            self.serial += 1
            self.taken[step, kind] = self.serial

    @invariant()
    def phases_come_in_order(self):
        """None is left out, none comes twice."""
        assert tuple(self.done) == self.ORDER[: len(self.done)]

    @invariant()
    def what_was_decided_stays(self):
        """No decision changes once its phase is over."""
        now = (self.state.step, DECIDED.get(self.state.phase))
        assert all(self.taken[key] == decided for key, decided in self.final.items() if key != now)


TestGame = Game.TestCase
TestGame.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
TestClass = Class.TestCase
TestClass.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)


def led(*actions):
    """The state after actions, each made at the newest rev."""
    state = State()
    for action in actions:
        name, _, step = action.partition(" ")
        state = after(state, PLAN, name, state.rev, int(step or 0))
    return state


def test_one_question_asked_twice():
    """Ask, spread, talk, ask again, both, key: the phases in order, and who may answer when."""
    way = ["next", "close", "spread", "again", "close", "both", "key"]
    phases = [led(*way[: i + 1]).phase for i in range(len(way))]
    assert phases == ["open", "closed", "spread", "again", "closed", "both", "key"]
    takes = [[not refusal(led(*way[: i + 1]), PLAN, 1, round_) for round_ in (1, 2)] for i in range(len(way))]
    assert takes == [[True, False], *[[False, False]] * 2, [False, True], *[[False, False]] * 3]
    assert [is_told(led(*way[: i + 1]), 1) for i in range(len(way))] == [False] * 6 + [True]


def test_a_second_press_of_a_button_does_nothing():
    """A double click closes once; it does not show the spread."""
    state = led("next")
    closed = after(state, PLAN, "close", state.rev)
    with pytest.raises(Refused, match="moved on"):
        after(closed, PLAN, "close", state.rev)


def test_free_pace_is_gathered():
    """In free pace several steps are open at once; gathering closes them all and shows one."""
    free = led("next", "close", "key", "free", "more")
    assert [not refusal(free, PLAN, step, 1) for step in (1, 2, 3, 4)] == [False, True, False, False]
    more = after(free, PLAN, "more", free.rev)
    assert [not refusal(more, PLAN, step, 1) for step in (2, 4)] == [True, True]
    gathered = after(more, PLAN, "gather", more.rev, 2)
    assert (gathered.phase, gathered.step, gathered.closed, gathered.told) == ("closed", 2, (1, 2, 4), (1,))
    assert after(gathered, PLAN, "spread", gathered.rev).phase == "spread"


def test_a_told_step_is_shown_again_as_told():
    """Going back to a step whose key was shown opens no vote on it."""
    back = led("next", "close", "key", "next", "close", "key", "go 1")
    assert (back.phase, refusal(back, PLAN, 1, 1)) == ("key", "Step 1 is closed. The answer that was in before counts.")


def test_what_is_not_possible_is_said():
    """An action that does not exist, or not now, is refused with what there is."""
    with pytest.raises(Refused, match="closd.*close"):
        after(State(), PLAN, "closd", 0)
    with pytest.raises(Refused, match="not possible"):
        after(State(), PLAN, "key", 0)
    with pytest.raises(Refused, match="There is no step 9"):
        led("next", "close", "key", "go 9")
