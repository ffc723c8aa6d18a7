"""Whether the constants of a file make a law: the right ones for its form, and numbers that a run can be put to."""

import math
from collections.abc import Mapping
from dataclasses import MISSING, fields

import numpy as np

from sim.catalogs.entry import Fault
from sim.ground.errors import allowed, cut
from sim.laws.constrained import Constrained
from sim.laws.experts import Experts
from sim.laws.forms import Additive, BadConstant, Form
from sim.laws.granular import Granular
from sim.laws.joint import Joint
from sim.laws.sparse import Sparse

FORMS: dict[str, type[Form]] = {
    "additive": Additive,
    "joint": Joint,
    "constrained": Constrained,
    "granular": Granular,
    "experts": Experts,
    "sparse": Sparse,
}
# Smallest and largest parameters, tokens and compute [FLOP] that a law is tried at.
PARAMS, TOKENS, COMPUTE = (1e6, 1e15), (1e6, 1e17), (1e13, 1e33)


def constants_fit(form: str, constants: Mapping[str, float]) -> None:
    """Check the constants of a law by making it and by trying it at the corners of what can be asked.

    Raises
    ------
    Fault
        With the key at fault.
    """
    if form not in FORMS:
        raise Fault(("form",), f"there is no form {cut(form)}{allowed(form, FORMS)}")
    taken = {one.name: one.default is MISSING for one in fields(FORMS[form]) if one.init}  # type: ignore[arg-type]
    for name in constants:
        if name not in taken:
            raise Fault(("constants", name), f"the form {form} has no constant {cut(name)}{allowed(name, taken)}")
    for name, is_needed in taken.items():
        if is_needed and name not in constants:
            raise Fault(("constants",), f"the form {form} needs the constant {name}")
    try:
        law = FORMS[form](**constants)
    except BadConstant as error:
        raise Fault(("constants", error.name), str(error)) from None
    except ArithmeticError:
        law = None
    if law is None or not _has_numbers(law):
        extreme = max(constants, key=lambda name: abs(math.log10(abs(constants[name]) or 1.0)))
        raise Fault(
            ("constants", extreme),
            "with these constants the law has no finite loss, slope or best split for some runs that can be set; "
            f"the most extreme is {extreme} = {constants[extreme]:g}",
        )


def _has_numbers(law: Form) -> bool:
    """Whether loss, slopes, best split and the parameters that a text calls for are finite numbers at all corners."""
    N, D = (corners.ravel() for corners in np.meshgrid(PARAMS, TOKENS))
    try:
        with np.errstate(all="ignore"):
            best = law.frontier(np.array(COMPUTE))
            called_for = law.params_called_for(np.array(TOKENS))
            found = [law.loss(N, D), *law.gradient(N, D), law.loss(*best), *best, called_for]
    except ArithmeticError:
        return False
    return all(np.all(np.isfinite(numbers)) for numbers in found) and all(np.all(numbers > 0) for numbers in best)
