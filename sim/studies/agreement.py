"""Do the laws agree? Every usable law, and the draws of those with a covariance, asked which lever is the better buy.

All are asked about one run: the parameters and tokens that the scenario's own law plans. Only prices of the next
0.01 nat are compared, since losses of different laws cannot be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from sim.engine.fitted_range import beyond_fit, is_far
from sim.engine.known_results import result_of
from sim.engine.marginal import steps
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law, chosen_law, for_mixture, law_form
from sim.ground.arrays import Array
from sim.ground.errors import SimulationError
from sim.inputs.numbers import Numbers, numbers, stacked
from sim.inputs.scenario import Scenario
from sim.laws import FORMS, loss_laws
from sim.laws.forms import Form
from sim.program.cost import Spend, dollar_spend
from sim.program.tokens import scenario_data
from sim.studies.uncertainty import law_draws

EVEN = 0.01  # relative difference up to which two prices count as the same; ours [next-dollar]
PARAMS, TOKENS, NEITHER = "params", "tokens", "even"


@dataclass(frozen=True)
class Answer:
    """What one law says of the next 0.01 nat of a run.

    Parameters
    ----------
    law : str
        Its identifier.
    step_params_usd, step_tokens_usd : float or None
        Price with parameters alone and with tokens alone [USD]; `None` where no amount reaches it.
    ratio : float
        Of the first to the second, see `price_ratio`.
    beyond_fit : mapping
        How far the run lies outside the runs behind the law, see `sim.engine.fitted_range.beyond_fit`.
    """

    law: str
    step_params_usd: float | None
    step_tokens_usd: float | None
    ratio: float
    beyond_fit: Mapping[str, float | None]

    @property
    def better(self) -> str:
        """The better buy by this law."""
        return better(self.ratio)

    @property
    def is_far(self) -> bool:
        """Whether the run's tokens per parameter lie far outside those of the runs behind the law."""
        return is_far(self.beyond_fit["tokens_per_param"])


@dataclass(frozen=True)
class Agreement:
    """What all usable laws say of the next 0.01 nat of one run.

    Parameters
    ----------
    chosen : str
        The law of the scenario, which planned the run.
    answers : tuple of Answer
        One of each law, in the order of the laws.
    drawn : tuple of str
        The laws whose constants were drawn.
    draws_for_params, draws_for_tokens : float
        Share of all draws by which a lever is the better buy [-].
    """

    chosen: str
    answers: tuple[Answer, ...]
    drawn: tuple[str, ...]
    draws_for_params: float
    draws_for_tokens: float

    @property
    def own(self) -> Answer:
        """The answer of the scenario's law."""
        return next(answer for answer in self.answers if answer.law == self.chosen)

    @property
    def laws_for_params(self) -> int:
        """Laws by which parameters are the better buy."""
        return sum(answer.better == PARAMS for answer in self.answers)

    @property
    def laws_for_tokens(self) -> int:
        """Laws by which tokens are the better buy."""
        return sum(answer.better == TOKENS for answer in self.answers)


def price_ratio(params: Array, tokens: Array) -> Array:
    """Price with parameters over price with tokens [-]: above 1 tokens are the better buy.

    Out of reach is infinitely dear; where both are, or cost nothing to any digit, neither is better and the ratio is 1.
    """
    params, tokens = np.asarray(params, float), np.asarray(tokens, float)
    neither = (np.isinf(params) & np.isinf(tokens)) | ((params == 0) & (tokens == 0))
    with np.errstate(divide="ignore"):  # a step that costs nothing to any digit is the better buy
        return np.where(neither, 1.0, params) / np.where(neither, 1.0, tokens)


def prefers_tokens(ratio: Array) -> Array:
    """Whether tokens are the better buy by a ratio of prices."""
    return ratio > 1 + EVEN


def prefers_params(ratio: Array) -> Array:
    """Whether parameters are the better buy by a ratio of prices."""
    return ratio < 1 / (1 + EVEN)


def better(ratio: float) -> str:
    """The lever with the lower price: "params", "tokens", or "even" where they differ by at most 1 %."""
    return PARAMS if prefers_params(ratio) else TOKENS if prefers_tokens(ratio) else NEITHER


def usable_laws(scenario: Scenario) -> tuple[str, ...]:
    """Identifiers of the laws that are asked: every published one, and the typed one where it is the chosen.

    One of mixtures is asked where the number of experts is set, or where it is the chosen one.
    """
    return tuple(
        key
        for key, law in loss_laws().entries.items()
        if key == scenario.law or not law.typed and (not law.function.is_of_mixtures or scenario.n_experts > 1)
    )


