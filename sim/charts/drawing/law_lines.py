"""Lines of all laws against compute: what three charts of the Laws page share."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.catalogs.allocations import allocations
from sim.catalogs.references import STATUS_WORDS, Status
from sim.charts.chart import LawChart, ValueOf
from sim.charts.drawing.style import axis, layout, line, point
from sim.charts.drawing.whiskers import shades
from sim.charts.picture import Figure, Named, Table
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law, law_form
from sim.ground import units
from sim.ground.arrays import Array
from sim.inputs.numbers import numbers
from sim.laws import loss_laws
from sim.laws.forms import Additive, Form
from sim.studies.uncertainty import LEVELS, Band, frontier_bands
from sim.words.ruler import ruler

C = np.logspace(18, 28, 81)
NAMES = 10  # at most at the right
SOME = C[::4]  # so many carry the bands, which hardly bend
TABLE_FLOP = np.array([1e21, 5.88e23, 3.8e25, 1e26])
HERE = "you are here"
Line = tuple[str, str, Array, Status]


class LawLines(LawChart):
    """What the best split of each compute has of one quantity, by every law."""

    output: str  # name of the quantity among the outputs
    title: str  # its words
    form: str  # its format
    height = 420

    @abstractmethod
    def quantity(self, N: Array, D: Array) -> Array:
        """The quantity of N parameters and D tokens."""

    def spot(self, of: ValueOf) -> tuple[float | None, float | None]:
        return of("train_flop"), of(self.output)

    def subtitle(self, now: Result) -> str:
        return f"{self.title} of the best split against training compute, as published."

    def figure(self, now: Result, others: Sequence[str]) -> Figure:
        """Every law as a thin line, their disagreement shaded, the chosen one strong."""
        drawn = self._lines(now, others, C)
        values = np.array([y for _, _, y, _ in drawn])
        low, high = values.min(axis=0), values.max(axis=0)
        traces = [
            line(C, low, "muted", 0, hoverinfo="skip"),
            line(C, high, "muted", 0, fill="tonexty", fillcolor="@muted/0.1", hoverinfo="skip"),
        ]
        law = chosen_law(now.scenario)
        rules = allocations().entries
        for key, label, y, _ in drawn:
            if key != now.scenario.law:
                dash = {"dash": "dot"} if key in rules else {}
                hover = f"{label}<br>%{{x|flop}} FLOP: %{{y|{self.form}}}<extra></extra>"
                meta = {"line": key}
                traces.append(
                    line(C, y, "muted", 1.2, opacity=0.55, line=dash, hovertemplate=hover, meta=meta, name=label)
                )
        own = self.quantity(*_form(now, now.scenario.law).frontier(C))
        hover = f"{law.name}<br>%{{x|flop}} FLOP: %{{y|{self.form}}}<extra></extra>"
        traces.append(line(C, own, "compute", 3, hovertemplate=hover, meta={"line": now.scenario.law}, name=law.label))
        named = _named(drawn, now.scenario.law)
        # A trace that is not seen holds the axis of the names at the right.
        traces.append(line(C[-1:], own[-1:], "compute", 0, yaxis="y2", hoverinfo="skip"))
        traces.append(self._here(now))
        here = getattr(now, self.output)
        y_range = [float(np.log10(min(low.min(), here))) - 0.1, float(np.log10(max(high.max(), here))) + 0.1]
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis(
                    "Training compute, FLOP", log=True, range=[float(np.log10(C[0])), float(np.log10(C[-1]))], dtick=2
                ),
                yaxis=axis(self.title, log=True, range=y_range),
                yaxis2=axis(
                    "",
                    log=True,
                    range=y_range,
                    overlaying="y",
                    side="right",
                    showgrid=False,
                    ticks="",
                    ticklabelstandoff=4,
                    tickvals=[float(one[2][-1]) for one in named],
                    ticktext=[f"<b>{one[1]}</b>" if one[0] == now.scenario.law else one[1] for one in named],
                ),
            ),
        }

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[str]) -> list[Figure]:
        """The lines do not ask about the run, so only its point moves."""
        lines = self.figure(window, others)["data"][:-1]
        return [{"data": [*lines, self._here(now)]} for now in many]

    def bands(
        self, now: Result, others: Sequence[str], found: Mapping[str, Band], form: Additive
    ) -> list[dict[str, Any]]:
        """The bands of the chosen law along its line."""
        return shades(SOME, {level: frontier_bands(form, SOME, level)[self.output] for level in LEVELS}, "compute")

    def summary(self, now: Result, others: Sequence[str]) -> str:
        """Least and most of all lines at the compute of this run."""
        at = np.array([now.train_flop])
        found = sorted((float(y[0]), label) for _, label, y, _ in self._lines(now, others, at))
        (low, who_low), (high, who_high) = found[0], found[-1]
        ends = f"from {units.text(low, self.form)} ({who_low}) to {units.text(high, self.form)} ({who_high})"
        return f"At the compute of this run the published laws range {ends} {self.title.lower()}."

    def table(self, now: Result, others: Sequence[str]) -> Table:
        """Every line at four computes, with its status."""
        rows = [
            [label, *(units.text(float(y), self.form) for y in values), STATUS_WORDS[status]]
            for _, label, values, status in self._lines(now, others, TABLE_FLOP)
        ]
        return ["Law or rule", *(f"{units.scientific(c)} FLOP" for c in TABLE_FLOP), "Seen in"], rows

    def note(self, now: Result) -> str:
        """What the marks mean, and how far the law is stretched."""
        known = chosen_law(now.scenario).covariance is not None
        band = " Green bands: 80 and 95 % of our own bootstrap of this law." if known else ""
        return f"Gray: where the published lines disagree; dotted: rules without a loss.{band} {ruler(now)}"

    def named(self, now: Result, others: Sequence[str]) -> tuple[str, tuple[Named, ...]]:
        """Every law and rule with its value at the compute of this run, the largest first."""
        if not self.lists:
            return "", ()
        at, chosen = np.array([now.train_flop]), now.scenario.law
        free = {key for key, law in loss_laws().entries.items() if not law.typed and key != chosen}
        ordered = sorted(self._lines(now, (), at), key=lambda one: -float(one[2][0]))
        found = tuple(
            Named(
                key,
                label,
                units.text(float(y[0]), self.form),
                drawn=(not others or key in others) if key in free else None,
                is_own=key == chosen,
            )
            for key, label, y, _ in ordered
        )
        return f"{self.title} at {units.scientific(now.train_flop)} FLOP", found

    def _lines(self, now: Result, others: Sequence[str], at: Array) -> list[Line]:
        """Identifier, name, values and status of each line: the laws compared, or all, and the published rules.

        The laws are drawn as published: every parameter active, every token new, efficiency 1.
        """
        laws = {**loss_laws().entries, now.scenario.law: chosen_law(now.scenario)}
        chosen = now.scenario.law
        compared = list(dict.fromkeys([chosen, *others]))
        every = [key for key, law in laws.items() if not law.typed or key == chosen]
        shown = compared if len(compared) > 1 else every
        found: list[Line] = [
            (key, laws[key].name, self.quantity(*_form(now, key).frontier(at)), laws[key].status) for key in shown
        ]
        rules = allocations().entries.items()
        return found + [(key, rule.short, self.quantity(*rule.frontier(at)), rule.status) for key, rule in rules]

    def _here(self, now: Result) -> dict[str, Any]:
        """The run; nowhere where its compute is not drawn."""
        x = now.train_flop if C[0] <= now.train_flop <= C[-1] else np.nan
        return point(x, getattr(now, self.output), HERE, "here", "top center", hoverinfo="skip")


def _form(now: Result, law: str) -> Form:
    """A law as published; one's own with the constants that the visitor typed."""
    return law_form(numbers(now.scenario, law=law))


def _named(drawn: list[Line], chosen: str) -> list[Line]:
    """Lines with a name at their right end: those that would overlap are left out, the chosen law never."""
    ordered = sorted(drawn, key=lambda one: (one[0] != chosen, one[0]))
    heights = [np.log10(one[2][-1]) for one in drawn]
    least = (max(heights) - min(heights) + 0.2) / NAMES
    kept: list[Line] = []
    for one in ordered:
        if all(abs(np.log10(one[2][-1] / other[2][-1])) >= least for other in kept):
            kept.append(one)
    return kept
