"""Every run that ships as a card: plans to start from, real models, and what claims and lessons are about.

A preset file, a claim or a lesson that is added is a card without further ado.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sim.charts import charts
from sim.engine.known_results import result_of
from sim.engine.presets import Preset, presets
from sim.inputs.scenario import Scenario
from sim.links.share import link
from sim.teaching.claims import Claim, claims
from sim.teaching.claims.evaluated import Evaluated
from sim.teaching.claims.thumbnail import thumbnail
from sim.teaching.hand_ins import HandIn
from sim.teaching.hand_ins import link as lesson_link
from sim.teaching.lessons import Lesson, lessons

PLANS, MODELS, CLASSICS, CLAIMS, LESSONS = "Plans", "Models", "Classics", "Claims", "Lessons"
KINDS = (PLANS, MODELS, CLASSICS, CLAIMS, LESSONS)
CLASSIC_UNTIL = 2022  # a rule of ours: models that came before the first that most people used
PICTURE = "compute"  # the chart of which a card has a small picture
OPENNESS = {"open": "Open weights", "closed": "Closed weights"}


@dataclass(frozen=True)
class Card:
    """A run that can be opened.

    Parameters
    ----------
    key : str
        By which it is known in the gallery.
    kind : str
        One of `KINDS`.
    title, by : str, str
        What it is called, and who made it or where it stands.
    about : str
        One or two sentences.
    scenario : Scenario
        The run.
    address : str
        Where it opens, relative to the root of the server.
    year : int, optional
        Of the model; `None` for a claim or a lesson.
    weights : str, optional
        "open" or "closed", of a model.
    status : str
        Whether its numbers are disclosed, estimated, or ours.
    """

    key: str
    kind: str
    title: str
    by: str
    about: str
    scenario: Scenario
    address: str
    year: int | None = None
    weights: str | None = None
    status: str = "ours"

    def mentions(self, words: str) -> bool:
        """Whether every one of some words stands in it."""
        known = " ".join((self.title, self.by, self.about, str(self.year or ""))).casefold()
        return all(word in known for word in words.casefold().split())


@lru_cache(maxsize=512)
def picture(scenario: Scenario) -> str:
    """Address of a small picture of a run, for an `img`: its loss and the least loss of every compute."""
    return thumbnail({**charts()[PICTURE].picture(result_of(scenario)).data(), "view": ""})


def cards() -> list[Card]:
    """All cards, kind after kind, and models with the newest first."""
    return [
        *(_of_preset(name, preset) for name, preset in presets().entries.items() if preset.status == "ours"),
        *sorted(
            (_of_preset(name, preset) for name, preset in presets().entries.items() if preset.status != "ours"),
            key=lambda card: (KINDS.index(card.kind), -(card.year or 0), card.title.casefold()),
        ),
        *(card for name, claim in claims().entries.items() for card in _of_claim(name, claim)),
        *(card for name, lesson in lessons().entries.items() for card in _of_lesson(name, lesson)),
    ]


def chosen(
    many: Sequence[Card], kind: str | None = None, years: tuple[int, int] | None = None, weights: str | None = None,
    words: str = "",
) -> list[Card]:  # fmt: skip
    """Those of a kind, of the years from one to another, with open or closed weights, that have all of some words."""
    return [
        card
        for card in many
        if kind in (None, card.kind)
        and (years is None or (card.year is not None and years[0] <= card.year <= years[1]))
        and weights in (None, card.weights)
        and card.mentions(words)
    ]


def _of_preset(name: str, preset: Preset) -> Card:
    kind = PLANS if preset.status == "ours" else CLASSICS if (preset.year or 0) <= CLASSIC_UNTIL else MODELS
    by = preset.organization
    return Card(
        key=name, kind=kind, title=preset.title, by=by, about=preset.note, scenario=preset.scenario,
        address=f"?{link(preset.scenario)}", year=preset.year, weights=preset.weights, status=preset.status,
    )  # fmt: skip


def _of_claim(name: str, claim: Claim) -> Iterator[Card]:
    """A card for each side: what is assumed, and the page that shows it."""
    card = Evaluated(claim)
    for side, scenario in card.scenarios.items():
        yield Card(
            key=f"claim-{name}-{side}", kind=CLAIMS, title=claim.sides[side].title, by=f"Claim: {claim.title}",
            about=claim.sides[side].mark, scenario=scenario, address=card.address(side),
        )  # fmt: skip


def _of_lesson(name: str, lesson: Lesson) -> Iterator[Card]:
    """A card for each step that brings a run of its own."""
    before = None
    for number, (step, run) in enumerate(zip(lesson.file.steps, lesson.runs, strict=True), 1):
        if step.charts and run != before:
            before = run
            yield Card(
                key=f"lesson-{name}-{number}", kind=LESSONS, title=step.title,
                by=f"Lesson: {lesson.file.title}, step {number}", about=lesson.file.goal, scenario=run,
                address=f"lessons?{lesson_link(HandIn(name, number))}",
            )  # fmt: skip
