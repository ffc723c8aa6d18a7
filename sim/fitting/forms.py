"""Fits of two other forms: one exponent for both parts, and Kaplan's power of a sum."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from sim.fitting.batch import LOWER, SIZE, Runs, local
from sim.laws.forms import Additive, Form
from sim.laws.joint import Joint

Made = TypeVar("Made", bound=Form)
# (lnA, lnB, lnE, gamma, gamma) from (lnA, lnB, lnE, gamma).
SHARED = np.vstack([np.eye(4), [0, 0, 0, 1]])
EXPONENTS = (0.05, 1.5)  # where the search for one exponent may begin
LARGEST = 300.0  # of a logarithm during the search


def shared_exponent(data: Runs, theta: np.ndarray) -> Additive:
    """E + A / N^gamma + B / D^gamma, from the fit with two exponents.

    Raises
    ------
    ArithmeticError
        If the search ends in no law.
    """
    from scipy.optimize import minimize  # here: the batch needs none of it

    first = np.linalg.lstsq(SHARED, theta, rcond=None)[0]
    first[3] = np.clip(first[3], *EXPONENTS)
    scale = 1 / max(float(local(theta[None], data).value[0]), 1e-300)

    def value(x: np.ndarray) -> tuple[float, np.ndarray]:
        at = local((SHARED @ x)[None], data)
        return scale * float(at.value[0]), scale * (SHARED.T @ at.slope[:, 0])

    def hessian(x: np.ndarray) -> np.ndarray:
        at = local((SHARED @ x)[None], data)
        full = np.zeros((SIZE, SIZE))
        for k, (i, j) in enumerate(LOWER):
            full[i, j] = full[j, i] = at.curvature[k, 0]
        return scale * (SHARED.T @ full @ SHARED)

    starts = [first, first * np.array([1, 1, 1, 0.6]), first + np.array([0, 0, -0.2, 0])]
    try:
        found = [minimize(value, x, jac=True, hess=hessian, method="trust-exact") for x in starts]
    except ValueError as error:  # a step into what a float cannot hold
        raise ArithmeticError(str(error)) from None
    best = data.plain(SHARED @ min(found, key=lambda one: one.fun).x)
    return additive(best)


def additive(constants: np.ndarray) -> Additive:
    """The law of (lnA, lnB, lnE, alpha, beta).

    Raises
    ------
    ArithmeticError
        If they are none.
    """
    lnA, lnB, lnE, alpha, beta = (float(x) for x in constants)
    return _lawful(lambda: Additive(E=_e(lnE), A=_e(lnA), B=_e(lnB), alpha=alpha, beta=beta))


def kaplan(data: Runs) -> Joint:
    """[(N_c / N)^(alpha_N / alpha_D) + D_c / D]^alpha_D; Kaplan et al. (2020), equation 1.5 [kaplan2020].

    Raises
    ------
    ArithmeticError
        If the search ends in no law.
    """
    from scipy.optimize import least_squares

    loss = "linear" if np.isinf(data.delta) else "huber"

    def errors(theta: np.ndarray) -> np.ndarray:
        c, r, d, s = theta
        return np.sqrt(data.weights) * (s * np.logaddexp(c - r * data.x, d - data.y) - data.t)

    middle = float(np.mean(data.t))
    bounds = ([-LARGEST, 1e-3, -LARGEST, 1e-3], [LARGEST, 20.0, LARGEST, 20.0])
    scale = data.delta if np.isfinite(data.delta) else 1.0
    found = [
        least_squares(errors, [middle / s, r, middle / s, s], bounds=bounds, loss=loss, f_scale=scale, x_scale="jac")
        for s in (0.08, 0.2, 0.4)
        for r in (0.5, 1.0, 1.6)
    ]
    c, r, d, s = min(found, key=lambda one: one.cost).x
    # Back from logarithms about their means.
    ln_Nc, ln_Dc = c / r + data.center[0], d + data.center[1]
    return _lawful(lambda: Joint(N_c=_e(ln_Nc), D_c=_e(ln_Dc), alpha_N=float(r * s), alpha_D=float(s)))


def _e(x: float) -> float:
    return float(np.exp(min(x, LARGEST)))


def _lawful(made: Callable[[], Made]) -> Made:
    try:
        return made()
    except ValueError as error:
        raise ArithmeticError(str(error)) from None
