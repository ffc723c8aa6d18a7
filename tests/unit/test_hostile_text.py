"""Texts of strangers: read in time that grows with their length alone, and never more than can be sent on."""

import subprocess
import sys
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim import Scenario, SimulationError
from sim.engine.presets import loaded
from sim.ground.errors import cut
from sim.ground.typed import typed
from sim.inputs import BY_KEY
from sim.links import showing
from sim.links.share import LOSS, MAX_LENGTH, VIEW, link, opened
from sim.teaching.hand_ins import MOST_LINKS, class_table
from sim.teaching.lessons import lessons

LESSON = lessons().entries["parameters-or-tokens"]
MINUTES = 4  # a reader that takes the square of a length would need hours

# Each text at the largest length that is read at all, and beyond the limit of what reads it.
LONGEST = """
from sim.ground import typed
from sim.teaching.hand_ins import class_table
from sim.teaching.lessons import lessons

typed.LONGEST = 10**6
many = 200_000
for text in ("1" * many + "x", "1," * many + "x", "." * many, "1.1" * many, " " * many + "x", "1e" + "1" * many + "x"):
    try:
        typed.typed(text)
    except ValueError:
        continue
    raise AssertionError(text[:9])
lesson = lessons().entries["parameters-or-tokens"]
signs = (")", ".", "]", "’", "%", "%25", "&", "&#", "&#1", "&amp;", "<a href=", "'", "le=", "%3Fle%3D", "(", " ", "_")
for sign in signs:
    for start in ("le=", "?le=x&an="):
        text = start + sign * (200_000 // len(sign)) + "x"
        try:
            class_table(text, lesson)
        except ValueError as error:
            assert "at most" in str(error), error
print("done")
"""


def test_no_text_takes_the_square_of_its_length():
    """200,000 digits that are no number, and as many signs around a link, in a process that may be ended."""
    ran = subprocess.run([sys.executable, "-c", LONGEST], capture_output=True, text=True, timeout=60 * MINUTES)
    assert ran.stdout == "done\n", ran.stderr


def test_a_long_number_is_refused_by_its_length():
    """With the limit, before it is parsed; as a lever, in a link and in a preset too."""
    digits = "1" * 10_000
    with pytest.raises(ValueError, match="10,000 characters"):
        typed(digits)
    with pytest.raises(SimulationError, match="n_params"):
        Scenario(n_params=digits)
    assert len(opened(f"n={digits[:7_000]}x").notices) == 1
    with pytest.raises(SimulationError, match="n_params"):
        loaded(f'{{"title": "x", "inputs": {{"n_params": "{digits}x"}}}}'.encode())


@pytest.mark.parametrize("code", ["&#" + "1" * 5_000, "&#x" + "f" * 5_000, "&#99999999;"])
def test_a_code_that_is_no_letter_is_only_text(code):
    """The links around it are read all the same."""
    table = class_table(f"?le=x{code} ?le={LESSON.name}&an=7e10~1.2e12&who=Ada", LESSON)
    assert [row.who for row in table.rows] == ["Ada"]


def test_too_many_links_are_refused():
    """With the limit; as many as that are read."""
    with pytest.raises(ValueError, match=f"at most {MOST_LINKS:,}"):
        class_table("?le=\n" * (MOST_LINKS + 1), LESSON)
    assert len(class_table("?le=\n" * MOST_LINKS, LESSON).refused) == MOST_LINKS


HALF = "\udb53"  # of a pair of UTF-16: it cannot be written


@pytest.mark.parametrize("key", [*list(BY_KEY)[:8], "view", "lock", "hide", "show", "page", "bare", "v", "l0", "x"])
@pytest.mark.parametrize("text", [HALF, f"laws.{HALF}x", f"{HALF}.y"])
def test_half_a_letter_never_reaches_a_link(key, text):
    """Neither the link that is written for what was opened, nor what is said of it, holds one."""
    found = opened([("v", "3"), (key, text), (f"k{text}", "1")])
    again = link(found.scenario, found.views, shown=found.showing)
    "".join([again, *found.notices]).encode()


def test_half_a_letter_never_reaches_an_error():
    """As the name or the value of an input, in a preset and on the command line."""
    for inputs in ({f"n{HALF}": 1}, {"n_params": HALF}, {"law": HALF}):
        with pytest.raises(SimulationError) as raised:
            Scenario(**inputs)
        str(raised.value).encode()
    with pytest.raises(SimulationError) as raised:
        loaded(b'{"title": "x", "inputs": {"n\\udb53": 1}}')
    str(raised.value).encode()
    cut(HALF).encode()


KEYS = st.sampled_from(["view", "lock", "hide", "show", "page", "bare", "v", LOSS, "t0", *list(BY_KEY)])
VALUES = st.one_of(
    st.text(alphabet="%25_.~-ab13 &=+\udb53é", max_size=60),
    st.sampled_from(["1", "2", "3", "none", "70B", "h100", "on", "owned", "n_d", "landscape", "compute.linear"]),
)


@settings(max_examples=150)
@given(st.lists(st.tuples(KEYS, VALUES), max_size=6))
@example([("v", "2"), (VIEW, "waterfall." + "%25" * 2_000)])
@example([("v", "1"), (VIEW, "_".join(f"a.{i}" for i in range(2_000)))])
def test_what_was_opened_opens_again(pairs):
    """The link of whatever a link opened is short enough, opens as the same and without a notice."""
    first = opened(pairs)
    written = link(first.scenario, first.views, shown=first.showing)
    again = opened(written)
    assert len(written) <= MAX_LENGTH
    assert again.notices == ()
    assert (again.scenario, set(again.views), again.showing) == (first.scenario, set(first.views), first.showing)
    assert dict(parse_qsl(written)).keys() <= {*BY_KEY, *showing.KEYS, "v", "view", "l0", "t0"}
