"""What a validation of a file found, said in the words of the file: line and key come from elsewhere."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.catalogs.fault import Fault
from sim.catalogs.lines import Path as Place
from sim.ground.errors import allowed, cut, did_you_mean

# What is needed, by the kinds of complaint whose own words are the validator's.
NEEDED = {
    "int": "a whole number is needed",
    "float": "a number is needed",
    "finite": "a finite number is needed",
    "bool": "write true or false",
    "string": "a text in quotes is needed",
    "list": 'a list in brackets is needed, such as ["a", "b"]',
    "tuple": 'a list in brackets is needed, such as ["a", "b"]',
    "dict": "a table of keys is needed",
    "model": "a table of keys is needed",
}
LIMITS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}


def complaints(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """What a validation found, in the order of the file, one complaint for each place."""
    found: dict[Place, Fault] = {}
    problems = error.errors(include_url=False)
    missing = {problem["loc"] for problem in problems if problem["type"] == "missing"}
    for problem in sorted(problems, key=lambda one: one["type"] == "missing"):
        location = problem["loc"]
        place, known = _meant(model, location)
        match problem["type"]:
            case "missing" if location in missing:
                place = place[:-1]
                keys = [str(other[-1]) for other in missing if other[:-1] == location[:-1]]
                reason = f"it needs the key{'s' if len(keys) > 1 else ''} {', '.join(sorted(keys))}"
            case "missing":
                continue
            case "extra_forbidden":
                name = str(location[-1])
                reason = f"there is no key {cut(name)}{allowed(name, known)}"
                # A misspelled key is two complaints, of a key too many and of one too few: the first says both.
                missing.discard((*location[:-1], did_you_mean(name, known).removeprefix("; did you mean ")))
            case "literal_error" | "union_tag_invalid":
                got = str(problem["ctx"].get("tag", problem["input"]))
                words = str(problem["ctx"].get("expected_tags", problem["ctx"].get("expected"))).replace("'", "")
                reason = f"got {cut(got)}{allowed(got, words.replace(' or ', ', ').split(', '))}"
            case "union_tag_not_found":
                reason = "it needs the key kind"
            case "value_error":
                inner = problem["ctx"]["error"]
                place = (*place, *inner.place) if isinstance(inner, Fault) else place
                reason = str(inner)
            case kind:
                reason = _got(problem["input"]) + _needed(kind, problem.get("ctx", {}), str(problem["msg"]))
        found.setdefault(place, Fault(place, reason))
    return list(found.values())


def _needed(kind: str, about: Mapping[str, Any], otherwise: str) -> str:
    """What would be accepted, by the kind of a complaint."""
    if kind in LIMITS:
        key, words = LIMITS[kind]
        return f"allowed is {words} {about[key]:g}"
    if kind == "string_too_short":
        return "it must not be empty"
    if kind == "string_too_long":
        return f"at most {about['max_length']} characters are allowed"
    if kind == "too_short":
        return f"at least {about['min_length']} of them are needed"
    if kind == "too_long":
        return f"at most {about['max_length']} of them are allowed"
    return NEEDED.get(kind.partition("_")[0]) or f"{otherwise[0].lower()}{otherwise[1:]}"


def repaired(data: Mapping[str, Any], error: ValidationError, model: type[BaseModel]) -> Any:
    """The same data with misspelled keys as they were meant and without unknown ones, to find what else is wrong."""

    def copied(part: Any) -> Any:
        if isinstance(part, Mapping):
            return {key: copied(inner) for key, inner in part.items()}
        return [copied(inner) for inner in part] if isinstance(part, list) else part

    found = copied(data)
    for problem in error.errors(include_url=False):
        if problem["type"] != "extra_forbidden":
            continue
        place, known = _meant(model, problem["loc"])
        here = found
        for part in place[:-1]:
            here = here[part]
        value = here.pop(place[-1])
        near = did_you_mean(str(place[-1]), known).removeprefix("; did you mean ")
        if near and near not in here:
            here[near] = value
    return found


def _got(value: Any) -> str:
    return f"got {cut(str(value))}; " if isinstance(value, (str, int, float, bool)) else ""


def _meant(model: type[BaseModel], location: Sequence[str | int]) -> tuple[Place, list[str]]:
    """A place as the file has it, and the keys that may stand beside it.

    Validation names the member of a union as a part of its own, which no file does.
    """
    schema = _schema(model)
    place: list[str | int] = []
    here, known = schema, list(schema.get("properties", ()))
    for part in location:
        here = _followed(here, schema)
        members = [one for one in here.get("oneOf", here.get("anyOf", ())) if one.get("type") != "null"]
        if len(members) > 1:
            kind = here.get("discriminator", {}).get("mapping", {}).get(part)
            here = {"$ref": kind} if kind else next((one for one in members if one.get("type") == "object"), {})
            continue
        known = list(here.get("properties", ()))
        place.append(part)
        inner = here.get("items") if isinstance(part, int) else here.get("properties", {}).get(part)
        here = inner or here.get("additionalProperties") or {}
        here = here if isinstance(here, dict) else {}
    return tuple(place), known


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _followed(here: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of a schema without the steps between it and what it says."""
    while True:
        members = [one for one in here.get("anyOf", ()) if one.get("type") != "null"]
        if "$ref" in here:
            here = schema["$defs"][here["$ref"].rpartition("/")[2]]
        elif len(members) == 1:
            here = members[0]
        else:
            return here
