"""Presets: real models and start-here scenarios, one JSON file each, which people load, save and upload."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.catalog import PRESETS, Catalog, first_problem, read_folder
from sim.errors import SimulationError
from sim.hardware import Status
from sim.result import OUTPUTS
from sim.scenario import Scenario

FOLDERS = {"start": "Start here", "models": "Real models"}
MAX_BYTES = 64_000


class Published(BaseModel):
    """A published figure of an output, and how near our formulas must come (`None`: shown, not promised)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    figure: str
    value: float = Field(gt=0, allow_inf_nan=False)
    source: str
    rel_tol: float | None = None
    status: Status | None = None


class PublishedCost(BaseModel):
    """A published cost of the final run [USD]: of owned chips with energy, of rented ones, or as reported."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    basis: Literal["owned", "cloud", "report"]
    usd: float = Field(gt=0, allow_inf_nan=False)
    chip_age_years: float | None = Field(None, ge=0, le=10)  # of owned chips: from release to the year before
    source: str
    status: Status
    reason: str = Field("", max_length=300)  # why ours differs, where a source gives one


class Preset(BaseModel):
    """A scenario with its story: what is published, what is estimated and what we assumed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str = Field(min_length=1, max_length=80)
    organization: str = Field("", max_length=80)
    year: int | None = None
    order: int = 1000
    status: Literal["disclosed", "estimated", "ours"] = "ours"
    note: str = Field("", max_length=1000)
    sources: list[str] = []
    inputs: dict[str, Any]
    assumed: dict[str, str] = {}
    published: list[Published] = []
    costs: list[PublishedCost] = []

    @property
    def scenario(self) -> Scenario:
        """The checked scenario."""
        return Scenario(**self.inputs)


@cache
def presets() -> Catalog[Preset]:
    """All presets by name: scenarios of our own first, then models by year."""
    entries: dict[str, Preset] = {}
    problems: list[str] = []
    for folder in FOLDERS:
        catalog = read_folder(PRESETS / folder, Preset)
        ordered = sorted(catalog.entries.items(), key=lambda item: (item[1].order, item[1].year or 0, item[0]))
        entries.update(ordered)
        problems += catalog.problems
    return Catalog(entries, problems)


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
        preset = Preset.model_validate(json.loads(content.decode("utf-8")))
    except ValidationError as error:
        raise SimulationError(name, "a file that is not a preset", first_problem(error)) from None
    except (ValueError, RecursionError):
        raise SimulationError(
            name, "a file that is not JSON text", "a preset is a JSON file as downloaded here"
        ) from None
    for published in preset.published:
        if published.figure not in OUTPUTS:
            raise SimulationError(name, published.figure, "published figures are outputs of the simulator")
    preset.scenario  # noqa: B018  bad inputs raise here, by name
    return preset


def saved(scenario: Scenario, title: str, note: str = "", sources: tuple[str, ...] = ()) -> str:
    """The scenario as the JSON text of a preset."""
    content = {"title": title, "status": "ours", "note": note, "sources": list(sources)}
    return json.dumps({**content, "inputs": scenario.model_dump()}, indent=2) + "\n"
