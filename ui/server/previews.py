"""What a link says of itself to who does not open it: a title, a description and a picture.

Only what we computed and what stands in our own files is told, never a text from the link.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sim.charts.picture import opened as with_view
from sim.engine.known_results import result_of
from sim.engine.presets import opening, subject
from sim.engine.result import Result
from sim.ground.errors import SimulationError
from sim.inputs import BY_KEY
from sim.inputs.scenario import Scenario
from sim.links import share, takeaway
from sim.links.showing import charts_shown
from sim.pages import Board, Page, first, pages, tab_title
from sim.pages.claims import PAGE as CLAIMS
from sim.pages.lessons import PAGE as LESSONS
from sim.teaching.claims import Claim, Evaluated, claims
from sim.teaching.claims.ballot import CLAIM, CLASS, MODE, VOTES, ballot
from sim.teaching.claims.drawn import first_chart
from sim.teaching.hand_ins import LESSON
from sim.teaching.lessons import lessons
from ui.server.cards.card import card
from ui.server.kept_answers import KeptAnswers
from ui.server.queue import LATE_TURN

BRAND = "NEXT DOLLAR"
MOST_TITLE, MOST_ABOUT = 200, 400  # characters
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z0-9$])")
NO_PLAN = "The settings of this link make no possible run."
VOTE_FIRST = "Vote first: the verdict comes last."
PARAMS = Mapping[str, str]


@dataclass(frozen=True)
class Preview:
    """What a link says of itself.

    Parameters
    ----------
    tab : str
        Title of the page in a tab of the browser.
    title, description : str
        The sentence, and what more there is to say.
    image : str
        The part of the link, after "?", that its picture depends on.
    chart : dict
        The chart on the picture as the board takes it, empty for none.
    source : str
        Where that comes from.
    """

    tab: str
    title: str
    description: str
    image: str = ""
    chart: Mapping[str, Any] = field(default_factory=dict)
    source: str = takeaway.OURS


_PREVIEWS: KeptAnswers[Preview] = KeptAnswers(256, 600)
_CARDS: KeptAnswers[bytes] = KeptAnswers(128, 600)  # of some 100 kB


def page_of(path: str) -> Page:
    """The page that a path of an address names with its last part, or the first page."""
    return pages().get(path.rstrip("/").rpartition("/")[2]) or first()


def preview(path: str, query: str) -> Preview:
    """What the link of a page says of itself, its chart left out."""
    return _PREVIEWS.answer((path, query, False), lambda: _preview(page_of(path), pairs_of(query), False))


def plain(path: str, query: str) -> Preview:
    """What a page says of itself, whatever the link says; its picture, asked for later, is still that of the link."""
    page, pairs = page_of(path), pairs_of(query)
    kept = (
        pairs if isinstance(page, Board) else {key: pairs[key] for key in (CLAIM, MODE, VOTES, LESSON) if key in pairs}
    )
    title = page.question if isinstance(page, Board) else page.title
    return Preview(tab_title(page), title, page.about, urlencode(kept))


def picture(path: str, query: str) -> bytes:
    """The card of a link as PNG."""

    def drawn() -> bytes:
        found = _preview(page_of(path), pairs_of(query), True)
        LATE_TURN.pause()  # who waits for a move goes first
        chart = found.chart
        patch: dict[str, Any] = next(
            (view["layout"] for view in chart.get("views", ()) if view["name"] == chart["view"]), {}
        )
        return card(found.title, chart.get("question", ""), chart.get("figure"), patch, found.source, BRAND)

    return _CARDS.answer((path, query), drawn)


def pairs_of(query: str) -> dict[str, str]:
    """The pairs of a link; none of one that is too long to be ours."""
    return dict(parse_qsl(query, keep_blank_values=True)) if len(query) <= share.MAX_LENGTH else {}


def scenario_of(pairs: PARAMS) -> share.Opened:
    """What a link opens; one that says nothing of a run opens what a bare address does."""
    found = share.opened(pairs.items())
    if {share.VERSION, *BY_KEY} & pairs.keys():
        return found
    return share.Opened(opening().scenario, found.views, found.then, found.notices, found.showing)


def _preview(page: Page, pairs: PARAMS, drawn: bool) -> Preview:
    if page.path == CLAIMS.path and pairs.get(CLAIM) in (known := claims().entries):
        return _of_claim(pairs[CLAIM], known[pairs[CLAIM]], ballot(pairs).is_hidden, drawn)
    if page.path == LESSONS.path and pairs.get(LESSON) in (known_lessons := lessons().entries):
        lesson = known_lessons[pairs[LESSON]].file  # answers and names of students stay out of the picture
        image = urlencode({LESSON: pairs[LESSON]})
        return Preview(tab_title(page, lesson.title), lesson.title, lesson.goal, image)
    if not isinstance(page, Board):
        return Preview(tab_title(page), page.title, page.about)
    return _of_board(page, pairs, drawn)


def _of_board(page: Board, pairs: PARAMS, drawn: bool) -> Preview:
    """The sentence of a board and its first chart."""
    found = scenario_of(pairs)
    scenario, title = found.scenario, ""
    if page.example and (example := page.example(scenario)):
        scenario, title = example[1], page.question  # the run itself has nothing to show here
    try:
        result = result_of(scenario)
        sentence = "".join(piece.text for piece in page.sentence(result, (), subject(scenario, None), moving=True))
        chart = _chart(page, found, scenario, result) if drawn else {}
    except SimulationError:
        return Preview(tab_title(page), page.question, f"{NO_PLAN} {page.about}")
    start, *rest = SENTENCE.split(sentence.strip())
    words = " ".join([start, *rest] if title else [*rest, page.about])
    return Preview(
        tab_title(page), _cut(title or start, MOST_TITLE), _cut(words, MOST_ABOUT), urlencode(pairs), chart,
        takeaway.source_line(result),
    )  # fmt: skip


def _chart(page: Board, found: share.Opened, scenario: Scenario, result: Result) -> dict[str, Any]:
    shown = next((chart for chart in charts_shown(page.path, found.showing) if chart.applies(scenario)), None)
    if shown is None:
        return {}
    views = dict(view.split(".", 1) for view in found.views if "." in view)
    return with_view(shown.picture(result).data(), views.get(shown.id))


def _of_claim(name: str, claim: Claim, hidden: bool, drawn: bool) -> Preview:
    """A claim; nothing of the verdict where a class has not voted."""
    said = f"{claim.who}, {claim.when}."
    chart: dict[str, Any] = {}
    if drawn and not hidden:
        try:
            chart = first_chart(Evaluated(claim)) or {}
        except SimulationError:
            chart = {}
    words = f"{said} {VOTE_FIRST}" if hidden else f"{said} {claim.headline or claim.verdict}"
    image = urlencode({CLAIM: name, **({MODE: CLASS} if hidden else {})})
    return Preview(tab_title(CLAIMS, claim.title), claim.title, _cut(words, MOST_ABOUT), image, chart)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0]}…"
