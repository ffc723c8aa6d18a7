"""Puts modules that import each other into one script: a browser asks once and not forty times.

A module becomes a function that gives what it exports, after those that it imports. No text of a module is
understood beyond its lines of import and export; what is written otherwise than ours are is refused.
"""

import re
from collections.abc import Mapping

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (default )?((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def linked(modules: Mapping[str, str], first: str) -> str:
    """One module with what the first one exports as its default.

    Parameters
    ----------
    modules : mapping of str to str
        Texts of modules by name. They name each other as "./name.js".
    first : str
        The one that a page calls.

    Raises
    ------
    ValueError
        If modules import each other in a circle, one that is not there, or by words that are not known here.
    """
    places: dict[str, int] = {}
    exported: dict[str, list[str]] = {}
    parts: list[str] = []

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{' -> '.join((*above, name))}: modules must not import each other in a circle")
        if name in places:
            return
        if name not in modules:
            raise ValueError(f"{above[-1]} imports {name}, which is not there")
        for wanted, other in IMPORT.findall(modules[name]):
            add(other, (*above, name))
            for word in filter(None, (part.split(" as ")[0].strip() for part in wanted.split(","))):
                if word not in exported[other]:
                    raise ValueError(f"{name} imports {word} of {other}, which does not export it by itself")
        body = IMPORT.sub(
            lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = m{places[found[2]]};\n", modules[name]
        )
        given = [f"default: {known}" if default else known for default, _, known in EXPORT.findall(body)]
        exported[name] = [known for default, _, known in EXPORT.findall(body) if not default]
        body = EXPORT.sub(lambda found: found[2], body)
        if left := LEFT.search(body):
            raise ValueError(f"{name}: {left[0]!r} is not a way to import or export that is known here")
        places[name] = len(places)
        parts.append(f"const m{places[name]} = (() => {{ // {name}\n{body}return {{ {', '.join(given)} }};\n}})();\n")

    add(first, ())
    return f"{''.join(parts)}export default m{places[first]}.default;\n"
