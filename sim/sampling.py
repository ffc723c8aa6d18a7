"""What many answers and a verifier buy: accuracy of k samples, and how many must be drawn.

Problems differ: the chance p that one answer is right is Beta distributed over them, with mean m
(pass@1) and first exponent a; the second is b = a (1 - m) / m. Answers are drawn until the
verifier accepts one, at most k; the last is kept if it accepts none. It accepts a right answer
with chance t, a wrong one with chance f, any with chance s = p t + (1 - p) f.
"""

from dataclasses import dataclass

import numpy as np

from sim.laws.forms import Array

NODES = 800
LEAST, MOST = 1e-100, 1 - 1e-12  # of a chance: what lies beyond is as good as 0 and 1, and rounding would spoil it
# Where the tails of the mixture end: e^-40 of its weight, or nine standard deviations of ln(p / (1 - p)).
TAIL, WIDTH = 40.0, 9.0
_SPAN = np.linspace(-1.0, 1.0, NODES)


@dataclass(frozen=True)
class _Problems:
    """Nodes of the mixture on a last axis: chance of a right and of a wrong answer, and weight."""

    right: Array
    wrong: Array
    log_wrong: Array
    weight: Array

    def mean(self, value: Array) -> Array:
        """Average over the problems."""
        return np.einsum("...i,...i->...", self.weight, value)


def _problems(m: Array, a: Array) -> _Problems:
    """The mixture by the trapezoid rule in u, ln(p / (1 - p)) = ln(a / b) + sinh(u)."""
    m = np.clip(np.asarray(m, float), LEAST, MOST)[..., None]
    a = np.asarray(a, float)[..., None]
    b = a * (1 - m) / m
    end = np.arcsinh(TAIL / np.minimum(a, b) + WIDTH * np.sqrt(1 / a + 1 / b))
    stretch = np.exp(end * _SPAN)
    x = np.log(a / b) + 0.5 * (stretch - 1 / stretch)
    smaller = np.exp(-np.abs(x))
    both = np.log1p(smaller)
    log_right, log_wrong = np.minimum(x, 0) - both, np.minimum(-x, 0) - both
    depth = a * log_right + b * log_wrong
    weight = np.exp(depth - np.max(depth, axis=-1, keepdims=True)) * (stretch + 1 / stretch)
    weight /= np.sum(weight, axis=-1, keepdims=True)
    larger, smaller = 1 / (1 + smaller), smaller / (1 + smaller)
    return _Problems(np.where(x < 0, smaller, larger), np.where(x < 0, larger, smaller), log_wrong, weight)


def _accepted(problems: _Problems, t: Array, f: Array) -> tuple[Array, Array]:
    """s, the chance that one answer is accepted, and ln(1 - s)."""
    s = problems.right * np.asarray(t, float)[..., None] + problems.wrong * np.asarray(f, float)[..., None]
    return s, np.log1p(-np.minimum(s, MOST))


def _drawn(n: Array, s: Array, log_refused: Array) -> Array:
    """Sum of (1 - s)^i for i < n: (1 - (1 - s)^n) / s, which is n where s is 0."""
    n = np.asarray(n, float)[..., None]
    return np.where(s > LEAST, -np.expm1(n * log_refused) / np.where(s > LEAST, s, 1.0), n)


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
    problems = _problems(m, a)
    s, log_refused = _accepted(problems, t, f)
    added = problems.mean(problems.right * problems.wrong * _drawn(np.subtract(k, 1), s, log_refused))
    return np.clip(m + np.subtract(t, f) * added, 0.0, 1.0)


def coverage(m: Array, a: Array, k: Array) -> Array:
    """pass@k: share of problems for which one of k answers at least is right [0-1].

    1 - E[(1 - p)^k] = 1 - B(a, b + k) / B(a, b); Schaeffer et al. (2025), with the exact
    Beta form [schaeffer2025]. It is the accuracy with a perfect verifier. Arguments as for `accuracy`.
    """
    return accuracy(m, a, k, 1.0, 0.0)


def plateau(m: Array, a: Array, t: Array, f: Array) -> Array:
    """Accuracy that no number of samples gets above, m + (t - f) E[p (1 - p) / s] [0-1].

    Where nothing is ever accepted it is pass@1. Arguments as for `accuracy`.
    """
    problems = _problems(m, a)
    s, _ = _accepted(problems, t, f)
    per_draw = np.where(s > 0, problems.right * problems.wrong / np.where(s > 0, s, 1.0), 0.0)
    return np.clip(m + np.subtract(t, f) * problems.mean(per_draw), 0.0, 1.0)


def expected_decodes(m: Array, a: Array, k: Array, t: Array, f: Array) -> Array:
    """Answers drawn on average when one stops at the first accepted, E[(1 - (1 - s)^k) / s] [1 to k].

    Arguments as for `accuracy`.
    """
    problems = _problems(m, a)
    return problems.mean(_drawn(k, *_accepted(problems, t, f)))


def accuracy_by_mean(m: Array, a: Array, k: Array, t: Array, f: Array) -> Array:
    """d accuracy / dm at the same first exponent.

    1 - (t - f) a / m^2 Cov(p (1 - p) (1 - (1 - s)^(k - 1)) / s, ln(1 - p)), by the derivative of
    the Beta density with respect to b. Arguments as for `accuracy`.
    """
    problems = _problems(m, a)
    inside = np.clip(np.asarray(m, float), LEAST, MOST)
    s, log_refused = _accepted(problems, t, f)
    added = problems.right * problems.wrong * _drawn(np.subtract(k, 1), s, log_refused)
    together = problems.mean(added * problems.log_wrong) - problems.mean(added) * problems.mean(problems.log_wrong)
    # It is never negative; where it is 0, rounding might be.
    return np.maximum(1 - np.subtract(t, f) * (a / inside) * (together / inside), 0.0)


def accuracy_by_samples(m: Array, a: Array, k: Array, t: Array, f: Array) -> Array:
    """d accuracy / dk with continuous k, (t - f) E[p (1 - p) (1 - s)^(k - 1) (-ln(1 - s)) / s].

    Arguments as for `accuracy`. It is never negative where the verifier accepts right answers more
    often than wrong ones.
    """
    problems = _problems(m, a)
    s, log_refused = _accepted(problems, t, f)
    slope = np.where(s > LEAST, -log_refused / np.where(s > LEAST, s, 1.0), 1.0)
    left = np.exp(np.asarray(np.subtract(k, 1), float)[..., None] * log_refused)
    return np.subtract(t, f) * problems.mean(problems.right * problems.wrong * left * slope)
