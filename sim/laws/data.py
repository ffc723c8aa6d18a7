"""Data: how much text there is, what repeating it is worth, and text from a model."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import wrightomega

from sim.ground.arrays import Array
from sim.laws.repetition import seen_for, worth, worth_by_seen, worth_by_unique

STOCK = 3e14  # tokens of public text, quality and repeats weighed: Villalobos et al. (2024) [villalobos2022]
REPEAT_HALF_LIFE = 15.387756  # R_D*, repetitions after which 1/e of the value is left [muennighoff2023]
ENDLESS = 1e200  # unique tokens where nothing limits them
NEGLIGIBLE = 1e-12  # worth of synthetic over real tokens below which only repeats count


def effective_tokens(D: Array, U: Array, half_epochs: Array = REPEAT_HALF_LIFE) -> Array:
    """Fresh tokens that D tokens seen over U unique ones are worth; Muennighoff et al. (2023) [muennighoff2023]."""
    return worth(D, U, half_epochs)


@dataclass(frozen=True)
class Data:
    """The tokens of a run: real ones over a stock, and synthetic ones.

    Of D tokens seen, (1 - s) D are real and drawn from U unique ones, s D are synthetic
    and worth v real ones each: D' = worth((1 - s) D, U) + v s D.

    Parameters
    ----------
    unique : float or array
        U, unique real tokens there are.
    real_share : float or array
        1 - s, above 0.
    synthetic_worth : float or array
        v s, real tokens that the synthetic part of one token is worth.
    half_epochs : float or array
        R_D*, repetitions after which 1/e of the value of a token is left.
    """

    unique: Array = ENDLESS
    real_share: Array = 1.0
    synthetic_worth: Array = 0.0
    half_epochs: Array = REPEAT_HALF_LIFE

    @property
    def kink(self) -> Array:
        """Tokens from which on real ones repeat, U / (1 - s)."""
        return self.unique / self.real_share

    @cached_property
    def is_real(self) -> bool:
        """Whether all tokens are real, so that nothing need be added: a search asks very often."""
        return bool(np.all(np.equal(self.real_share, 1.0)) and not np.any(self.synthetic_worth))

    def effective(self, D: Array) -> Array:
        """D', the fresh real tokens that D tokens are worth."""
        if self.is_real:
            return worth(D, self.unique, self.half_epochs)
        return worth(self.real_share * D, self.unique, self.half_epochs) + self.synthetic_worth * D

    def by_seen(self, D: Array) -> Array:
        """dD'/dD at a fixed stock."""
        if self.is_real:
            return worth_by_seen(D, self.unique, self.half_epochs)
        by_real = worth_by_seen(self.real_share * D, self.unique, self.half_epochs)
        return self.real_share * by_real + self.synthetic_worth

    def by_unique(self, D: Array) -> Array:
        """dD'/dU at fixed D; 0 where nothing is repeated."""
        return worth_by_unique(self.real_share * D, self.unique, self.half_epochs)

    def tokens_for(self, fresh: Array) -> Array:
        """Tokens D that are worth so many fresh ones; infinity where none are."""
        R, U = self.half_epochs, self.unique
        fresh = np.asarray(fresh, float)
        only_real = seen_for(fresh, U, R) / self.real_share
        c = self.synthetic_worth / self.real_share
        if not np.any(c > NEGLIGIBLE):
            return only_real
        # With y = passes / R: 1 - exp(-y) + c y = z, solved by the Wright omega function.
        safe = np.where(c > NEGLIGIBLE, c, 1.0)
        with np.errstate(all="ignore"):
            finite = np.where(np.isfinite(fresh), fresh, 0.0)
            z = np.maximum(finite / U - 1 - c, 0.0) / R
            y = np.maximum(wrightomega((1 - z) / safe - np.log(safe)) - (1 - z) / safe, 0.0)
            for _ in range(4):  # Newton steps give back the digits that the difference lost
                y = np.maximum(y - (-np.expm1(-y) + safe * y - z) / (np.exp(-y) + safe), 0.0)
            once = finite / (self.real_share + self.synthetic_worth)
            mixed = np.where(self.real_share * once <= U, once, U * (1 + R * y) / self.real_share)
        mixed = np.where(np.isnan(fresh), np.nan, np.where(np.isfinite(fresh), mixed, np.inf))
        return np.where(c > NEGLIGIBLE, mixed, only_real)

    def epochs(self, D: Array) -> Array:
        """Times that the real tokens of the stock are seen, at least 1."""
        return np.maximum(self.real_share * D / self.unique, 1.0)

    def real_unique(self, D: Array) -> Array:
        """Unique real tokens that are used, min((1 - s) D, U)."""
        return np.minimum(self.real_share * D, self.unique)


FRESH = Data()  # endless real text
