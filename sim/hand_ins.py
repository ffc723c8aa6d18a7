"""Hand-ins: a lesson's link holds the answers. Nothing else is kept of a class.

`le` is the lesson, `at` the step that is open, `an` the answers in order of the tasks,
joined by "_", and `who` a name or code that the student typed.
"""

import contextlib
import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote

from sim.answers import checked, lever_values
from sim.errors import cut
from sim.exercises import Mark, marked
from sim.figures import foresee
from sim.lessons import Lesson
from sim.spreadsheets import csv_text

LESSON, STEP, ANSWERS, WHO = "le", "at", "an", "who"  # keys of a link; no input has them
KEYS = (LESSON, STEP, ANSWERS, WHO)
JOINT = "_"
MOST_WHO = 40  # characters of a name
MOST_WHO_BYTES = 96  # of it in a link, where a letter beyond ASCII takes six or more
MOST_LINK = 2_000  # characters of one hand-in
MOST_TEXT = 1_000_000  # of all that is pasted
_PIECES = re.compile(r"[\s,;\"'<>|]+")
_END = re.compile(r"[.,;:!?)\]’”»]+$")  # of the sentence around a link
_NAMED = re.compile(rf"(?:^|[?&]){LESSON}=")


@dataclass(frozen=True)
class HandIn:
    """What a lesson's link holds.

    Parameters
    ----------
    lesson : str
        Name of its file.
    step : int
        The step that is open, counted from 1; 0 for the teacher's page.
    answers : tuple of str
        One for each task, "" where none was committed.
    who : str
        Plain text of a stranger.
    """

    lesson: str
    step: int = 1
    answers: tuple[str, ...] = ()
    who: str = ""


def link(hand_in: HandIn) -> str:
    """Query string of a hand-in, short enough for a QR code."""
    pairs = [(LESSON, hand_in.lesson), (STEP, str(hand_in.step))]
    answers = JOINT.join(hand_in.answers).rstrip(JOINT)
    pairs += [(ANSWERS, answers)] if answers else []
    pairs += [(WHO, hand_in.who)] if hand_in.who else []
    return "&".join(f"{key}={quote(value, safe='.-_~')}" for key, value in pairs)


def name_typed(text: str) -> str:
    """A name or code as it may stand in a link: one line, no control characters, cut to what fits."""
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text[: 4 * MOST_WHO])
    name = " ".join(kept.split())[:MOST_WHO]
    while len(quote(name)) > MOST_WHO_BYTES:
        name = name[:-1]
    return name.strip()


def read(pairs: Mapping[str, str], lessons: Mapping[str, Lesson]) -> tuple[HandIn, list[str]]:
    """The hand-in of a link, and a sentence for everything in it that was ignored.

    Raises
    ------
    ValueError
        If the link is too long or names no lesson.
    """
    if sum(len(key) + len(value) for key, value in pairs.items()) > MOST_LINK:
        raise ValueError(f"the link has more than {MOST_LINK:,} characters")
    name = pairs.get(LESSON, "")
    if name not in lessons:
        raise ValueError(f"there is no lesson {cut(name)}")
    lesson = lessons[name]
    notices: list[str] = []
    step = pairs.get(STEP, "1")
    if not (step.isascii() and step.isdigit() and len(step) < 4 and int(step) <= len(lesson.file.steps)):
        notices.append(f"The link names step {cut(step)}, which the lesson does not have. It opens at step 1.")
        step = "1"
    texts = pairs.get(ANSWERS, "").split(JOINT)
    if len(texts) > len(lesson.tasks):
        notices.append(
            f"The link has {len(texts)} answers, the lesson {len(lesson.tasks)} tasks. The rest was ignored."
        )
    answers = []
    for number, place in enumerate(lesson.tasks):
        text = texts[number] if number < len(texts) else ""
        try:
            answers.append(text and checked(lesson.file.steps[place], lesson.runs[place], text))
        except ValueError as error:
            answers.append("")
            notices.append(f"Task {number + 1}: the link said {cut(text)}; {error}. It was ignored.")
    return HandIn(name, int(step), tuple(answers), name_typed(pairs.get(WHO, ""))), notices


def mark_of(lesson: Lesson, number: int, answer: str) -> Mark:
    """Mark of the answer to a task of a lesson, counted from 0."""
    place = lesson.tasks[number]
    return marked(lesson.file.steps[place], lesson.runs[place], lesson.scenarios(place), answer)


