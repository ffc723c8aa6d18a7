"""The routes of rooms alone, on a database of their own, without Streamlit: for tests of what they answer."""

from starlette.applications import Starlette

from ui.room import routes
from ui.room.database import opened
from ui.room.keeper import Keeper
from ui.room.limits import Rate
from ui.room.service import Service

SEAT = "{:032x}".format


def served(monkeypatch, url: str, reason: str = "") -> tuple[Starlette, Keeper | None]:
    """An app with the routes of rooms, and its keeper; none where a reason says why there is none."""
    service = Service(keeper=None if reason else Keeper(opened(url)), reason=reason, _started=True)
    service._ready.set()
    monkeypatch.setattr(routes, "SERVICE", service)
    for name, rate in (
        ("ANSWERS", Rate(1, 6)),
        ("JOINS", Rate(10, 60)),
        ("WRONG", Rate(0.5, 30)),
        ("OPENED", Rate(0.5, 20)),
        ("REPLAYS", Rate(2, 60)),
    ):
        monkeypatch.setattr(routes, name, rate)
    return Starlette(routes=routes.routes()), service.keeper
