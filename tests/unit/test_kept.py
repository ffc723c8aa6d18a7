"""Kept runs: letters and names, and their place in links and files."""

import csv
import json
import math
from datetime import date
from urllib.parse import parse_qs

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.charts.drawing.kept import LOOKS
from sim.charts.drawing.style import COLORS
from sim.engine.kept import MARKS, MOST_LETTERS, Kept, checked_name, dropped, renamed, with_one_more
from sim.engine.kept_runs import feasible, results_of
from sim.engine.presets import loaded, presets, saved
from sim.inputs import TABLE
from sim.links.share import link, opened
from sim.links.side_by_side import as_csv, as_markdown
from sim.links.takeaway import summary
from sim.words.side_by_side import side_by_side
from tests.unit.test_share import random_scenario

DENSE = Scenario(n_params=70e9, n_tokens=1.4e12)
CHANGED = ("n_params", "n_tokens", "active_fraction", "mfu", "n_chips", "usd_per_chip_hour", "watts_per_chip",
           "kg_co2e_per_kwh", "staff_usd", "efficiency")  # fmt: skip


def test_300_links_with_random_runs_survive_to_every_digit():
    """Current run and up to three kept ones -> link -> the same, names of any script among them."""
    rng = np.random.default_rng(16)
    names = ("", "Dense 70B", "R&D ~~ 50 % = “best”", "密集型", "a+b#c?d")
    for _ in range(300):
        own = random_scenario(rng)
        kept = tuple(
            Kept(mark, own if rng.random() < 0.1 else random_scenario(rng), str(rng.choice(names)))
            for mark in MARKS
            if rng.random() < 0.7
        )
        found = opened(link(own, beside=kept))
        assert (found.scenario, found.kept, found.notices) == (own, kept, ())


@pytest.mark.parametrize("digits", [4, 17])
def test_four_runs_of_ten_changed_inputs_stay_within_1200_characters(digits):
    """Each of the four has ten inputs of its own, of as many digits as a hand types or a solver leaves."""
    rng = np.random.default_rng(4)
    four = []
    for _ in range(4):
        values = {name: TABLE[name].default or 1000.0 for name in CHANGED}
        values |= {"staff_usd": 1e6}
        drawn = {name: float(f"{value * rng.uniform(0.5, 0.99):.{digits - 1}e}") for name, value in values.items()}
        four.append(Scenario(**drawn))
    own, *others = four
    assert all(len(one.differences(Scenario().model_dump())) >= 10 for one in four)
    kept = tuple(Kept(mark, one, "Mixture, 120B-A12B") for mark, one in zip(MARKS, others, strict=True))
    query = link(own, ["page.present"], beside=kept)
    assert opened(query).kept == kept
    assert len(query) <= 1200


def test_a_kept_run_costs_a_link_what_it_changes():
    """One changed input is some ten characters; without kept runs a link is what it was."""
    one = Kept("A", Scenario(n_tokens=1e13))
    assert link(Scenario(), beside=[one]).replace("&A=d~1e13", "") == link(Scenario())
    assert link(DENSE, beside=[Kept("B", DENSE)]).replace("&B=1", "") == link(DENSE)
    assert all(text for text in parse_qs(link(DENSE, beside=[Kept("A", DENSE), Kept("C", Scenario())])).values())


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("A=n~lots", "Run A was left out: Parameters: the link said “lots”"),
        ("B=n", "Run B was left out: “n” is no list"),
        ("C=zz~1", "Run C was left out: it has an unknown part, “zz”."),
        ("A=n~-1", "Run A was left out: Parameters: the link said “-1”"),
        ("A=n~nan", "Run A was left out"),
        ("A=~n~7e10~d~1", "Run A was left out"),
        ("A=d~1e12~~<b>x</b>", "The name of run A was ignored: “<b>x</b>” is no name"),
        ("A=d~1e12~~" + "x" * 41, "The name of run A was ignored"),
        ("A=d~1e12~~a%00b", "The name of run A was ignored"),
        ("A=d~1e12~~%E2%80%AEabc", "The name of run A was ignored"),
        ("D=n~7e10&E=n~7e10", "The link keeps more than 3 runs"),
        ("&".join(["A=n~7e10"] * 500), "The link keeps run A more than once"),
        ("&".join(f"{chr(68 + i % 20)}=n~7e10" for i in range(500)), "The link keeps more than 3 runs"),
        ("&".join(f"A{i}=n~7e10" for i in range(1000)), "The link was ignored: it has"),
    ],
)
def test_what_a_link_cannot_keep_is_refused_in_one_sentence(part, says):
    """The rest of the link is as it would be without."""
    found = opened(f"v=4&n=8e9&{part}")
    assert len(found.notices) == 1 and says in found.notices[0] and len(found.notices[0]) < 300
    assert found.scenario == (Scenario() if "was ignored: it has" in says else Scenario(n_params=8e9))
    assert len(found.kept) <= 1 and all(one.name == "" for one in found.kept)


