"""Which column of a table of runs is which: names as people write them, and the units in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.ground.errors import SimulationError, cut, did_you_mean

# What a column may be, with the names it goes by; where several stand in a table, the first listed here counts.
ROLES: dict[str, tuple[str, ...]] = {
    "n_params": (
        "n", "n_params", "params", "parameters", "num_params", "n_parameters", "num_parameters", "nparams",
        "param_count", "parameter_count", "total_params", "params_total", "total_parameters", "model_size",
        "model_params", "model_parameters", "size", "non_embedding_params", "params_non_embedding",
        "n_non_embedding", "non_embedding_parameters", "params_active", "active_params", "n_active",
    ),
    "n_tokens": (
        "d", "n_tokens", "tokens", "num_tokens", "train_tokens", "training_tokens", "tokens_trained", "tokens_seen",
        "total_tokens", "consumed_tokens", "data_size", "dataset_size", "data", "train_data_size",
    ),
    "train_flop": (
        "c", "train_flop", "flop", "flops", "compute", "train_flops", "training_flop", "training_flops",
        "total_flop", "total_flops", "train_compute", "training_compute", "compute_budget", "flop_budget",
        "flops_budget", "budget",
    ),
    "n_steps": ("_step", "step", "steps", "global_step", "trainer_global_step", "iteration", "iter", "iterations"),
    "loss": (
        "loss", "l", "final_loss", "val_loss", "validation_loss", "loss_val", "eval_loss", "valid_loss", "loss_eval",
        "test_loss", "loss_test", "avg_loss",
        "crossentropyloss", "cross_entropy_loss", "final_val_loss", "best_loss", "best_val_loss", "nll",
        "cross_entropy",
        "crossentropy", "ce", "train_loss", "loss_train", "training_loss", "ppl", "perplexity", "val_ppl",
        "val_perplexity", "bpb", "val_bpb", "bits_per_byte",
    ),
    "weight": ("weight", "weights", "w", "sample_weight"),
    "group": ("group", "run", "run_name", "run_id", "name", "series", "cell", "file"),
    "state": ("state", "status"),
}  # fmt: skip
ROLE_OF = {name: role for role, names in ROLES.items() for name in names}
IN_WORDS = {"n_params": "parameters", "n_tokens": "tokens", "train_flop": "compute", "loss": "the loss"}
PERPLEXITY = ("ppl", "perplexity", "val_ppl", "val_perplexity")
BITS = ("bpb", "val_bpb", "bits_per_byte")
# What in a heading multiplies its numbers.
MAGNITUDES = {
    "k": 1e3, "thousand": 1e3, "thousands": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "g": 1e9, "billion": 1e9, "billions": 1e9, "t": 1e12, "tn": 1e12, "trillion": 1e12,
    "trillions": 1e12, "pf": 1e15, "pflop": 1e15, "ef": 1e18, "eflop": 1e18, "zflop": 1e21,
}  # fmt: skip
_BRACKETED = re.compile(r"[(\[{]\s*(?:in |x ?)?([^)\]}]*?)\s*[)\]}]")
_POWER = re.compile(r"(?:x|×|\*)?\s*(?:1e|10\^|10\*\*)(\d{1,2})")


@dataclass(frozen=True)
class Column:
    """A column that is used.

    Parameters
    ----------
    place : int
        Its place in a row.
    heading : str
        As it stands in the table.
    scale : float
        What its numbers are multiplied by.
    kind : {"", "perplexity", "bits"}
        Of a loss that is not in nats.
    """

    place: int
    heading: str
    scale: float = 1.0
    kind: str = ""


def recognized(headings: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, Column]:
    """Column of each role, with all that a fit needs.

    Parameters
    ----------
    headings : sequence of str
        First row of the table.
    chosen : mapping, optional
        Role -> heading, where the user says which it is; "" where none is.

    Raises
    ------
    SimulationError
        If the loss, or two of parameters, tokens and compute, are missing.
    """
    found = roles_of(headings, chosen)
    check_roles(found, headings)
    return found


def roles_of(headings: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, Column]:
    """The same as far as it can be told, see `recognized`."""
    found: dict[str, Column] = {}
    ranks: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name, scale = _name_and_scale(heading)
        role = ROLE_OF.get(name)
        if role is None:
            continue
        rank = ROLES[role].index(name)
        if role not in found or rank < ranks[role]:
            kind = "perplexity" if name in PERPLEXITY else "bits" if name in BITS else ""
            found[role], ranks[role] = Column(place, heading.strip(), scale, kind), rank
    for role, heading in (chosen or {}).items():
        if heading or role not in ROLES:
            found[role] = _chosen(role, heading, headings)
        else:
            found.pop(role, None)
    return found


def check_roles(found: Mapping[str, Column], headings: Sequence[str]) -> None:
    """Whether these columns are enough.

    Raises
    ------
    SimulationError
        If the loss, or two of parameters, tokens and compute, are missing.
    """
    if "loss" not in found:
        raise SimulationError("columns", _listed(headings), "a column for the loss is needed, such as loss or val_loss")
    sizes = [role for role in ("n_params", "n_tokens", "train_flop") if role in found]
    if len(sizes) < 2:
        lacking = ", ".join(IN_WORDS[role] for role in ("n_params", "n_tokens", "train_flop") if role not in sizes)
        raise SimulationError(
            "columns",
            _listed(headings),
            f"two of parameters (N), tokens (D) and compute (C) are needed; not found: {lacking}",
        )


def _chosen(role: str, heading: str, headings: Sequence[str]) -> Column:
    if role not in ROLES:
        raise SimulationError("columns", role, f"allowed are {', '.join(ROLES)}")
    plain = [one.strip() for one in headings]
    if heading not in plain:
        raise SimulationError(
            f"column of {role}", heading, f"the table has no such column{did_you_mean(heading, plain)}"
        )
    name, scale = _name_and_scale(heading)
    kind = "perplexity" if name in PERPLEXITY else "bits" if name in BITS else ""
    return Column(plain.index(heading), heading, scale, kind if role == "loss" else "")


def _listed(headings: Sequence[str]) -> str:
    return "the columns " + ", ".join(cut(one.strip()) for one in headings[:8]) + (", …" if len(headings) > 8 else "")


def _name_and_scale(heading: str) -> tuple[str, float]:
    """Name of a heading as the table above has it, and what its unit multiplies by: "Params (M)" is params, 1e6."""
    text = heading.strip().lower()[:80]
    scale = 1.0
    bracket = _BRACKETED.search(text)
    if bracket:
        text = text[: bracket.start()] + text[bracket.end() :]
        scale = _scale(bracket[1])
    # Trackers put a path before a name: "eval/c4/CrossEntropyLoss", "config.n_params".
    named = (_joined(part) for part in (text, text.rpartition("/")[2], text.rpartition(".")[2]))
    name = next((one for one in named if one in ROLE_OF), _joined(text))
    if name in ROLE_OF:
        return name, scale
    first, _, last = name.rpartition("_")
    first = first.removesuffix("_in")
    if first in ROLE_OF and last in MAGNITUDES:
        return first, scale * MAGNITUDES[last]
    if first in ROLE_OF and last in ("nats", "nat"):
        return first, scale
    return name, scale


def _joined(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")


def _scale(unit: str) -> float:
    """What a unit in brackets multiplies by; 1 where it says nothing of it."""
    power = _POWER.search(unit)
    if power:
        return 10.0 ** int(power[1])
    return next((MAGNITUDES[word] for word in re.findall(r"[a-z]+", unit) if word in MAGNITUDES), 1.0)