@lru_cache(maxsize=512)
def agreement(scenario: Scenario) -> Agreement:
    """What all usable laws say of the run of a scenario, at the parameters and tokens that it has; kept.

    Raises
    ------
    SimulationError
        If the plan is infeasible, or a price is unknown so that there is nothing to compare.
    """
    result = result_of(scenario)
    if result.cost_total_usd is None:
        raise SimulationError("price", "none", "no price of this chip is known: give one to compare what dollars buy")
    prices = step_prices([result])
    ratios = price_ratio(*np.array(list(prices.values()))[..., 0].T).tolist()
    laws = {**loss_laws().entries, scenario.law: chosen_law(scenario)}
    answers = tuple(
        Answer(law, _known(params[0]), _known(tokens[0]), ratio, beyond_fit(laws[law], result))
        for (law, (params, tokens)), ratio in zip(prices.items(), ratios, strict=True)
    )
    drawn = drawn_laws()
    of_draws = np.concatenate([draw_ratios(result, form) for form in drawn.values()])
    shares = [float(np.mean(prefers(of_draws))) for prefers in (prefers_params, prefers_tokens)]
    return Agreement(scenario.law, answers, tuple(drawn), *shares)


def step_prices(results: Sequence[Result]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Price of the next 0.01 nat of many runs with parameters and with tokens, by every usable law.

    Parameters
    ----------
    results : sequence of Result
        Runs that share their choices, the law among them; S of them.

    Returns
    -------
    dict
        Law -> the two prices, each of shape (S,) [USD]; infinite where no amount reaches it, NaN where a price
        is unknown.
    """
    inputs = stacked([result.scenario for result in results])
    N, D = (np.array([getattr(result, name) for result in results]) for name in ("n_params", "n_tokens"))
    prices = _prices(inputs, dollar_spend(inputs), N, D)
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for names, form in forms(results[0].scenario, inputs):
        both = (np.broadcast_to(price, (len(names), len(results))) for price in prices(form))
        found.update(zip(names, zip(*both, strict=True), strict=True))
    return {law: found[law] for law in usable_laws(results[0].scenario)}


def draw_ratios(result: Result, form: Form) -> np.ndarray:
    """Ratio of the two prices of a run by each of many draws of a law, see `price_ratio`."""
    inputs = numbers(result.scenario)
    return price_ratio(*_prices(inputs, dollar_spend(inputs), result.n_params, result.n_tokens)(form))


def _prices(inputs: Numbers, dollars: Spend, N: Array, D: Array) -> Callable[[Form], tuple[Array, Array]]:
    data, priced = scenario_data(inputs), ~np.isnan(dollars.varying(N, D))

    def prices(form: Form) -> tuple[Array, Array]:
        law = applied_law(inputs, form, data)
        params, tokens = steps(law, dollars, N, D)
        return np.where(priced & np.isnan(params), np.inf, params), np.where(priced & np.isnan(tokens), np.inf, tokens)

    return prices


def _known(usd: float) -> float | None:
    return float(usd) if np.isfinite(usd) else None


def forms(scenario: Scenario, inputs: Numbers) -> list[tuple[tuple[str, ...], Form]]:
    """All usable laws of a scenario: those of one form together, with constants of shape (n, 1)."""
    typed = chosen_law(scenario).typed
    published = [
        (keys, for_mixture(form, inputs)) for keys, form in _published() if set(keys) & set(usable_laws(scenario))
    ]
    return [*published, *([((scenario.law,), law_form(inputs))] if typed else [])]


@cache
def _published() -> tuple[tuple[tuple[str, ...], Form], ...]:
    entries = {key: law for key, law in loss_laws().entries.items() if not law.typed}
    alike: dict[tuple[str, ...], list[str]] = {}
    for key, law in entries.items():
        alike.setdefault((law.form, *sorted(law.constants)), []).append(key)
    made = []
    for (form, *names), keys in alike.items():
        columns = {name: np.array([[entries[key].constants[name]] for key in keys]) for name in names}
        made.append((tuple(keys), FORMS[form](**columns)))
    return tuple(made)


@cache
def drawn_laws() -> Mapping[str, Form]:
    """1,000 draws of each law that has a covariance, around its published constants."""
    found = {key: law_draws(law) for key, law in loss_laws().entries.items()}
    return {key: form for key, form in found.items() if form is not None}
