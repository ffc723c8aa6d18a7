"""Many fits of the additive form at once: their objectives, slopes and curvatures in one pass over the runs.

All fits share the parameters and tokens of the runs; each has weights or losses of its own. So every sum
over runs is a product of one matrix of fits by runs with one small matrix of runs by powers of log N and log D.
"""

from dataclasses import dataclass

import numpy as np

CONSTANTS = ("lnA", "lnB", "lnE", "alpha", "beta")  # order of every array of constants here
SIZE = len(CONSTANTS)
LOWER = [(i, j) for i in range(SIZE) for j in range(i + 1)]  # places of a lower triangle, row by row
BLOCK = 30_000  # fits x runs taken at once: what the nearest cache of a core holds
LARGEST_EXPONENT = 650.0  # beyond which e to it does not fit a float


@dataclass(frozen=True)
class Runs:
    """Runs to be fitted by many fits: logarithms, those of N and D about their means.

    Parameters
    ----------
    x, y : array of shape (n,)
        ln N and ln D minus their means.
    center : tuple of float
        The means.
    t : array of shape (n,) or (fits, n)
        ln of the losses.
    weights : array of shape (n,) or (fits, n)
        What each run counts.
    delta : float
        Residual up to which the Huber loss is quadratic; infinity for least squares.
    """

    x: np.ndarray
    y: np.ndarray
    center: tuple[float, float]
    t: np.ndarray
    weights: np.ndarray
    delta: float

    def part(self, which: slice | np.ndarray) -> "Runs":
        """The same for some of the fits."""
        t = self.t if self.t.ndim == 1 else self.t[which]
        weights = self.weights if self.weights.ndim == 1 else self.weights[which]
        return Runs(self.x, self.y, self.center, t, weights, self.delta)

    def centered(self, constants: np.ndarray) -> np.ndarray:
        """Constants (..., 5) as they are for x and y: lnA - alpha mean(ln N), lnB - beta mean(ln D)."""
        moved = np.array(constants, float)
        moved[..., 0] -= moved[..., 3] * self.center[0]
        moved[..., 1] -= moved[..., 4] * self.center[1]
        return moved

    def plain(self, centered: np.ndarray) -> np.ndarray:
        """The inverse of `centered`."""
        moved = np.array(centered, float)
        moved[..., 0] += moved[..., 3] * self.center[0]
        moved[..., 1] += moved[..., 4] * self.center[1]
        return moved


def runs(
    N: np.ndarray, D: np.ndarray, loss: np.ndarray, weights: np.ndarray | None = None, delta: float = np.inf
) -> Runs:
    """Runs as the fits take them, from parameters, tokens and losses."""
    x, y = np.log(N), np.log(D)
    center = float(x.mean()), float(y.mean())
    counted = np.ones(len(x)) if weights is None else np.asarray(weights, float)
    return Runs(x - center[0], y - center[1], center, np.log(loss), counted, delta)


@dataclass(frozen=True)
class Local:
    """Objective of each fit near its constants.

    Parameters
    ----------
    value : array of shape (fits,)
        Sum of weight x Huber loss of the residuals of ln L.
    slope : array of shape (5, fits)
        Its gradient.
    curvature, safe : array of shape (15, fits)
        Lower triangles of its Hessian, and of that of the reweighted least squares that touch it from above
        to first order in the residuals: never negative.
    """

    value: np.ndarray
    slope: np.ndarray
    curvature: np.ndarray
    safe: np.ndarray


def residuals(theta: np.ndarray, data: Runs) -> np.ndarray:
    """Ln of the fitted loss minus ln of the measured one, shape (fits, n); theta is centered."""
    return _parts(theta, data)[3]


