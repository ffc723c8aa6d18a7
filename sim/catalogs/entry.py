"""What a file of `presets` says: models that take no unknown key, or what is wrong with line, key and reason."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.catalogs.complaints import complaints, repaired
from sim.catalogs.fault import Fault
from sim.catalogs.lines import Path as Place
from sim.catalogs.lines import syntax, where

__all__ = ["Entry", "Fault", "Unusable", "entry", "reader"]
MOST_TOLD = 12  # complaints about one file


class Unusable(ValueError):
    """A file that cannot be used, and what is wrong: "line 12, key sides.yes.title: ..."."""

    def __init__(self, problems: Sequence[str]):
        super().__init__("; ".join(problems))
        self.problems = list(problems)


class Entry(BaseModel):
    """What one file says, or a part of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def faults(self) -> Iterator[Fault]:
        """What is well formed and means nothing; asked once, when the file is read."""
        yield from ()


E = TypeVar("E", bound=Entry)


def entry(text: str, file: str, model: type[E]) -> E:
    """The entry that a text is.

    Parameters
    ----------
    text : str
        TOML or JSON.
    file : str
        Name of its file; the ending says which of the two it is.
    model : type
        What it must be.

    Raises
    ------
    Unusable
        With all complaints; of very many the first.
    """
    is_toml = file.endswith(".toml")
    try:
        data = tomllib.loads(text) if is_toml else json.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unusable([syntax(text, str(error))]) from None
    except json.JSONDecodeError as error:
        raise Unusable([f"line {error.lineno}: not JSON, {error.msg[0].lower()}{error.msg[1:]}"]) from None
    except RecursionError:
        raise Unusable(["line 1: too many brackets within each other"]) from None
    except ValueError as error:  # an integer of more digits than Python reads
        raise Unusable([f"line 1: {error}"]) from None
    if not isinstance(data, dict):
        raise Unusable(["line 1: the top level must be a table of keys"])
    found, faults = _validated(data, model)
    if found is None or faults:
        at = where if is_toml else _key
        told = [f"{at(text, fault.place)}: {fault}" for fault in faults[:MOST_TOLD]]
        more = len(faults) - MOST_TOLD
        raise Unusable(told + [f"and {more} more faults, which often follow from those above"] * (more > 0))
    return found


def _validated(data: Mapping[str, Any], model: type[E]) -> tuple[E | None, list[Fault]]:
    """What the data say and all that is wrong with them; behind a wrong key too, as far as it can be read without."""
    try:
        found = model.model_validate(data)
        return found, list(found.faults())
    except Fault as fault:
        return None, [fault]
    except ValidationError as error:
        faults = complaints(error, model)
        try:
            return None, faults + list(model.model_validate(repaired(data, error, model)).faults())
        except (ValidationError, Fault):
            return None, faults


def reader(model: type[E]) -> Callable[[str, str], E]:
    """`entry` for one model."""
    return lambda text, file: entry(text, file, model)


def _key(text: str, place: Place) -> str:
    """Key of a place in a file whose lines nobody counts."""
    return f"key {'.'.join(map(str, place))}" if place else "file"
