"""The pinned scenario in the words and the table of a chart."""

from collections.abc import Callable

from sim.charts.chart import Chart, Results

PINNED = "Gray: the pinned run."
Table = tuple[list[str], list[list[str]]]


def subtitled(chart: Chart, results: Results, pinned: bool) -> str:
    """Subtitle of a chart, which says how pinned runs are drawn where there are any."""
    return " ".join([chart.subtitle(results), *([PINNED] if pinned else [])])


def told(summary: Callable[[Results], str]) -> Callable[[Results], str]:
    """Words of a chart, and the same of each pinned run."""

    def both(results: Results) -> str:
        return " ".join([summary(results[:1]), *(f"Pinned: {summary([pinned])}" for pinned in results[1:])])

    return both


def beside(table: Callable[[Results], Table]) -> Callable[[Results], Table]:
    """Table of a chart with the columns of each pinned run beside it, those left out that say the same.

    Where a pinned run has other rows they stand below.
    """

    def both(results: Results) -> Table:
        columns, rows = table(results[:1])
        width = len(columns)
        for pinned in results[1:]:
            names, theirs = table([pinned])
            if [row[0] for row in rows] == [row[0] for row in theirs]:
                differ = [
                    i for i in range(1, len(names)) if any(a[i] != b[i] for a, b in zip(rows, theirs, strict=True))
                ]
                kept = differ or [1]
                columns = [*columns, *(f"{names[i]}, pinned" for i in kept)]
                rows = [[*row, *(other[i] for i in kept)] for row, other in zip(rows, theirs, strict=True)]
            else:
                rows = [*rows, *([f"{row[0]}, pinned", *row[1:width]] for row in theirs)]
        return columns, [[*row, *[""] * (len(columns) - len(row))] for row in rows]

    return both
