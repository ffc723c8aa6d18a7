"""Claims about scaling, one card each in `presets/claims`, put to the model.

A card says who claimed what, under which settings that is true and under which false, and
what the model cannot say. Its numbers are computed from the settings, or marked as reported.
"""

from sim.catalogs.entry import reader
from sim.catalogs.folder import Folder
from sim.teaching.claims.card import BADGES, Claim
from sim.teaching.claims.evaluated import Evaluated

claims = Folder(
    "claims", reader(Claim), lambda claim: f"{claim.title} ({claim.who}, {claim.when})", pages=("claims",),
    in_links=True, is_live=True,
)  # fmt: skip

__all__ = ["BADGES", "Claim", "Evaluated", "claims"]
