"""Files: presets that a visitor drops on a page, tables that he pastes, and the data files of whoever adds one."""

import json
import random
from functools import cache
from urllib.parse import quote

from sim.all_catalogs import CATALOGS
from sim.catalogs.entry import Unusable
from sim.catalogs.folder import PRESETS
from sim.engine.known_results import result_of
from sim.engine.presets import loaded, presets, saved
from sim.fitting import example
from sim.fitting.reading import read
from sim.ground.errors import SimulationError
from sim.ground.text import escaped
from sim.inputs import TABLE
from sim.teaching import hand_ins
from sim.teaching.lessons import lessons
from tests.siege.campaign import Campaign, no_markup_in_words, writable
from tests.siege.queries import a_hand_in
from tests.siege.texts import SIGNS, changed_lines, hostile, mutated


@cache
def saved_presets() -> tuple[str, ...]:
    """The presets as a visitor would save them."""
    return tuple(saved(preset.scenario, preset.title) for preset in presets().entries.values())


def a_preset(rng: random.Random) -> bytes:
    """A saved preset with other values, other keys, or other signs."""
    text = rng.choice(saved_presets())
    if rng.random() < 0.3:
        return mutated(rng, text).encode("utf-8", "surrogatepass")
    content = json.loads(text)
    for _ in range(rng.randint(1, 4)):
        thing = rng.choice(
            (hostile(rng), rng.uniform(-1e3, 1e3), 10 ** rng.uniform(-320, 308), None, [], {}, True, 10**400, "70B")
        )
        where = rng.randrange(6)
        if where > 3 and isinstance(content.get("inputs"), dict):
            row = rng.choice(list(TABLE.values()))
            content["inputs"][row.name] = (
                rng.choice(sorted(row.options())) if row.is_choice else rng.choice((row.low, row.high))
            )
        elif where == 0:
            content[rng.choice((*content, hostile(rng, 40)))] = thing
        elif isinstance(content.get("inputs"), dict):
            key = rng.choice((*TABLE, hostile(rng, 40))) if where == 1 else rng.choice(sorted(TABLE))
            content["inputs"][key] = thing
    return json.dumps(content).encode()


def is_loaded(content: bytes) -> bool:
    """A preset opens, with a result or why there is none, or it is refused in words."""
    try:
        found = loaded(content)
        no_markup_in_words(escaped(found.title))
        result_of(found.scenario)
    except SimulationError as error:
        writable(str(error))
        return False
    return True


def a_class(rng: random.Random) -> tuple[str, str]:
    """What a teacher pastes: links of a class in a table, and what came along."""
    name = rng.choice(sorted(lessons().entries))
    lines = []
    for _ in range(rng.choice((1, 3, 30, 100))):
        pieces = [
            f"https://x.example/lessons?{a_hand_in(rng)}",
            hostile(rng, 2_000),
            f"?le={name}&an=b",
            "<a href='?le=",
        ]
        lines.append(rng.choice(("\t", ",", " ", "")).join(rng.sample(pieces, rng.randint(1, 3))))
    text = "\n".join(lines)
    return name, text if rng.random() < 0.9 else text + rng.choice(SIGNS) * rng.choice((1_000, 50_000))


def is_a_table(given: tuple[str, str]) -> bool:
    """The table, its file for a spreadsheet, and what was refused are text."""
    name, text = given
    try:
        table = hand_ins.class_table(text, lessons().entries[name])
    except ValueError as error:
        writable(str(error))
        return False
    writable(hand_ins.class_csv(table), *table.refused)
    for row in table.rows:
        no_markup_in_words(escaped(row.who))
        quote(row.who)
    return bool(table.rows)


@cache
def runs_of_one() -> tuple[str, ...]:
    """Tables of runs, as commas, semicolons and JSON."""
    text = example.as_csv(example.example(20))
    head, *rows = [line.split(",") for line in text.split()]
    objects = json.dumps([dict(zip(head, row, strict=True)) for row in rows])
    return text, text.replace(",", ";").replace(".", ","), text.replace(",", "\t"), objects


def runs(rng: random.Random) -> str:
    """A table of someone's own runs with mistakes in it."""
    text = rng.choice(runs_of_one())
    return changed_lines(rng, text) if rng.random() < 0.4 else mutated(rng, text, 6)


def is_fitted_from(text: str) -> bool:
    """Read, or refused with a reason."""
    try:
        found = read(text)
    except SimulationError as error:
        writable(str(error))
        return False
    writable(*(one.reason for one in found.refused))
    return True


@cache
def data_files() -> tuple[tuple[str, str, str], ...]:
    """Folder, name and text of every data file."""
    return tuple(
        (folder.name, path.name, path.read_text(encoding="utf-8"))
        for folder in CATALOGS.values()
        for name in folder.folders or (folder.name,)
        for path in sorted((PRESETS / name).iterdir())
        if path.suffix in (".toml", ".json")
    )


def a_data_file(rng: random.Random) -> tuple[str, str, str]:
    """A data file with lines or signs changed."""
    folder, name, text = rng.choice(data_files())
    return folder, name, changed_lines(rng, text) if rng.random() < 0.7 else mutated(rng, text)


def is_usable(given: tuple[str, str, str]) -> bool:
    """Read and listed, or refused with line, key and reason."""
    folder, name, text = given
    try:
        CATALOGS[folder].listed(CATALOGS[folder].read(text, name))
    except Unusable as error:
        writable(*error.problems)
        assert error.problems and all(problem.strip() for problem in error.problems), "refused without a reason"
        return False
    return True


CAMPAIGNS = (
    Campaign("presets", 0.12, a_preset, is_loaded),
    Campaign("classes", 0.02, a_class, is_a_table),
    Campaign("runs", 0.06, runs, is_fitted_from),
    Campaign("data-files", 0.12, a_data_file, is_usable),
)
