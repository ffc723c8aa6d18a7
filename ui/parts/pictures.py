"""Pictures on a board of their own, on pages that show no run."""

from collections.abc import Sequence

from sim.charts.drawing.style import COLORS
from sim.charts.picture import Picture
from sim.links.takeaway import chart_takeaway
from ui import board
from ui.board import contents
from ui.server import scripts
from ui.visit import state


def draw(charts: Sequence[Picture], page: str, source: str, key: str) -> None:
    """Charts with their words, tables and files.

    Parameters
    ----------
    charts : sequence of Picture
    page : str
        What the board is called.
    source : str
        Where the pictures come from, for who takes one away.
    key : str
        Of the component on its page.
    """
    data = {
        "page": page,
        "plotly_url": scripts.PLOTLY.url,
        "colors": COLORS,
        "link": state.current_link(),
        "public_url": None,
        "toolbar": None,
        "notices": [],
        "levers": None,
        "sentence": [],
        "numbers": [],
        "charts": [contents.opened(chart.data(), None) for chart in charts],
        "footer": [],
        "takeaway": chart_takeaway(source),
    }
    board.render(data, key=key, on_event=lambda event: None)
