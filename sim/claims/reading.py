"""Reading claim files: one that cannot be used is named with its line and key and harms no other."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from sim.catalog import Catalog
from sim.charts import charts
from sim.claims.card import Claim, side_of
from sim.claims.figures import WRITTEN, Figure, checked, figure
from sim.errors import SimulationError
from sim.figures import BRACES, comparison
from sim.references import references
from sim.toml_lines import syntax, where

Place = tuple[str | int, ...]
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # it stands in links
LARGEST = 64_000  # bytes of a file


def read_claims(folder: Path) -> Catalog[Claim]:
    """Every claim of a folder, in their own order."""
    entries: dict[str, Claim] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        claim, found = read_claim(path)
        if not NAME.fullmatch(path.stem):
            claim, found = None, ["line 1: the file is named by small letters, digits and hyphens"]
        if claim is not None:
            entries[path.stem] = claim
        problems += [f"{folder.name}/{path.name}, {problem}" for problem in found]
    ordered = sorted(entries.items(), key=lambda item: (item[1].order, item[0]))
    return Catalog(dict(ordered), problems)


def read_claim(path: Path) -> tuple[Claim | None, list[str]]:
    """The claim of a file, or `None` and what is wrong: "line 12, sides.yes.inputs.n_params: got ..."."""
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            return None, [f"line 1: the file has more than {LARGEST:,} bytes"]
        text = content.decode("utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        return None, [f"line 1: {error.strerror or error}"]
    except UnicodeDecodeError as error:
        return None, [f"line {error.object[: error.start].count(10) + 1}: this is not UTF-8 text"]
    except tomllib.TOMLDecodeError as error:
        return None, [syntax(text, str(error))]
    except RecursionError:
        return None, ["line 1: too many brackets within each other"]
    try:
        claim = Claim.model_validate(data)
    except ValidationError as error:
        return None, [
            f"{where(text, problem['loc'])}: {problem['msg']}" for problem in error.errors(include_url=False)[:3]
        ]
    problems = [f"{where(text, place)}: {why}" for place, why in _meaningless(claim)]
    return (None if problems else claim), problems[:3]


def _meaningless(claim: Claim) -> Iterator[tuple[Place, str]]:
    """What is well formed and names nothing that there is."""
    yield from ((("sources",), f"{key} is not in the bibliography") for key in claim.sources if key not in references())
    for name in claim.sides:
        try:
            side_of(claim, name)
        except SimulationError as error:
            place: Place = (
                ("sides", name, error.name) if error.name == "preset" else ("sides", name, "inputs", error.name)
            )
            yield place, str(error)
    for name, one in claim.reported.items():
        if one.source not in references():
            yield ("reported", name, "source"), f"{one.source} is not in the bibliography"
        if one.form not in WRITTEN:
            yield ("reported", name, "form"), f"{one.form} is no format; allowed are {', '.join(WRITTEN)}"
    for i, drawn in enumerate(claim.charts):
        if drawn.id not in charts():
            yield ("charts", i, "id"), f"there is no chart {drawn.id}{_near(drawn.id)}"
        elif drawn.view and drawn.view not in [view.name for view in charts()[drawn.id].views]:
            yield ("charts", i, "view"), f"the chart has no view {drawn.view}"
        for side in drawn.sides:
            if side not in claim.sides:
                yield ("charts", i, "sides"), f"there is no side {side}"
    if BRACES.search(claim.verdict):
        yield ("verdict",), "the verdict is words alone: put figures into the text"
    yield from _figures(claim)


def _near(name: str) -> str:
    """The chart that was probably meant."""
    found = difflib.get_close_matches(name, charts(), n=1)
    return f"; did you mean {found[0]}" if found else ""


def _figures(claim: Claim) -> Iterator[tuple[Place, str]]:
    """Braces, bars and comparisons that cannot be computed."""
    for i, bar in enumerate(claim.bars.bars if claim.bars else []):
        try:
            checked(figure(bar.figure), claim.sides, claim.reported)
        except ValueError as error:
            yield ("bars", "bars", i, "figure"), str(error)
    for place, text in claim.texts.items():
        if set("{}") & set(BRACES.sub("", text)):
            yield place, "a brace is left open"
        for match in BRACES.finditer(text):
            try:
                checked(figure(match[1]), claim.sides, claim.reported)
            except ValueError as error:
                yield place, str(error)
    for i, text in enumerate(claim.holds):
        try:
            left, _, right = comparison(text)
            for side in (left, right):
                checked(Figure(side), claim.sides, claim.reported)
        except ValueError as error:
            yield ("holds", i), str(error)
