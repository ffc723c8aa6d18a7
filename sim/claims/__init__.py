"""Claims about scaling, one card each in `presets/claims`, put to the model.

A card says who claimed what, under which settings that is true and under which false, and
what the model cannot say. Its numbers are computed from the settings, or marked as reported.
"""

from functools import cache

from sim.catalog import PRESETS, Catalog
from sim.claims.card import Claim, Evaluated, Piece
from sim.claims.reading import read_claims


@cache
def claims() -> Catalog[Claim]:
    """All claims by file name, in their own order."""
    return read_claims(PRESETS / "claims")


__all__ = ["Claim", "Evaluated", "Piece", "claims", "read_claims"]