def _parts(theta: np.ndarray, data: Runs) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Parts of the fitted loss due to N, D and the floor over it, and the residuals."""
    from_N = theta[:, 3:4] * -data.x
    from_N += theta[:, 0:1]
    from_D = theta[:, 4:5] * -data.y
    from_D += theta[:, 1:2]
    for part in (from_N, from_D):
        np.minimum(part, LARGEST_EXPONENT, out=part)
        np.exp(part, out=part)
    floor = np.exp(np.minimum(theta[:, 2:3], LARGEST_EXPONENT))
    total = from_N + from_D
    total += floor
    from_N /= total
    from_D /= total
    of_floor = floor / total
    np.log(total, out=total)
    total -= data.t
    return from_N, from_D, of_floor, total


def value(theta: np.ndarray, data: Runs) -> np.ndarray:
    """Objective of each fit, shape (fits,)."""
    r = residuals(theta, data)
    psi = np.clip(r, -data.delta, data.delta)
    return np.sum(data.weights * psi * (r - psi / 2), axis=-1)


def local(theta: np.ndarray, data: Runs) -> Local:
    """Objective, gradient and Hessians of each fit; theta is centered, of shape (fits, 5)."""
    n_fits, n = len(theta), len(data.x)
    found = Local(*(np.empty(shape) for shape in ((n_fits,), (SIZE, n_fits), (15, n_fits), (15, n_fits))))
    step = max(1, BLOCK // n)
    ones = np.ones(n)
    powers = np.stack([ones, data.x, data.y, data.x**2, data.y**2, data.x * data.y], axis=1)
    for start in range(0, n_fits, step):
        here = slice(start, start + step)
        _fill(found, here, theta[here], data.part(here), powers)
    return found


def _fill(found: Local, here: slice, theta: np.ndarray, data: Runs, powers: np.ndarray) -> None:
    p, q, f, r = _parts(theta, data)
    psi = np.clip(r, -data.delta, data.delta)
    pull = data.weights * psi
    found.value[here] = np.einsum("ij,ij->i", pull, r) - np.einsum("ij,ij->i", pull, psi) / 2
    near = data.weights * (psi == r)
    with np.errstate(invalid="ignore", divide="ignore"):
        gentle = np.where(r == 0, data.weights, pull / r)
    u, v, w = pull * p, pull * q, pull * f
    by_N, by_D = u @ powers[:, [0, 1, 3]], v @ powers[:, [0, 2, 4]]
    by_f = w.sum(axis=1)
    slope = found.slope[:, here]
    slope[0], slope[3] = by_N[:, 0], -by_N[:, 1]
    slope[1], slope[4] = by_D[:, 0], -by_D[:, 1]
    slope[2] = by_f
    near -= pull
    for weight, full in ((near, found.curvature), (gentle, found.safe)):
        full[:, here] = _outer(weight, p, q, f, powers)
    # What the bend of ln L itself adds.
    curvature = found.curvature
    curvature[0, here] += by_N[:, 0]
    curvature[6, here] -= by_N[:, 1]
    curvature[9, here] += by_N[:, 2]
    curvature[2, here] += by_D[:, 0]
    curvature[11, here] -= by_D[:, 1]
    curvature[14, here] += by_D[:, 2]
    curvature[5, here] += by_f


def _outer(weight: np.ndarray, p: np.ndarray, q: np.ndarray, f: np.ndarray, powers: np.ndarray) -> np.ndarray:
    """Lower triangle of the sum of weight x J J', J = (p, q, f, -p x, -q y) the gradient of ln L."""
    wp, wq, wf = weight * p, weight * q, weight * f
    pp = (wp * p) @ powers[:, [0, 1, 3]]
    qq = (wq * q) @ powers[:, [0, 2, 4]]
    pq = (wp * q) @ powers[:, [0, 1, 2, 5]]
    pf = (wp * f) @ powers[:, [0, 1]]
    qf = (wq * f) @ powers[:, [0, 2]]
    ff = np.einsum("ij,ij->i", wf, np.broadcast_to(f, wf.shape))
    return np.stack([
        pp[:, 0],
        pq[:, 0], qq[:, 0],
        pf[:, 0], qf[:, 0], ff,
        -pp[:, 1], -pq[:, 1], -pf[:, 1], pp[:, 2],
        -pq[:, 2], -qq[:, 1], -qf[:, 1], pq[:, 3], qq[:, 2],
    ])  # fmt: skip