def test_an_old_link_means_for_kept_runs_what_it_means_for_its_own():
    """Of the same inputs, own and kept, in each schema."""
    for schema in (1, 2, 3, 4):
        for text in ("n~7e10~d~2e14", "hw~h100", "law~kaplan2020~d~1e15"):
            pairs = text.split("~")
            alone = "&".join(f"{key}={value}" for key, value in zip(pairs[::2], pairs[1::2], strict=True))
            assert opened(f"v={schema}&A={text}").kept == (Kept("A", opened(f"v={schema}&{alone}").scenario),)


def test_a_chip_of_the_own_run_stays_that_of_the_kept_one():
    """Its typed price too; and one that changes the chip alone brings the catalog's numbers."""
    found = opened("v=4&hw=h100&p=1.5&A=n~7e10&B=0~hw~h100")
    assert found.kept[0].scenario == found.scenario.changed(n_params=70e9)
    assert found.kept[1].scenario == Scenario(hardware="h100")


def test_letters_names_and_what_can_be():
    """The first free letter; no fourth; a name of its own or that of the model or size."""
    kept = with_one_more(with_one_more(with_one_more((), DENSE), Scenario()), DENSE.changed(mfu=0.5))
    assert [one.mark for one in kept] == ["A", "B", "C"] and with_one_more(kept, DENSE) is kept
    kept = renamed(dropped(kept, "A"), "C", "Better chips")
    assert [(run.mark, run.name, run.place) for run in results_of(kept)] == [
        ("B", "GPT-3 175B", 1),
        ("C", "Better chips", 2),
    ]
    assert results_of(with_one_more((), DENSE))[0].said == "A (70B on 1.4T)"
    assert results_of(with_one_more(kept, presets().entries["llama-3.1-405b"].scenario))[0].name == "Llama 3.1 405B"
    assert results_of(kept) is results_of(kept)
    impossible = Kept("A", Scenario(plan="target_loss", target_loss=0.1))
    can, notices = feasible([impossible, *kept])
    assert can == kept and len(notices) == 1 and notices[0].startswith("Run A was left out: its plan is not possible")


def test_a_name_is_plain_text():
    """In one line, of bounded length."""
    assert checked_name("  Dense\n 70B ") == "Dense 70B" and checked_name("x" * MOST_LETTERS)
    for text in ("x" * (MOST_LETTERS + 1), "<i>", "a\x00b", "\u202eabc"):
        with pytest.raises(ValueError, match="a name is plain text of at most 40 letters"):
            checked_name(text)


