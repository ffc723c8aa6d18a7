"""What of the page a link shows: locked and hidden levers, charts, pages, and whether it is embedded.

A lock is a courtesy of the page: whoever edits the link gets everything.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.charts import Chart, charts, charts_of
from sim.ground.errors import cut
from sim.inputs import BY_KEY, TABLE
from sim.inputs.plan import PLANNED
from sim.pages import pages as all_pages

# What can be hidden beside inputs. No key of an input is as long.
PARTS = {"start": "The menu “Start from”", "below": "Everything below the charts"}

LOCK, HIDE, SHOW, PAGE, BARE = "lock", "hide", "show", "page", "bare"  # keys of a link
KEYS = (LOCK, HIDE, SHOW, PAGE, BARE)


@dataclass(frozen=True)
class Showing:
    """What of the page is shown.

    Parameters
    ----------
    locked : tuple of str
        Inputs that are shown and cannot be changed.
    hidden : tuple of str
        Inputs that are not shown, which cannot be changed either, and `PARTS` of the page.
    charts : tuple of str
        Identifiers in order, the first in front; none: those of each page.
    pages : tuple of str
        Paths of the pages that the navigation lists; none: all.
    embed : bool
        Whether the page stands in another page, without a header of its own.
    more : tuple of str
        Inputs that are levers here though no board has them, and `PLACE`. No link says them: a step of a lesson does.
    """

    locked: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    embed: bool = False
    more: tuple[str, ...] = ()

    def fixes(self, name: str) -> bool:
        """Whether an input cannot be changed; the plan cannot if one of its levers cannot."""
        if name in self.locked or name in self.hidden:
            return True
        return name == "plan" and any(map(self.fixes, PLANNED))

    def lists(self, page: str) -> bool:
        """Whether the navigation lists a page."""
        return not self.pages or page in self.pages

    def moved(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
        """The first input that cannot be changed and differs between two scenarios; `None` if none does."""
        if not (self.locked or self.hidden):
            return None
        return next((name for name in TABLE if self.fixes(name) and before[name] != after[name]), None)


WHOLE = Showing()


def charts_shown(page: str, showing: Showing = WHOLE) -> list[Chart]:
    """Charts of one page, in order: the listed ones that are its own or whose own page is not listed.

    A page for which that leaves none shows its own charts.
    """
    listed = dict.fromkeys(charts()[name] for name in showing.charts if name in charts())
    elsewhere = {name for name in all_pages() if name != page and showing.lists(name)}
    return [chart for chart in listed if chart.page not in elsewhere] or list(charts_of(page))


def pairs(showing: Showing) -> list[tuple[str, str]]:
    """What a link says of it, as keys and values; inputs by their keys of one to four letters."""

    def keys(names: Iterable[str]) -> str:
        return "_".join(TABLE[name].key if name in TABLE else name for name in names)

    values = {
        LOCK: keys(showing.locked),
        HIDE: keys(showing.hidden),
        SHOW: "_".join(showing.charts),
        PAGE: "_".join(showing.pages),
        BARE: "1" if showing.embed else "",
    }
    return [(key, value) for key, value in values.items() if value]


def read(given: Mapping[str, str]) -> tuple[Showing, list[str]]:
    """What the pairs of a link say, and a sentence for everything that was ignored."""
    notices: list[str] = []

    def names(key: str, known: Callable[[str], str | None], allowed: str) -> tuple[str, ...]:
        parts = [part for part in given.get(key, "").split("_") if part]
        found = {part: known(part) for part in parts}
        unknown = [part for part in found if found[part] is None]
        if unknown:
            notices.append(f"{cut(', '.join(unknown))} in the part “{key}” of the link was ignored: {allowed}.")
        return tuple(dict.fromkeys(name for name in found.values() if name is not None))

    def lever(key: str) -> str | None:
        return BY_KEY[key].name if key in BY_KEY else None

    hidden = names(HIDE, lambda key: key if key in PARTS else lever(key), "allowed are keys of inputs, start and below")
    locked = names(LOCK, lever, "allowed are keys of inputs")
    shown = names(SHOW, lambda key: charts()[key].id if key in charts() else None, "there is no such chart")
    paths = all_pages()
    pages = names(PAGE, lambda key: key if key in paths else None, f"allowed are {', '.join(paths)}")
    bare = given.get(BARE, "")
    if bare not in ("", "0", "1"):
        notices.append(f"{cut(bare)} in the part “{BARE}” of the link was ignored: allowed are 0 and 1.")
    return Showing(tuple(name for name in locked if name not in hidden), hidden, shown, pages, bare == "1"), notices
