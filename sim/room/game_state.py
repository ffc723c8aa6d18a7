"""The course of a game in a room: each round plan, market, results, floor; then the vote, the world, the end."""

from dataclasses import dataclass, replace

from sim.room.state import Phase, Refused, State

PLAN, CALL, HEADLINE, WORLD = 1, 2, 3, 4  # what is decided: plans, reports and audit, headline, world
DECIDED: dict[str, int] = {"plan": PLAN, "results": CALL, "floor": HEADLINE, "vote": WORLD}  # and in which phase
ORDER: tuple[Phase, ...] = ("plan", "market", "results", "floor")


@dataclass(frozen=True)
class GameCourse:
    """The course of a game of so many rounds."""

    rounds: int

    def refusal(self, state: State, step: int, round_: int) -> str:
        """Why no decision about a round of the game is taken; "" if it is."""
        if DECIDED.get(state.phase) != round_:
            return "That is not decided now. What was in before counts."
        return "" if step == state.step else f"Round {step} is not the one that is played now."

    def ways_on(self, state: State) -> list[str]:
        """The actions that lead on: the next phase, and in a market back to the plans."""
        on = self._next(state)
        return [*([on] if on else []), *(["over"] if state.phase == "market" else [])]

    def _next(self, state: State) -> str:
        if state.phase in ORDER:
            at = ORDER.index(state.phase)
            if at + 1 < len(ORDER):
                return ORDER[at + 1]
            return "plan" if state.step < self.rounds else "vote"
        return {"lobby": "plan", "vote": "world", "world": "end"}.get(state.phase, "")

    def moved(self, state: State, action: str, step: int) -> State:
        """The state after an action, its `rev` as before; "over" asks for the plans of the round anew."""
        phase: Phase
        match action:
            case "over" | "plan":
                phase = "plan"
            case "market" | "results" | "floor" | "vote" | "world" | "end":
                phase = action
            case _:
                raise Refused(f"“{action}” is no action of a game.")
        at = state.step + 1 if action == "plan" else state.step
        return replace(state, phase=phase, step=at, round=DECIDED.get(phase, state.round))
