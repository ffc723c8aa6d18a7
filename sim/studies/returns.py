"""Diminishing returns: a sum added to the run as it stands, on one lever alone or with all planned anew.

Each way to spend it is one record of `LEVERS` or `ANEW`: where the run is after the money, and what the next dollar
buys there. The formulas are those of the engine, so a line is what `evaluate` says along the same path.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sim.engine.curves import D_HIGH, N_HIGH
from sim.engine.frontier import best_split, gain_scale, gains
from sim.engine.marginal import gain_unique
from sim.engine.solving import Solved, solved
from sim.ground.arrays import Array
from sim.inputs import TABLE
from sim.inputs.numbers import Numbers
from sim.laws.applied import AppliedLaw, with_unique
from sim.program.cost import Spend, dollar_spend, sample_usd
from sim.program.serving import queries_served
from sim.program.tokens import PER_MILLION
from sim.studies.growing import params_by_money

K_HIGH = TABLE["samples_per_query"].high


@dataclass(frozen=True)
class Standing:
    """Runs as the formulas take them, before or after money was added.

    Parameters
    ----------
    inputs : namespace
        Scenarios as numbers; arrays broadcast against the plan.
    law : AppliedLaw
        As the inputs see it.
    spend : Spend
        What is paid for a plan [USD]; what is fixed cancels, and without it differences keep their digits.
    n_params, n_tokens : array
        The plan.
    """

    inputs: Numbers
    law: AppliedLaw
    spend: Spend
    n_params: Array
    n_tokens: Array

    @cached_property
    def paid(self) -> Array:
        """What the plan costs beside what is fixed [USD]."""
        return self.spend.total(self.n_params, self.n_tokens)

    @cached_property
    def loss(self) -> Array:
        """[nat/token]."""
        return self.law.loss(self.n_params, self.n_tokens)

    @cached_property
    def gains(self) -> tuple[Array, Array]:
        """Loss that the next dollar on parameters and on tokens takes off [nat/token per USD]."""
        return gains(self.law, self.spend, self.n_params, self.n_tokens)

    @property
    def counts_answers(self) -> bool:
        """Whether wrong answers are counted, and not the loss alone."""
        return self.inputs.inference == "on" and self.inputs.task_kind != "none"

    @cached_property
    def reached(self) -> Array:
        """The loss [nat/token]; where answers are counted, the share of them that is wrong [0-1]."""
        return 1 - self.solved.accuracy if self.counts_answers else self.loss

    def removed(self, gain: Array) -> Array:
        """What a fall of the loss [nat/token per USD] takes off what is reached, per dollar."""
        return -self.solved.by_loss * gain if self.counts_answers else gain

    @property
    def is_post_trained(self) -> bool:
        """Whether what is counted depends on post-training."""
        return self.counts_answers and self.inputs.post_training == "on" and self.inputs.task_kind == "generate"

    @cached_property
    def solved(self) -> Solved:
        """The share of right answers and its slopes."""
        return solved(self.loss, self.n_params, self.inputs)


@dataclass(frozen=True)
class Lever:
    """One way to spend more money.

    Parameters
    ----------
    name, label, color : str
        Its key, its name, and a color of the style.
    after : callable
        (standing, money [USD]) -> the standing with that money spent; NaN beyond what can be bought.
    gain : callable
        standing -> what the next dollar takes off what is reached.
    applies : callable
        standing -> which of its runs have the lever at all.
    """

    name: str
    label: str
    color: str
    after: Callable[[Standing, Array], Standing]
    gain: Callable[[Standing], Array]
    applies: Callable[[Standing], Array] = lambda _: True


def _spend(inputs: Numbers) -> Spend:
    return replace(dollar_spend(inputs), fixed=0.0)


def _larger(now: Standing, money: Array) -> Standing:
    # More money buys no less, where it is lost in the rounding of the cost too.
    N = np.maximum(now.spend.params_for(now.paid + money, now.n_tokens), now.n_params)
    return replace(now, n_params=np.where(N <= N_HIGH, N, np.nan))


def _longer(now: Standing, money: Array) -> Standing:
    D = np.maximum(now.spend.tokens_for(now.paid + money, now.n_params), now.n_tokens)
    return replace(now, n_tokens=np.where(D <= D_HIGH, D, np.nan))


def _text_usd(now: Standing) -> Array:
    return PER_MILLION * np.asarray(now.inputs.usd_per_mtok_real)


def _fresher(now: Standing, money: Array) -> Standing:
    price, U = _text_usd(now), now.law.data.unique
    more = U + money / np.where(price > 0, price, np.nan)
    stock = np.where(more <= now.law.data.real_share * now.n_tokens, more, np.nan)
    inputs = now.inputs.having(unique_tokens=stock)
    return replace(now, inputs=inputs, law=with_unique(now.law, stock), spend=_spend(inputs))


def _larger_gain(now: Standing) -> Array:
    gain = now.removed(now.gains[0])
    if not now.is_post_trained:
        return gain
    # A larger model takes more hours of post-training to the same share of the way.
    return gain + now.solved.by_log_params / (now.n_params * now.spend.gradient(now.n_params, now.n_tokens)[0])


def _repeats(now: Standing) -> Array:
    return (now.law.data.real_share * now.n_tokens > now.law.data.unique) & (_text_usd(now) > 0)


def _drawing(now: Standing, money: Array) -> Standing:
    price = queries_served(now.inputs) * sample_usd(now.n_params, now.inputs)
    k = now.inputs.samples_per_query + money / price
    inputs = now.inputs.having(samples_per_query=np.where(k <= K_HIGH, k, np.nan))
    return replace(now, inputs=inputs, spend=_spend(inputs))


def _sampling_gain(now: Standing) -> Array:
    drawn = now.solved.drawn
    answered = np.nan if drawn is None else np.where(np.isfinite(now.loss), drawn.by_samples, np.nan)
    return answered / (queries_served(now.inputs) * sample_usd(now.n_params, now.inputs))


def _training_after(now: Standing, money: Array) -> Standing:
    inputs = now.inputs.having(post_training_usd=now.inputs.post_training_usd + money)
    return replace(now, inputs=inputs, spend=_spend(inputs))


def _anew_gain(now: Standing) -> Array:
    plan = now.law, now.spend, now.n_params, now.n_tokens
    gain = now.removed(gain_scale(*plan))
    # How its parameters grow moves the hours of post-training too.
    return gain + now.solved.by_log_params * params_by_money(*plan) if now.is_post_trained else gain


def _anew(now: Standing, money: Array) -> Standing:
    N, D = best_split(now.law, now.spend, now.paid + money)
    return replace(now, n_params=N, n_tokens=D)


LEVERS = (
    Lever("params", "Parameters", "params", _larger, _larger_gain),
    Lever("tokens", "Tokens", "tokens", _longer, lambda now: now.removed(now.gains[1])),
    Lever(
        "text", "New text", "money", _fresher,
        lambda now: now.removed(gain_unique(now.law.by_unique(now.n_params, now.n_tokens), _text_usd(now))),
        _repeats,
    ),
    Lever(
        "samples", "Samples", "inference", _drawing, _sampling_gain,
        lambda now: now.counts_answers and now.inputs.task_kind == "generate",
    ),
    Lever(
        "rl", "Post-training", "ink", _training_after,
        lambda now: now.solved.by_log_hours / now.inputs.post_training_usd,
        lambda now: now.is_post_trained,
    ),
)  # fmt: skip
# Samples and the stock of text stay as they are: they are levers of their own.
ANEW = Lever(
    "anew", "Best plan", "compute", _anew, _anew_gain,
)  # fmt: skip


def standing(inputs: Numbers, law: AppliedLaw, N: Array, D: Array) -> Standing:
    """Runs as they stand, under a law as the inputs see it."""
    return Standing(inputs, law, _spend(inputs), N, D)


def levers_of(now: Standing) -> tuple[Lever, ...]:
    """The levers that any of the runs has, in order."""
    return tuple(lever for lever in LEVERS if np.any(lever.applies(now)))
