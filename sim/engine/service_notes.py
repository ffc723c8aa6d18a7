"""Coded remarks on what is served and solved; `sim.engine.notes` lists them with the others."""

from collections.abc import Iterator

from sim.engine.remark import Remark, Weight, remark
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.inputs import TABLE
from sim.laws import loss_laws
from sim.tasks.sampling import accuracy

FAR_FROM_ANCHOR = 3.0  # difference of log odds to the anchor, a factor of 20, from which on it says little; ours
LONG_CONTEXT = 32_000  # tokens from which on attention costs more than a small part; ours [next-dollar]
NOTHING_MORE = 0.001  # accuracy that half of the samples may lose and still be called enough; ours [next-dollar]
DEFAULT_LAW = str(TABLE["law"].default)  # whose loss the anchor's default is


def _generates(result: Result) -> bool:
    return result.accuracy is not None and result.scenario.task_kind == "generate"


def _draws(result: Result) -> bool:
    return _generates(result) and result.scenario.samples_per_query > 1


def _misleading_verifier(result: Result) -> Iterator[str]:
    t, f = result.scenario.verifier_true_accept, result.scenario.verifier_false_accept
    if _draws(result) and t < f:
        yield (
            f"The verifier accepts wrong answers more often ({units.percent(f)}) than right ones "
            f"({units.percent(t)}): more samples make it worse."
        )


def _blind_verifier(result: Result) -> Iterator[str]:
    t, f = result.scenario.verifier_true_accept, result.scenario.verifier_false_accept
    if _draws(result) and t == f:
        yield "The verifier cannot tell right from wrong: more samples are paid for and bring nothing."


def _too_many_samples(result: Result) -> Iterator[str]:
    scenario = result.scenario
    t, f = scenario.verifier_true_accept, scenario.verifier_false_accept
    if not _draws(result) or t <= f or scenario.samples_per_query < 2:
        return
    k = scenario.samples_per_query / 2
    half = float(accuracy(result.pass_at_1, scenario.task_exponent, k, t, f))
    if half > result.accuracy - NOTHING_MORE:
        less, now = units.percent(half), units.percent(result.accuracy)
        words = f"stays {now}" if less == now else f"{less} in the place of {now}"
        yield f"Half of the {units.count(scenario.samples_per_query)} samples would do: accuracy {words}."


def _samples_ignored(result: Result) -> Iterator[str]:
    scenario = result.scenario
    if scenario.inference == "on" and scenario.task_kind == "choice" and scenario.samples_per_query > 1:
        yield "Multiple choice is answered once: the number of samples and the verifier are not used."


def _calibrated_elsewhere(result: Result) -> Iterator[str]:
    if result.accuracy is not None and result.scenario.task_kind == "choice":
        label = chosen_law(result.scenario).label
        yield (
            "Calibrated elsewhere: the error is that of 17 tasks by Gadre et al. (2024), against the loss on their "
            f"data with their tokenizer. It is read here at a loss of {label}."
        )


def _anchor_of_another_law(result: Result) -> Iterator[str]:
    scenario = result.scenario
    if (
        _generates(result)
        and scenario.law != DEFAULT_LAW
        and scenario.task_anchor_loss == TABLE["task_anchor_loss"].default
    ):
        yield (
            f"The anchor's loss is one of {loss_laws().entries[DEFAULT_LAW].label}. Losses of different laws cannot be "
            "compared in level: set the anchor to a loss of this law."
        )


def _far_from_anchor(result: Result) -> Iterator[str]:
    scenario = result.scenario
    distance = result.loss - scenario.task_anchor_loss
    if _generates(result) and abs(distance) * scenario.task_slope > FAR_FROM_ANCHOR:
        yield (
            f"The loss is {units.loss(abs(distance))} nat {'above' if distance > 0 else 'below'} the anchor's: "
            "so far from it the share of solved problems is a guess."
        )


def _more_chips_to_serve(result: Result) -> Iterator[str]:
    scenario = result.scenario
    if scenario.inference == "off" or scenario.n_chips is None:
        return
    needed = result.serving_chips
    if needed > scenario.n_chips:
        yield (
            f"Serving takes {units.count(needed)} chips day and night, more than the "
            f"{units.count(scenario.n_chips)} of the training run."
        )


def _long_context(result: Result) -> Iterator[str]:
    scenario = result.scenario
    longest = scenario.prompt_tokens + scenario.output_tokens
    if scenario.inference == "on" and longest > LONG_CONTEXT:
        yield (
            f"Attention over {units.count(longest)} tokens is left out, which counts at this length: "
            "a query costs more than is said here."
        )


def _writing_above_reading(result: Result) -> Iterator[str]:
    scenario = result.scenario
    if scenario.inference == "on" and scenario.mfu_decode > scenario.mfu_prefill:
        yield "Writing uses the chips better than reading here. It is the other way round: one token at a time is slow."


REMARKS: dict[str, Remark] = {
    "verifier-misleads": remark(_misleading_verifier, Weight.CAUTION),
    "verifier-blind": remark(_blind_verifier),
    "samples-beyond-use": remark(_too_many_samples),
    "samples-ignored": remark(_samples_ignored),
    "calibrated-elsewhere": remark(_calibrated_elsewhere),
    "anchor-of-another-law": remark(_anchor_of_another_law),
    "far-from-anchor": remark(_far_from_anchor),
    "serving-needs-more-chips": remark(_more_chips_to_serve),
    "long-context": remark(_long_context),
    "decode-above-prefill": remark(_writing_above_reading),
}
