"""How the page is looked at: open views of charts and the unit of losses. The link carries them."""

from sim.words.yardstick import UNITS
from ui.visit.session import session

LOSS = "loss"  # the unit of the number, in links as "loss.bits"


def show_view(chart: str, view: str) -> None:
    """Remember the open view of a chart."""
    session().views[chart] = view


def hide_view(chart: str) -> None:
    """Forget the open view of a chart."""
    session().views.pop(chart, None)


def loss_unit() -> str:
    """The unit that losses are shown in, one of `UNITS`; a view, so the link carries it."""
    chosen = session().views.get(LOSS, "")
    return chosen if chosen in UNITS else next(iter(UNITS))


def show_loss_in(unit: str) -> None:
    """Show losses in another unit; what is computed, and every chart, stays in nat."""
    if unit == next(iter(UNITS)):
        hide_view(LOSS)
    else:
        show_view(LOSS, unit)
