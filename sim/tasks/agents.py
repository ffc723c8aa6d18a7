"""Tasks of many steps: success, cost, and the length at which success falls to one half.

Each step is one query. A step that fails is tried again, as often as `retries`; a task stops at
the first step that fails for good. Steps fail independently, which real tasks need not do.
"""

import numpy as np

from sim.ground.arrays import Array

_LESS = float(np.nextafter(1.0, 0.0))  # the largest chance below one


def step_success(accuracy: Array, retries: Array) -> Array:
    """Chance that a step succeeds within 1 + retries tries, 1 - (1 - accuracy)^(retries + 1) [0-1]."""
    accuracy = np.asarray(accuracy, float)
    return np.where(accuracy < 1, -np.expm1(np.add(retries, 1) * np.log1p(-np.minimum(accuracy, _LESS))), 1.0)


def task_success(accuracy: Array, n_steps: Array, retries: Array) -> Array:
    """Chance that all steps of a task succeed, (1 - (1 - accuracy)^(retries + 1))^n [0-1].

    Parameters
    ----------
    accuracy : float or array
        Chance that one try of a step succeeds [0-1].
    n_steps : float or array
        Steps of the task [at least 1].
    retries : float or array
        Further tries of a step that failed [-].
    """
    failed = _failed(accuracy, retries)
    return np.where(failed < 1, np.exp(n_steps * np.log1p(-np.where(failed < 1, failed, 0.0))), 0.0)


def usd_per_task(usd_per_query: Array, accuracy: Array, n_steps: Array, retries: Array) -> Array:
    """Cost of one task, failed ones included [USD].

    usd_per_query x sum of q^i over i < n x q / accuracy, q the success of a step: the steps that
    are begun, each with its tries. Arguments as for `task_success`, the price of a query [USD] first.
    """
    accuracy, failed = np.asarray(accuracy, float), _failed(accuracy, retries)
    lost = (failed > 0) & (failed < 1)
    lasting = np.where(lost, -np.expm1(n_steps * np.log1p(-np.where(lost, failed, 0.5))) / np.where(lost, failed, 1), 1)
    begun = np.where(failed > 0, lasting, n_steps)
    tries = step_success(accuracy, retries) / np.where(accuracy > 0, accuracy, 1.0)
    return usd_per_query * begun * np.where(accuracy > 0, tries, np.add(retries, 1))


def half_length(accuracy: Array, retries: Array) -> Array:
    """Steps at which a task succeeds half of the time, ln(1/2) / ln q; infinity where no step ever fails.

    Arguments as for `task_success`.
    """
    failed = _failed(accuracy, retries)
    possible = (failed > 0) & (failed < 1)
    with np.errstate(over="ignore"):  # a chance this small is as good as none
        steps = np.log(0.5) / np.log1p(-np.where(possible, failed, 0.5))
    return np.where(possible, steps, np.where(failed > 0, 0.0, np.inf))


def _failed(accuracy: Array, retries: Array) -> Array:
    """Chance that all tries of a step fail [0-1]."""
    return (1 - np.asarray(accuracy, float)) ** (np.asarray(retries, float) + 1)