@dataclass(frozen=True)
class ClassTable:
    """The hand-ins of a class for one lesson.

    Parameters
    ----------
    lesson : Lesson
    rows : list of HandIn
        One for each student.
    marks : list of list of Mark or None
        For each row and task; `None` where nothing was answered.
    refused : list of str
        A sentence for every link that could not be used, and for what of a link was ignored.
    replaced : int
        Hand-ins that a later one of the same name takes the place of.
    """

    lesson: Lesson
    rows: list[HandIn]
    marks: list[list[Mark | None]]
    refused: list[str] = field(default_factory=list)
    replaced: int = 0

    def answers(self, number: int) -> list[tuple[str, Mark]]:
        """Answer and mark of everyone who answered a task."""
        pairs = zip(self.rows, self.marks, strict=True)
        return [(row.answers[number], mark) for row, line in pairs if (mark := line[number]) is not None]


def links_in(text: str) -> list[str]:
    """Everything in a text, or a table of a course system, that looks like a lesson's link."""
    return [link for line in text.splitlines() for link in _links(html.unescape(line))]


def _links(line: str) -> list[str]:
    """The links of one line; an anchor of a course system holds its link twice."""
    # Some mail programs put a link, escaped once more, into one of their own.
    plain = (piece if _NAMED.search(piece) else unquote(piece) for piece in _PIECES.split(line) if LESSON in piece)
    links = [_END.sub("", piece) for piece in plain if _NAMED.search(piece)]
    return list(dict.fromkeys(links)) if "href" in line else links


def _pairs(address: str) -> dict[str, str]:
    return dict(parse_qsl(address.split("#")[0].rpartition("?")[2], keep_blank_values=True))


def _foresee(links: Sequence[str], lesson: Lesson) -> None:
    """Compute the runs of all answers at once: one by one a class would take many times as long."""
    answers = [_pairs(piece).get(ANSWERS, "").split(JOINT) for piece in links if len(piece) <= MOST_LINK]
    for number, place in enumerate(lesson.tasks):
        step = lesson.file.steps[place]
        runs: list[dict[str, float]] = []
        for text in {given[number] for given in answers if number < len(given) and given[number]}:
            with contextlib.suppress(ValueError):  # it is refused where it is read
                runs.append(lever_values(step, text))
        foresee(lesson.runs[place], [run for run in runs if run])


def class_table(text: str, lesson: Lesson) -> ClassTable:
    """The hand-ins of a class from the text that its teacher pasted.

    Parameters
    ----------
    text : str
        Links, one to a line or anywhere in a table.
    lesson : Lesson
        The lesson that they must be of.

    Raises
    ------
    ValueError
        If the text is too long.
    """
    if len(text) > MOST_TEXT:
        raise ValueError(f"the text has {len(text):,} characters; at most {MOST_TEXT:,} are read at once")
    links = links_in(text)
    _foresee(links, lesson)
    rows: list[HandIn] = []
    refused: list[str] = []
    for number, piece in enumerate(links, start=1):
        try:
            if len(piece) > MOST_LINK:
                raise ValueError(f"it has {len(piece):,} characters; at most {MOST_LINK:,} are read")
            pairs = _pairs(piece)
            if pairs.get(LESSON) != lesson.name:
                raise ValueError(f"it is of the lesson {cut(pairs.get(LESSON, ''))}")
            if not pairs.get(ANSWERS):
                raise ValueError("it holds no answers: it was cut, or it is the link for students")
            row, notices = read(pairs, {lesson.name: lesson})
        except ValueError as error:
            refused.append(f"Link {number} was refused: {error}.")
            continue
        refused += [f"Link {number}: {notice}" for notice in notices]
        rows.append(row)
    kept = _newest(rows)
    cache: dict[tuple[int, str], Mark] = {}

    def mark(number: int, answer: str) -> Mark | None:
        if not answer:
            return None
        if (number, answer) not in cache:
            cache[number, answer] = mark_of(lesson, number, answer)
        return cache[number, answer]

    marks = [[mark(number, answer) for number, answer in enumerate(row.answers)] for row in kept]
    return ClassTable(lesson, kept, marks, refused, len(rows) - len(kept))


def _newest(rows: Sequence[HandIn]) -> list[HandIn]:
    """The last hand-in of each name; those without a name all count."""
    last = {row.who.casefold(): i for i, row in enumerate(rows) if row.who}
    return [row for i, row in enumerate(rows) if not row.who or last[row.who.casefold()] == i]


def class_csv(table: ClassTable, names: bool = True) -> str:
    """The class as a file for a spreadsheet: a row for each student."""
    columns = (["Name"] if names else []) + [
        f"Task {number + 1} {what}" for number in range(len(table.lesson.tasks)) for what in ("answer", "mark")
    ]
    rows = []
    for row, marks in zip(table.rows, table.marks, strict=True):
        cells = [cell for mark in marks for cell in ((mark.answer, mark.verdict) if mark else ("", ""))]
        rows.append(([row.who] if names else []) + cells)
    return csv_text(columns, rows)
