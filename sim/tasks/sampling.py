"""What many answers and a verifier buy: accuracy of k samples, and how many must be drawn.

Problems differ: the chance p that one answer is right is Beta distributed over them, with mean m
(pass@1) and first exponent a; the second is b = a (1 - m) / m. Answers are drawn until the
verifier accepts one, at most k; the last is kept if it accepts none. It accepts a right answer
with chance t, a wrong one with chance f, any with chance s = p t + (1 - p) f.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.ground.arrays import Array

NODES = 800
LEAST, MOST = 1e-100, 1 - 1e-12  # of a chance: what lies beyond is as good as 0 and 1, and rounding would spoil it
# Where the tails of the mixture end: e^-40 of its weight, or nine standard deviations of ln(p / (1 - p)).
TAIL, WIDTH = 40.0, 9.0
_SPAN = np.linspace(-1.0, 1.0, NODES)


@dataclass(frozen=True)
class Draws:
    """Answers drawn to many problems: everything that `draws` knows, from one pass over the mixture.

    Parameters
    ----------
    m, a, k, t, f : array
        pass@1, first exponent, samples, right and wrong answers accepted.
    right, wrong, log_wrong, weight : array
        Nodes of the mixture on a last axis: chance of a right and of a wrong answer, its logarithm, weight.
    """

    m: Array
    a: Array
    k: Array
    t: Array
    f: Array
    right: Array
    wrong: Array
    log_wrong: Array
    weight: Array

    @cached_property
    def accepted(self) -> Array:
        """s, the chance that one answer is accepted; never 0, so that sums of (1 - s)^i over s stay finite."""
        s = self.right * np.asarray(self.t, float)[..., None] + self.wrong * np.asarray(self.f, float)[..., None]
        return np.clip(s, LEAST, MOST)

    @cached_property
    def log_refused(self) -> Array:
        """ln(1 - s)."""
        return np.log1p(-self.accepted)

    @cached_property
    def found(self) -> Array:
        """1 - (1 - s)^(k - 1), the chance that an answer before the last is accepted."""
        return -np.expm1(np.subtract(self.k, 1.0)[..., None] * self.log_refused)

    @cached_property
    def per_draw(self) -> Array:
        """p (1 - p) / s, weighted."""
        return self.weight * self.right * self.wrong / self.accepted

    @property
    def accuracy(self) -> Array:
        """Share of problems solved, m + (t - f) E[p (1 - p) (1 - (1 - s)^(k - 1)) / s] [0-1]."""
        added = np.einsum("...i,...i->...", self.per_draw, self.found)
        return np.clip(self.m + np.subtract(self.t, self.f) * added, 0.0, 1.0)

    @property
    def plateau(self) -> Array:
        """Accuracy that no number of samples gets above, m + (t - f) E[p (1 - p) / s] [0-1]."""
        return np.clip(self.m + np.subtract(self.t, self.f) * np.sum(self.per_draw, axis=-1), 0.0, 1.0)

    @property
    def decodes(self) -> Array:
        """Answers drawn where one stops at the first accepted, E[(1 - (1 - s)^k) / s] [1 to k]."""
        later = self.weight * (1 - self.accepted) / self.accepted
        return 1 + np.einsum("...i,...i->...", later, self.found)

    @property
    def by_mean(self) -> Array:
        """d accuracy / dm at the same first exponent.

        1 - (t - f) a / m^2 Cov(p (1 - p) (1 - (1 - s)^(k - 1)) / s, ln(1 - p)), by the derivative of
        the Beta density with respect to b.
        """
        # Minus its mean, so that a multiple of one drops out: the covariance is one sum.
        mean = np.einsum("...i,...i->...", self.weight, self.log_wrong)
        centered = self.per_draw * (self.log_wrong - mean[..., None])
        together = np.einsum("...i,...i->...", centered, self.found)
        inside = np.clip(np.asarray(self.m, float), LEAST, MOST)
        # It is never negative; where it is 0, rounding might be.
        return np.maximum(1 - np.subtract(self.t, self.f) * (self.a / inside) * (together / inside), 0.0)

    @property
    def by_samples(self) -> Array:
        """d accuracy / dk with continuous k, (t - f) E[p (1 - p) (1 - s)^(k - 1) (-ln(1 - s)) / s]."""
        slope = -self.per_draw * self.log_refused
        left = np.exp(np.subtract(self.k, 1.0)[..., None] * self.log_refused)
        return np.subtract(self.t, self.f) * np.einsum("...i,...i->...", slope, left)


def draws(m: Array, a: Array, k: Array, t: Array, f: Array) -> Draws:
    """The mixture by the trapezoid rule in u, ln(p / (1 - p)) = ln(a / b) + sinh(u).

    Arguments as for `accuracy`.
    """
    inside = np.clip(np.asarray(m, float), LEAST, MOST)[..., None]
    first = np.asarray(a, float)[..., None]
    b = first * (1 - inside) / inside
    end = np.arcsinh(TAIL / np.minimum(first, b) + WIDTH * np.sqrt(1 / first + 1 / b))
    stretch = np.exp(end * _SPAN)
    x = np.log(first / b) + 0.5 * (stretch - 1 / stretch)
    smaller = np.exp(-np.abs(x))
    both = np.log1p(smaller)
    log_right, log_wrong = np.minimum(x, 0) - both, np.minimum(-x, 0) - both
    depth = first * log_right + b * log_wrong
    weight = np.exp(depth - np.max(depth, axis=-1, keepdims=True)) * (stretch + 1 / stretch)
    weight /= np.sum(weight, axis=-1, keepdims=True)
    larger, smaller = 1 / (1 + smaller), smaller / (1 + smaller)
    right, wrong = np.where(x < 0, smaller, larger), np.where(x < 0, larger, smaller)
    return Draws(m, a, k, t, f, right, wrong, log_wrong, weight)


def accuracy(m: Array, a: Array, k: Array, t: Array, f: Array) -> Array:
    """Share of problems solved with at most k answers and a verifier [0-1].

    E[p t (1 - (1 - s)^k) / s + (1 - s)^(k - 1) p (1 - t)], which is
    m + (t - f) E[p (1 - p) (1 - (1 - s)^(k - 1)) / s]: what the further answers add stands alone.
    The mixture is that of Schaeffer et al. (2025) [schaeffer2025].

    Parameters
    ----------
    m : float or array
        pass@1, the mean of p [0-1].
    a : float or array
        First exponent of the Beta distribution [above 0].
    k : float or array
        Answers drawn at most [at least 1]; it may lie between whole numbers.
    t, f : float or array
        Chance that the verifier accepts a right and a wrong answer [0-1].

    Returns
    -------
    array
        Of the shape that the arguments broadcast to.
    """
    return draws(m, a, k, t, f).accuracy


def coverage(m: Array, a: Array, k: Array) -> Array:
    """pass@k: share of problems for which one of k answers at least is right [0-1].

    1 - E[(1 - p)^k] = 1 - B(a, b + k) / B(a, b); Schaeffer et al. (2025), with the exact
    Beta form [schaeffer2025]. It is the accuracy with a perfect verifier. Arguments as for `accuracy`.
    """
    return accuracy(m, a, k, 1.0, 0.0)


def plateau(m: Array, a: Array, t: Array, f: Array) -> Array:
    """Accuracy that no number of samples gets above [0-1]; arguments as for `accuracy`.

    It is the limit of endless samples: where nothing is ever accepted, pass@1.
    """
    return draws(m, a, 1.0, t, f).plateau


def expected_decodes(m: Array, a: Array, k: Array, t: Array, f: Array) -> Array:
    """Answers drawn on average when one stops at the first accepted [1 to k]; arguments as for `accuracy`."""
    return draws(m, a, k, t, f).decodes


def accuracy_by_mean(m: Array, a: Array, k: Array, t: Array, f: Array) -> Array:
    """d accuracy / dm at the same first exponent; arguments as for `accuracy`."""
    return draws(m, a, k, t, f).by_mean


def accuracy_by_samples(m: Array, a: Array, k: Array, t: Array, f: Array) -> Array:
    """d accuracy / dk with continuous k; arguments as for `accuracy`.

    It is never negative where the verifier accepts right answers more often than wrong ones.
    """
    return draws(m, a, k, t, f).by_samples