def test_a_file_keeps_all_four_runs():
    """Saved and loaded they are the same; a file without kept runs is what it was."""
    kept = (Kept("A", DENSE, "Dense"), Kept("B", Scenario(hardware="h100", usd_per_chip_hour=None)))
    preset = loaded(saved(Scenario(mfu=0.3), "Plans", beside=kept).encode())
    assert (preset.scenario, preset.beside) == (Scenario(mfu=0.3), kept)
    assert '"kept"' not in saved(DENSE, "Alone") and loaded(saved(DENSE, "Alone").encode()).beside == ()


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ([{"inputs": {}}] * 4, "kept"),
        ([{"inputs": {"n_params": "lots"}}], "kept.0.inputs.n_params"),
        ([{"inputs": {}}, {"name": "<b>", "inputs": {}}], "kept.1.name"),
        ([{"name": "x"}], "inputs"),
        ("A", "kept"),
    ],
)
def test_a_file_says_which_kept_run_is_wrong(kept, says):
    """By the key of the fault."""
    with pytest.raises(SimulationError, match=says):
        loaded(json.dumps({"title": "x", "inputs": {}, "kept": kept}).encode())


def test_the_table_side_by_side():
    """The best of each row, no loss of other laws among them; what differs in words; numbers to every digit."""
    now = evaluate(Scenario(n_params=8e9, n_tokens=1e12))
    kept = results_of((Kept("A", DENSE, "a|b"), Kept("C", Scenario(n_chips=1, active_fraction=0.5))))
    table = side_by_side(now, kept)
    assert table.heads == ("This run", "A a|b", f"C {kept[1].name}")
    rows = {line.label: line for line in table.lines}
    assert rows["Loss"].raw == tuple(run.loss for run in (now, *kept))
    assert rows["Loss"].best == tuple(run.loss == min(rows["Loss"].raw) for run in (now, *kept))
    assert rows["Training cost"].best == (True, False, False)
    assert rows["Fits the memory of its chips?"].values == ("yes", "yes", "no")
    assert rows["Fits the memory of its chips?"].best == (True, True, False)
    assert rows["Active parameters"].values[2] == "87.5B" and "Law" not in rows
    assert [line.label for line in table.inputs] == ["Parameters", "Active fraction", "Tokens", "Number of chips"]
    assert table.differences[0].startswith("A (a|b) differs in 2 inputs: Parameters 70B, here 8B; Tokens 1.4T")
    other_law = results_of((Kept("A", Scenario(law="kaplan2020")),))
    rows = {line.label: line for line in side_by_side(now, other_law).lines}
    assert not any(rows["Loss"].best) and "Law" in rows
    assert side_by_side(now, results_of((Kept("A", now.scenario),))).differences[0].endswith("same inputs as this run.")
    cells = {row[0]: row[2:] for row in csv.reader(as_csv(now, kept).splitlines())}
    assert [float(x) for x in cells["Loss"]] == [run.loss for run in (now, *kept)]
    assert "**yes**" in as_markdown(now, kept) and "a\\|b" in as_markdown(now, kept)
    told = summary(now, "T", "http://x", date(2026, 1, 1), kept)
    assert "## Side by side" in told and "Side by side" not in summary(now, "T", "http://x", date(2026, 1, 1))


def test_colors_of_kept_runs_are_no_lever_s():
    """Each contrasts with the paper as text does, and is far from every other color in either theme."""
    for theme in COLORS.values():
        mine = {name: theme[name] for name in theme if name.startswith("kept")}
        assert len(mine) == len(MARKS) == len(LOOKS)
        for name, color in mine.items():
            assert contrast(color, theme["paper"]) >= 4.5
            rest = {other: lab(theme[other]) for other in theme if other not in (name, "grid", "paper")}
            nearest = min(rest, key=lambda other: math.dist(rest[other], lab(color)))
            assert math.dist(rest[nearest], lab(color)) > 24, (name, nearest)
    assert len({(look.symbol, look.dash) for look in LOOKS}) == len({look.glyph for look in LOOKS}) == 3


def linear(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(one, other):
    light, dark = sorted((np.dot(linear(x), [0.2126, 0.7152, 0.0722]) for x in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(color):
    """CIELAB of a color."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(to_xyz) @ linear(color) / [0.9505, 1, 1.089])
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
