"""Coded remarks on post-training; `sim.engine.notes` lists them with the others."""

from collections.abc import Iterator

from sim.catalogs.posttraining import CHIP_HOUR_USD, PostTraining, post_training_curves
from sim.engine.remark import Remark, Weight, remark
from sim.engine.result import Result
from sim.ground import units

LONGEST_HOURS = 1e5  # GB200-hours of the longest published run: Khatri et al. (2025) [khatri2025]


def _curve(result: Result) -> PostTraining | None:
    """The curve in use, where it is used at all."""
    on = result.scenario.post_training == "on"
    return post_training_curves().entries[result.scenario.post_training_curve] if on else None


def _raises(result: Result) -> bool:
    return result.accuracy is not None and result.scenario.task_kind == "generate"


def _nothing_to_raise(result: Result) -> Iterator[str]:
    if _curve(result) and not _raises(result):
        yield "Post-training is paid for, but nothing here is solved by answers that it could better: set such tasks."


def _illustrative(result: Result) -> Iterator[str]:
    curve = _curve(result)
    if curve and not curve.is_published and _raises(result):
        yield (
            "Post-training is illustrative: the form is published (Khatri et al., 2025), its constants are carried "
            "over from one model of 8B parameters to the size and the tasks of this run."
        )


def _published(result: Result) -> Iterator[str]:
    curve = _curve(result)
    if curve and curve.is_published and _raises(result):
        yield (
            f"Post-training by the published constants of {curve.label}, {curve.what} (Khatri et al., 2025). Where "
            "that model began is not printed: here it begins at what the base model solves, on the tasks set here."
        )


def _at_ceiling(result: Result) -> Iterator[str]:
    curve = _curve(result)
    if (
        curve and curve.ceiling is not None and result.scenario.post_training_headroom is None
        and _raises(result) and result.pass_at_1_base >= curve.ceiling
    ):  # fmt: skip
        yield (
            f"Post-training buys nothing: the base model solves {units.percent(result.pass_at_1_base)} already, and "
            f"this curve ends at {units.percent(curve.ceiling)}."
        )


def _beyond_runs(result: Result) -> Iterator[str]:
    hours = result.scenario.post_training_usd / CHIP_HOUR_USD
    if _curve(result) and hours > LONGEST_HOURS:
        yield (
            f"Post-training takes {units.count(hours)} GB200-hours, {units.times(hours / LONGEST_HOURS)} the longest "
            "run behind the curve: what it brings is an extrapolation."
        )


POST_REMARKS: dict[str, Remark] = {
    "post-training-unused": remark(_nothing_to_raise, Weight.CAUTION),
    "post-training-illustrative": remark(_illustrative),
    "post-training-published": remark(_published),
    "post-training-at-ceiling": remark(_at_ceiling, Weight.CAUTION),
    "post-training-beyond": remark(_beyond_runs),
}
