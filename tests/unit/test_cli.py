"""The command line: JSON out, one line and status 2 for bad input, never a traceback."""

import json
import subprocess
import sys

import pytest

from sim import MODEL_VERSION, Scenario, evaluate
from sim.__main__ import main
from sim.all_catalogs import CATALOGS
from sim.charts import charts
from sim.engine.presets import presets
from sim.links.share import link, opened
from tests.command_line import run


@pytest.mark.parametrize(
    "name",
    [
        "gpt-3-175b",
        "gpt-2-1.5b",
        "chinchilla-70b",
        "palm-540b",
        "llama-2-70b",
        "llama-3.1-405b",
        "deepseek-v3",
        "gpt-4",
    ],
)
def test_evaluate_prints_the_report(capsys, name):
    """The four parts of the report, with the figures of the engine."""
    status, out, err = run(capsys, "evaluate", "--preset", name)
    report = json.loads(out)
    assert (status, err) == (0, "")
    assert list(report) == ["scenario", "result", "notes", "model_version"]
    assert report["model_version"] == MODEL_VERSION
    assert report["result"] == dict(evaluate(presets().entries[name].scenario).values)


def test_numbers_as_people_write_them(capsys):
    """70B, 1.4T, 5.9e23 and none are numbers."""
    status, out, _ = run(
        capsys,
        "evaluate",
        "--set",
        "n_params=70B",
        "n_tokens=1.4T",
        "--set",
        "train_flop=5.9e23",
        "n_chips=none",
    )
    scenario = json.loads(out)["scenario"]
    assert status == 0
    assert (scenario["n_params"], scenario["n_tokens"], scenario["train_flop"]) == (70e9, 1.4e12, 5.9e23)
    assert scenario["n_chips"] is None


def test_sweep_prints_arrays(capsys):
    """A sweep equals single evaluations."""
    status, out, _ = run(capsys, "sweep", "--name", "n_params", "--values", "1e9,8B,70B")
    report = json.loads(out)
    assert status == 0
    assert report["sweep"]["values"] == [1e9, 8e9, 70e9]
    singles = [evaluate(Scenario(n_params=n)).loss for n in (1e9, 8e9, 70e9)]
    assert report["result"]["loss"] == pytest.approx(singles, rel=1e-12)


def test_link_round_trip(capsys):
    """link prints what --link reads."""
    _, out, _ = run(capsys, "link", "--preset", "palm-540b")
    assert opened(out.strip()).scenario == presets().entries["palm-540b"].scenario
    status, out, _ = run(capsys, "evaluate", "--link", f"https://example.org/plan?{out.strip()}")
    assert status == 0
    assert json.loads(out)["scenario"]["n_params"] == 540.35e9


def test_frontier_as_csv(capsys):
    """The curve has a header and falls."""
    status, out, _ = run(capsys, "frontier", "--csv", "--points", "9")
    rows = [line.split(",") for line in out.splitlines()]
    assert status == 0
    assert rows[0][0] == "train_flop"
    losses = [float(row[rows[0].index("loss")]) for row in rows[1:]]
    assert losses == sorted(losses, reverse=True)
    assert len(losses) == 9


@pytest.mark.parametrize("what", [*CATALOGS, "inputs", "outputs", "measures", "parameters"])
def test_lists(capsys, what):
    """Every list prints something and nothing was left out."""
    status, out, err = run(capsys, "list", what)
    assert (status, err) == (0, "")
    assert len(out.splitlines()) >= (1 if what == "games" else 3)


