"""Hand-ins: a lesson's link holds the answers. Nothing else is kept of a class.

`le` is the lesson, `at` the step that is open, `an` the first answers in order of the tasks,
joined by "_", `ag` the last ones where a task was tried again, and `who` a name or code that the student typed.
`ck` stands before the answers and is computed from them: a link that was cut within them is found out.
"""

import contextlib
import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote
from zlib import crc32

from sim.engine.known_results import foresee
from sim.ground.errors import cut
from sim.ground.spreadsheets import csv_text
from sim.teaching.exercises import Mark
from sim.teaching.lessons import Lesson

LESSON, STEP, CHECK, ANSWERS, AGAIN, WHO = "le", "at", "ck", "an", "ag", "who"  # keys of a link; no input has them
KEYS = (LESSON, STEP, CHECK, ANSWERS, AGAIN, WHO)
JOINT = "_"
MOST_WHO = 40  # characters of a name
MOST_WHO_BYTES = 96  # of it in a link, where a letter beyond ASCII takes six or more
MOST_LINK = 2_000  # characters of one hand-in
MOST_TEXT = 1_000_000  # of all that is pasted
MOST_LINKS = 5_000  # in it
_PIECES = re.compile(r"[\s,;\"'<>|]+")
_AROUND = ".,;:!?)]’”»"  # of the sentence that a link ends
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
    again : tuple of str
        The last try at each task, "" where there was none after the first.
    """

    lesson: str
    step: int = 1
    answers: tuple[str, ...] = ()
    who: str = ""
    again: tuple[str, ...] = ()

    def first(self, number: int) -> str:
        """The first answer to a task, counted from 0; "" where none was committed."""
        return self.answers[number] if number < len(self.answers) else ""

    def last(self, number: int) -> str:
        """The last answer to a task: the first one where it was not tried again."""
        return (self.again[number] if number < len(self.again) else "") or self.first(number)


def link(hand_in: HandIn) -> str:
    """Query string of a hand-in, short enough for a QR code."""
    pairs = [(LESSON, hand_in.lesson), (STEP, str(hand_in.step))]
    given = {key: JOINT.join(row).rstrip(JOINT) for key, row in ((ANSWERS, hand_in.answers), (AGAIN, hand_in.again))}
    pairs += [(CHECK, _check(given))] if any(given.values()) else []
    pairs += [(key, answers) for key, answers in given.items() if answers]
    pairs += [(WHO, hand_in.who)] if hand_in.who else []
    return "&".join(f"{key}={quote(value, safe='.-_~')}" for key, value in pairs)


def _check(given: Mapping[str, str]) -> str:
    """Four signs that hardly any other answers give."""
    answers = "&".join(filter(None, (given.get(ANSWERS), given.get(AGAIN))))
    return f"{crc32(answers.encode()) & 0xFFFF:04x}"


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
    answers = _answers(pairs.get(ANSWERS, ""), lesson, notices)
    # A last try without a first one is no hand-in of ours.
    again = _answers(pairs.get(AGAIN, ""), lesson, notices)
    again = tuple(
        last if first and lesson.task(i)[0].is_retried else ""
        for i, (first, last) in enumerate(zip(answers, again, strict=True))
    )
    return HandIn(name, int(step), answers, name_typed(pairs.get(WHO, "")), again if any(again) else ()), notices


def _answers(joined: str, lesson: Lesson, notices: list[str]) -> tuple[str, ...]:
    """One answer for each task, "" for those that are none; adds a sentence for every one that is ignored."""
    texts = joined.split(JOINT)
    if len(texts) > len(lesson.tasks):
        notices.append(
            f"The link has {len(texts)} answers, the lesson {len(lesson.tasks)} tasks. The rest was ignored."
        )
    answers = []
    for number in range(len(lesson.tasks)):
        text = texts[number] if number < len(texts) else ""
        task, asked = lesson.task(number)
        try:
            answers.append(text and task.checked(asked, text))
        except ValueError as error:
            answers.append("")
            notices.append(f"Step {lesson.tasks[number] + 1}: the link said {cut(text)}; {error}. It was ignored.")
    return tuple(answers)


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
    return [link for line in text.splitlines() for link in _links(_unescaped(line))]


def _unescaped(line: str) -> str:
    try:
        return html.unescape(line)
    except ValueError:  # a code of thousands of digits is no letter
        return line


def _links(line: str) -> list[str]:
    """The links of one line; an anchor of a course system holds its link twice."""
    # Some mail programs put a link, escaped once more, into one of their own.
    plain = (piece if _NAMED.search(piece) else unquote(piece) for piece in _PIECES.split(line) if LESSON in piece)
    links = [piece.rstrip(_AROUND) for piece in plain if _NAMED.search(piece)]
    return list(dict.fromkeys(links)) if "href" in line else links


def _pairs(address: str) -> dict[str, str]:
    return dict(parse_qsl(address.split("#")[0].rpartition("?")[2], keep_blank_values=True))


def _foresee(links: Sequence[str], lesson: Lesson) -> None:
    """Compute the runs of all answers at once: one by one a class would take many times as long."""
    answers = [_pairs(piece).get(ANSWERS, "").split(JOINT) for piece in links if len(piece) <= MOST_LINK]
    for number in range(len(lesson.tasks)):
        task, asked = lesson.task(number)
        runs: list[dict[str, float]] = []
        for text in {given[number] for given in answers if number < len(given) and given[number]}:
            with contextlib.suppress(ValueError):  # it is refused where it is read
                runs.append(task.lever_values(asked, text))
        foresee(asked.run, [run for run in runs if run])


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
        If the text is too long, or has too many links.
    """
    if len(text) > MOST_TEXT:
        raise ValueError(f"the text has {len(text):,} characters; at most {MOST_TEXT:,} are read at once")
    links = links_in(text)
    if len(links) > MOST_LINKS:
        raise ValueError(f"the text has {len(links):,} links; at most {MOST_LINKS:,} are read at once")
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
            if CHECK in pairs and pairs[CHECK] != _check(pairs):
                raise ValueError("it was cut or changed on its way: ask for it again")
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
            cache[number, answer] = lesson.mark(number, answer)
        return cache[number, answer]

    marks = [[mark(number, answer) for number, answer in enumerate(row.answers)] for row in kept]
    return ClassTable(lesson, kept, marks, refused, len(rows) - len(kept))


def _newest(rows: Sequence[HandIn]) -> list[HandIn]:
    """The last hand-in of each name; those without a name all count."""
    last = {row.who.casefold(): i for i, row in enumerate(rows) if row.who}
    return [row for i, row in enumerate(rows) if not row.who or last[row.who.casefold()] == i]


def class_csv(table: ClassTable, names: bool = True) -> str:
    """The class as a file for a spreadsheet: a row for each student; numbers are numbers, options letters."""
    lesson = table.lesson
    tasks = [(f"step {lesson.tasks[number] + 1}", *lesson.task(number)) for number in range(len(lesson.tasks))]
    columns = (["name"] if names else []) + [
        f"{step}{which} {what}"
        for step, task, asked in tasks
        for which in ((" first", " last") if task.is_retried else ("",))
        for what in (*task.columns(asked), "mark")
    ]
    rows = []
    for row in table.rows:
        cells = [row.who] if names else []
        for number, (_, task, asked) in enumerate(tasks):
            for answer in (row.first(number), row.last(number))[: 1 + task.is_retried]:
                cells += [*task.cells(asked, answer), lesson.mark(number, answer).verdict if answer else ""]
        rows.append(cells)
    return csv_text(columns, rows)
