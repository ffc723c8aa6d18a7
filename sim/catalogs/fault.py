"""Something in a file that is wrong: where it stands, and why."""

from sim.catalogs.lines import Path as Place


class Fault(ValueError):
    """Something in a file that is wrong or means nothing: where it stands, and why."""

    def __init__(self, place: Place, reason: str):
        super().__init__(reason)
        self.place = place

    def below(self, *place: str | int) -> "Fault":
        """The same fault, in a file whose part at a place was looked at."""
        return Fault((*place, *self.place), str(self))