BAD = [
    ["evaluate", "--set", "n_params=many"],
    ["evaluate", "--set", "n_params=nan"],
    ["evaluate", "--set", "n_params=inf"],
    ["evaluate", "--set", "n_params=1e99"],
    ["evaluate", "--set", "n_params"],
    ["evaluate", "--set", "n_param=1e9"],
    ["evaluate", "--set", "law=nope"],
    ["evaluate", "--set", "mfu=<script>"],
    ["evaluate", "--set", "plan=budget_optimal", "budget_usd=100", "usd_per_chip_hour=10000", "mfu=0.001"],
    ["evaluate", "--set", "plan=target_loss", "target_loss=1.5"],
    ["evaluate", "--set", "plan=params_compute", "train_flop=1e15"],
    ["evaluate", "--set", "plan=tokens_compute", "n_tokens=1e17", "train_flop=1e15"],
    ["evaluate", "--set", "plan=budget_optimal", "hardware=b200"],
    ["evaluate", "--preset", "nope"],
    ["evaluate", "--preset", "gpt-4", "--link", "v=1"],
    ["evaluate", "--link", "v=7"],
    ["evaluate", "--link", "n=abc"],
    ["evaluate", "--link", "n=" + "9" * 100_000],
    ["evaluate", "--nope"],
    ["sweep", "--name", "n_params", "--values", "1e9,x"],
    ["sweep", "--name", "law", "--values", "1"],
    ["sweep", "--name", "nope", "--values", "1"],
    ["sweep", "--name", "n_params"],
    ["frontier", "--points", "1"],
    ["list", "nope"],
    ["nope"],
    [],
]


@pytest.mark.parametrize("arguments", BAD, ids=lambda arguments: " ".join(arguments)[:60])
def test_bad_input_is_one_line_and_status_2(capsys, arguments):
    """One line on standard error, nothing on standard output."""
    status, out, err = run(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert len(err) < 600
    assert "Traceback" not in err


def test_message_names_input_got_and_allowed(capsys):
    """What was wrong, with what, and what would do."""
    _, _, err = run(capsys, "evaluate", "--set", "mfu=1.5")
    assert "mfu" in err
    assert "1.5" in err
    assert "0.1 % to 100 %" in err


def test_runs_as_a_module():
    """python -m sim works from a shell."""
    done = subprocess.run(
        [sys.executable, "-m", "sim", "evaluate", "--set", "n_params=x"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("n_params: got 'x'")


def test_share_link_of_default(capsys):
    """The default link."""
    _, out, _ = run(capsys, "link")
    assert out.strip() == link(Scenario(), result=evaluate(Scenario()))
    _, out, _ = run(capsys, "link", "--set", "plan=target_loss", "target_loss=1.5")
    assert out.strip() == link(Scenario(plan="target_loss", target_loss=1.5))


@pytest.mark.parametrize(("name", "levers"), [("gpt-3-175b", (13, 1)), ("llama-3.1-405b", (3, 11))])
def test_agree_asks_every_law(capsys, name, levers):
    """Each law's prices and vote, the counts of both, the share of the draws; a link asks the same."""
    status, out, err = run(capsys, "agree", "--preset", name)
    report = json.loads(out)
    assert (status, err) == (0, "")
    assert len(report["laws"]) == 14 and report["model_version"] == MODEL_VERSION
    for law in report["laws"].values():
        assert list(law) == ["step_params_usd", "step_tokens_usd", "better", "beyond_fit"]
        assert law["better"] in ("params", "tokens", "even")
        assert list(law["beyond_fit"]) == ["n_params", "n_tokens", "train_flop", "tokens_per_param"]
    assert (report["laws_for_tokens"], report["laws_for_params"]) == levers
    assert 0 <= report["draws_for_tokens"] <= 1
    own = report["laws"]["besiroglu2024"]
    result = evaluate(presets().entries[name].scenario)
    assert own["step_params_usd"] == pytest.approx(result.step_params_usd)
    linked = run(capsys, "agree", "--link", link(presets().entries[name].scenario))[1]
    assert json.loads(linked)["laws"] == report["laws"]


def test_agree_without_a_price_is_one_line(capsys):
    """No price, no comparison of prices: status 2 and the reason."""
    status, out, err = run(capsys, "agree", "--set", "hardware=b200")
    assert (status, out) == (2, "") and "no price" in err and err.count("\n") == 1


def test_charts_and_levers_are_listed(capsys):
    """Each chart with its page, views and numbers; every lever that a lesson may have."""
    assert main(["list", "charts"]) == 0
    listed = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert set(listed) == set(charts())
    assert "page home; views log, linear; numbers loss" in listed["compute"]
    assert main(["list", "levers"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"unique_tokens", "wall_flop", "place"} <= set(listed) and "law" not in listed
