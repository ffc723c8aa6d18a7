"""What serving does to the best model: plans against the tokens that will be served."""

from dataclasses import dataclass, replace

import numpy as np

from sim.engine.frontier import cheapest
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law
from sim.ground.arrays import Array
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.program.cost import dollar_spend, query_usd
from sim.program.serving import queries_served, samples_drawn


@dataclass(frozen=True)
class Demand:
    """The cheapest plans that reach one loss, for many amounts of service.

    Parameters
    ----------
    tokens_served : array of shape (S,)
        Tokens read and written over the whole service, all samples included [tokens].
    n_params, n_tokens : array of shape (S,)
        The plans; NaN where the loss is out of reach.
    training_usd, serving_usd : array of shape (S,)
        What their training and their serving cost [USD].
    unaware_usd : array of shape (S,)
        Training and serving of the plan whose training alone is cheapest [USD].
    """

    tokens_served: Array
    n_params: Array
    n_tokens: Array
    training_usd: Array
    serving_usd: Array
    unaware_usd: Array

    @property
    def total_usd(self) -> Array:
        """Training and serving [USD]."""
        return self.training_usd + self.serving_usd

    @property
    def saved(self) -> Array:
        """Share of the cost that planning for the service saves [0-1]."""
        return 1 - self.total_usd / self.unaware_usd


def demand_curve(result: Result, tokens_served: Array) -> Demand:
    """The cheapest plans that are as good as a run, against the tokens that will be served.

    min T_training(N, D) + 2 f N (tokens) x price with L(N, D) = L; Sardana et al. (2024),
    equations 3 and 6 [sardana2024].

    Parameters
    ----------
    result : Result
        Its loss is kept; its prices, lengths and utilizations count, whether inference is on or not.
    tokens_served : array of shape (S,)
        [tokens].
    """
    inputs = numbers(result.scenario)
    law = applied_law(inputs)
    served = np.asarray(tokens_served, float)
    training = replace(dollar_spend(inputs), per_param=0.0)
    per_param = served * served_token_usd(result.scenario)
    N, D = cheapest(law, replace(training, per_param=per_param), np.full(served.shape, result.loss))
    alone_N, alone_D = cheapest(law, training, np.asarray(result.loss))
    return Demand(
        served, N, D, training.total(N, D), per_param * N, training.total(alone_N, alone_D) + per_param * alone_N
    )


def served_token_usd(scenario: Scenario) -> Array:
    """Mean cost of one token read or written, for each parameter [USD]."""
    inputs = numbers(scenario)
    return query_usd(1.0, inputs) / (inputs.prompt_tokens + samples_drawn(inputs) * inputs.output_tokens)


def query_factor(result: Result, larger: Array) -> Array:
    """Factor on the queries of a run for the price of a model that is so many times larger.

    The larger model is trained on the same tokens and answers the same queries once. Where a FLOP costs the
    same in training and serving this is M + 3 (D_pre / D_inf)(M - 1); Snell et al. (2024), section 7 [snell2024].

    Parameters
    ----------
    result : Result
        The small run; its queries count whether inference is on or not.
    larger : float or array
        M, parameters of the larger model over those of the run [-].
    """
    inputs = numbers(result.scenario)
    N, D = result.n_params, result.n_tokens
    training = replace(dollar_spend(inputs), per_param=0.0)
    serving = queries_served(inputs) * query_usd(N, inputs)
    return larger + (training.varying(larger * N, D) - training.varying(N, D)) / serving
