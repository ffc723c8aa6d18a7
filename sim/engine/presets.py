"""Presets: real models and start-here scenarios, one JSON file each, which people load, save and upload."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from sim.catalogs.entry import Entry, Fault, Unusable, entry, reader
from sim.catalogs.folder import Folder
from sim.engine.kept import MARKS, Kept, checked_name
from sim.engine.output_table import OUTPUTS
from sim.engine.published import Dates, Published, PublishedCost, ServedPrice
from sim.ground.errors import SimulationError, cut, did_you_mean
from sim.inputs.scenario import Scenario

FOLDERS = {"start": "Start here", "models": "Real models"}
MAX_BYTES = 64_000
OPENING = "llama-3.1-405b"  # at the market price of today


class Beside(Entry):
    """A run that a file keeps beside its own."""

    name: str = ""
    inputs: dict[str, Any]


class Preset(Entry):
    """A scenario with its story: what is published, what is estimated and what we assumed.

    Parameters
    ----------
    status : str
        Whether the maker disclosed parameters and tokens, others estimated them, or it is a plan of ours.
    weights : str, optional
        Whether anybody can download the trained model; `None` where nothing is known or there is no model.
    """

    title: str = Field(min_length=1, max_length=80)
    organization: str = Field("", max_length=80)
    year: int | None = None
    order: int = 1000
    status: Literal["disclosed", "estimated", "ours"] = "ours"
    weights: Literal["open", "closed"] | None = None
    note: str = Field("", max_length=1000)
    sources: list[str] = []
    inputs: dict[str, Any]
    assumed: dict[str, str] = {}
    published: list[Published] = []
    costs: list[PublishedCost] = []
    prices: list[ServedPrice] = []
    dates: Dates | None = None
    kept: list[Beside] = Field(default=[], max_length=len(MARKS))

    @property
    def scenario(self) -> Scenario:
        """The checked scenario."""
        return Scenario(**self.inputs)

    @property
    def beside(self) -> tuple[Kept, ...]:
        """The runs that stand beside it, under the first letters."""
        return tuple(
            Kept(mark, Scenario(**one.inputs), checked_name(one.name))
            for mark, one in zip(MARKS, self.kept, strict=False)
        )

    def faults(self) -> Iterator[Fault]:
        """Inputs that are none, and published figures of nothing."""
        try:
            self.scenario  # noqa: B018  bad inputs raise here, by name
        except SimulationError as error:
            yield Fault(("inputs", error.name), str(error))
        for i, one in enumerate(self.kept):
            try:
                Scenario(**one.inputs)
            except SimulationError as error:
                yield Fault(("kept", i, "inputs", error.name), str(error))
            try:
                checked_name(one.name)
            except ValueError as error:
                yield Fault(("kept", i, "name"), str(error))
        for i, published in enumerate(self.published):
            if published.figure not in OUTPUTS:
                near = did_you_mean(published.figure, OUTPUTS)
                yield Fault(("published", i, "figure"), f"{cut(published.figure)} is no output of the simulator{near}")


presets = Folder(
    "presets", reader(Preset), lambda preset: f"{preset.title} ({preset.status})", pages=("method", "gallery"),
    folders=tuple(FOLDERS), order=lambda name, preset: (preset.order, preset.year or 0, name),
)  # scenarios of our own first, then models by year # fmt: skip


@cache
def _names() -> dict[Scenario, str]:
    known: dict[Scenario, str] = {}
    for name, preset in presets().entries.items():
        known.setdefault(preset.scenario, name)
    return known


def preset_of(scenario: Scenario) -> str | None:
    """Name of the preset whose scenario this is, if any."""
    return _names().get(scenario)


def subject(scenario: Scenario, own: tuple[Scenario, str] | None) -> str | None:
    """Name of the model whose scenario this is, the visitor's own preset first.

    The title of a plan of ours is no name: a sentence on it speaks of this run.
    """
    if own is not None and own[0] == scenario:
        return own[1]
    found = preset_of(scenario)
    return presets().entries[found].title if found and presets().entries[found].status != "ours" else None


def opening() -> Preset:
    """What a bare address opens on: a run that people decide about today. Library and command line start from GPT-3."""
    entries = presets().entries
    return entries.get(OPENING) or Preset(title="GPT-3 175B", organization="", note="", inputs={})


def named(name_or_file: str) -> Preset:
    """Preset by its name, or read from a JSON file.

    Raises
    ------
    SimulationError
        If there is no such preset or file, or the file cannot be used.
    """
    if name_or_file in presets().entries:
        return presets().entries[name_or_file]
    path = Path(name_or_file)
    try:
        if path.is_file():
            with path.open("rb") as file:
                return loaded(file.read(MAX_BYTES + 1), path.name)
    except (OSError, ValueError) as error:
        if isinstance(error, SimulationError):
            raise
    raise SimulationError("preset", name_or_file, "no such preset or file; see: python -m sim list presets")


def loaded(content: bytes, name: str = "preset") -> Preset:
    """Preset from the content of a JSON file.

    Raises
    ------
    SimulationError
        If the file is too large, is not JSON, or holds a wrong key or value.
    """
    if len(content) > MAX_BYTES:
        raise SimulationError(name, f"more than {MAX_BYTES:,} bytes", f"a preset has at most {MAX_BYTES:,} bytes")
    try:
        return entry(content.decode("utf-8"), "preset.json", Preset)
    except UnicodeDecodeError:
        raise SimulationError(name, "bytes that are no text", "a preset is a JSON file as downloaded here") from None
    except Unusable as error:
        raise SimulationError(name, "a file that is not a preset", error.problems[0]) from None


def saved(
    scenario: Scenario, title: str, note: str = "", sources: tuple[str, ...] = (), beside: Iterable[Kept] = ()
) -> str:
    """The scenario as the JSON text of a preset, with the runs that stand beside it."""
    content: dict[str, Any] = {"title": title, "status": "ours", "note": note, "sources": list(sources)}
    content["inputs"] = scenario.model_dump()
    kept = [{"name": one.name, "inputs": one.scenario.model_dump()} for one in beside]
    return json.dumps({**content, "kept": kept} if kept else content, indent=2) + "\n"
