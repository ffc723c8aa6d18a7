"""What it takes to serve a model: operations and chip time of a query, and of a whole service."""

from sim.ground.arrays import Array
from sim.inputs.numbers import Numbers
from sim.inputs.scenario import Scenario
from sim.program.training import BYTES_PER_GB, HOURS_PER_DAY, SECONDS_PER_HOUR

FLOP_PER_PARAM_TOKEN_SERVED = 2  # the forward pass alone: Kaplan et al. (2020), section 2.1 [kaplan2020]

# Weights in 16 bits: Rajbhandari et al. (2020), section 3.1 [rajbhandari2020]. Caches of open queries come on top.
BYTES_PER_PARAM_SERVED = 2


def served_flop(N: Array, n_tokens: Array, active_fraction: Array = 1.0) -> Array:
    """Operations that reading or writing tokens takes, 2 N_active for each [FLOP].

    Kaplan et al. (2020), section 2.1 [kaplan2020]. Attention over long contexts is left out.

    Parameters
    ----------
    N : float or array
        All parameters [-].
    n_tokens : float or array
        Tokens read or written [-].
    active_fraction : float or array
        Share of the parameters that one token uses [0-1].
    """
    return FLOP_PER_PARAM_TOKEN_SERVED * active_fraction * N * n_tokens


def prompt_hours(N: Array, inputs: Numbers) -> Array:
    """Paid chip-hours that reading the prompt of one query takes [h]; however many answers are drawn."""
    return _paid_hours(served_flop(N, inputs.prompt_tokens, inputs.active_fraction), inputs.mfu_prefill, inputs)


def sample_hours(N: Array, inputs: Numbers) -> Array:
    """Paid chip-hours that writing one answer takes [h]."""
    return _paid_hours(served_flop(N, inputs.output_tokens, inputs.active_fraction), inputs.mfu_decode, inputs)


def query_hours(N: Array, inputs: Numbers) -> Array:
    """Paid chip-hours of one query [h]: its prompt once, and every sample.

    2 N_active (prompt / mfu_prefill + k output / mfu_decode) / (peak x utilization) / 3600;
    Sardana et al. (2024), equation 6, with the samples [sardana2024].

    Parameters
    ----------
    N : float or array
        All parameters [-].
    inputs : namespace
        Lengths, utilizations and samples of a scenario.
    """
    return prompt_hours(N, inputs) + samples_drawn(inputs) * sample_hours(N, inputs)


def samples_drawn(inputs: Numbers) -> Array:
    """Answers drawn for each query: k, or 1 where the tasks are multiple choice."""
    return 1.0 if inputs.task_kind == "choice" else inputs.samples_per_query


def queries_served(inputs: Numbers | Scenario) -> Array:
    """Queries over the whole service [-]."""
    return inputs.queries_per_day * inputs.service_days


def serving_chips(N: Array, inputs: Numbers) -> Array:
    """Chips that the queries of a day keep paid for, day and night [-]: queries x chip-hours of one / 24."""
    return inputs.queries_per_day * query_hours(N, inputs) / HOURS_PER_DAY


def serving_memory_gb(N: Array) -> Array:
    """Memory that the weights of one copy of the model take, all experts among them [GB]: 2 N bytes.

    Rajbhandari et al. (2020), section 3.1: two bytes for each parameter in 16 bits [rajbhandari2020].
    """
    return BYTES_PER_PARAM_SERVED * N / BYTES_PER_GB


def peak_queries_per_s(inputs: Numbers) -> Array:
    """Queries a second that the paid chips answer when none of them idles [1/s].

    The average over the share of the paid time in which there are queries: paid are the hours of the peak.
    """
    return inputs.queries_per_day / (HOURS_PER_DAY * SECONDS_PER_HOUR) / inputs.serving_utilization


def _paid_hours(flop: Array, mfu: Array, inputs: Numbers) -> Array:
    """Chip-hours that are paid for so many operations: the busy ones and the idle ones [h]."""
    return flop / (mfu * inputs.peak_flop_per_s) / inputs.serving_utilization / SECONDS_PER_HOUR
