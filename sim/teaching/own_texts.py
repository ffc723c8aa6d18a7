"""What the texts of a file must not say: numbers that were typed by hand, and keys before they are asked for."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from sim.catalogs.entry import Fault
from sim.ground.errors import cut
from sim.teaching.names import Names
from sim.teaching.quotes import BRACES, quote

# Digits that are no numbers of a model: years, names of models, chips and texts, steps of the lesson, powers of ten
# as an axis has them; and the step and the band of the whole simulator.
PLAIN = re.compile(
    r"\b(?:(?:19|20)\d\d|GPT-[\d.]*\d\w?|Llama [\d.]+(?: \d+B)?|(?:Qwen|Grok|Kimi K|Gemma) ?[\d.]*\d|[ABHV]\d00"
    r"|o\d|[RV]\d|C4|[Ss]teps? \d(?:, \d)*(?: (?:and|to) \d)?|10[⁰¹²³⁴⁵⁶⁷⁸⁹]+|AIME 2024|L[1-5]\b|0\.01 nat|80 %)"
)
TYPED = re.compile(r"\S*\d\S*|\b\S*(?:hundredth|thousandth|millionth)s?\b|\b(?:hundred|thousand|million)-?fold\b")
# Fields of a file that people read.
READ = frozenset(
    [
        *(
            "title",
            "say",
            "goal",
            "message",
            "watch",
            "mistakes",
            "discussion",
            "roles",
            "text",
            "question",
            "reveal",
            "feedback",
        ),
        *("right", "near", "far", "low", "high", "wide", "stayed", "changed", "said", "says", "limits"),
    ]
)
SAME = 1e-9  # two numbers that differ by less are one


def texts(part: Any, place: tuple[str | int, ...] = (), is_read: bool = False) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every text that people read, with its place in the file."""
    if isinstance(part, str):
        if is_read:
            yield place, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), (*place, name), name in READ)
    elif isinstance(part, Mapping):
        for name, inner in part.items():
            yield from texts(inner, (*place, name), is_read)
    elif isinstance(part, list):
        for i, inner in enumerate(part):
            yield from texts(inner, (*place, i), is_read)


def typed_numbers(text: str, declared: Sequence[str] = ()) -> list[str]:
    """The numbers that stand in a text as they are and that nobody declared."""
    left = BRACES.sub("", text)
    for words in sorted(declared, key=len, reverse=True):
        left = left.replace(words, " ")
    return TYPED.findall(PLAIN.sub("", left))


def typed_faults(found: Sequence[tuple[tuple[Any, ...], str]], declared: Mapping[str, str]) -> Iterator[Fault]:
    """Numbers that were typed by hand, and declared ones that no text has."""
    for place, text in found:
        for number in typed_numbers(text, list(declared)):
            yield Fault(
                place,
                f"{cut(number)} is typed by hand: compute it, as in {{big.loss}}, or say in [typed] why it may stand",
            )
    for words in declared:
        if not any(words in text for _, text in found):
            yield Fault(("typed", words), "no text says this")


def said(text: str, names: Names) -> Iterator[tuple[str, float]]:
    """Every expression of a text that comes to a number, with the number."""
    for match in BRACES.finditer(text):
        try:
            value = quote(match[1]).checked(names).number(names).value
        except ValueError:
            continue
        if value is not None:
            yield match[0], value


def says(text: str, names: Names, key: float) -> str:
    """The expression of a text that is a key; "" if none is."""
    return next((shown for shown, value in said(text, names) if math.isclose(value, key, rel_tol=SAME)), "")
