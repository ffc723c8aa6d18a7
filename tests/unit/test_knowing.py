"""What not knowing costs: equal to brute force, never negative, nothing where nothing is unknown."""

import json

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.charts import charts
from sim.engine.presets import presets
from sim.fitting.example import as_csv, example
from sim.ground.errors import SimulationError
from sim.studies import pilots as pilots_module
from sim.studies.knowing import Belief, Decision, Pilots, after, belief, law_of, sensitivity
from sim.studies.learning import worths
from sim.studies.more_money import returns
from sim.studies.pilots import next_runs, pilot_runs, pilot_usd, studied, study
from sim.words.knowing import knowing_sentences
from tests.command_line import run

RUN = Scenario(plan="compute_optimal", train_flop=1e26, hardware="h100", unique_tokens=None)
KNOWN = belief(RUN)
DRAWS = 3000


def brute_force(decision, pilots, seed):
    """Overspend of each of many worlds: draw a truth, simulate the pilots, refit, decide."""
    rng = np.random.default_rng(seed)
    known = decision.known
    truth = rng.multivariate_normal(known.mean, known.covariance, DRAWS)
    truth[:, 3:] = np.maximum(truth[:, 3:], 1e-3)
    guess = np.broadcast_to(known.mean, truth.shape).copy()
    if pilots is not None:
        N, D = pilots.n_params, pilots.n_tokens

        def log_loss(constants):
            law = law_of(constants[:, None, :])
            return np.log(law.loss(N, D))

        seen = log_loss(truth) + pilots.noise * rng.standard_normal((DRAWS, len(N)))
        prior = np.linalg.inv(known.covariance)
        for _ in range(12):  # Gauss and Newton's steps to the most probable constants, each world on its own
            J = sensitivity(guess[:, None, :], N, D)
            H = prior + np.einsum("wmi,wmj->wij", J, J) / pilots.noise**2
            right = np.einsum("wmi,wm->wi", J, seen - log_loss(guess)) / pilots.noise**2
            right -= (guess - known.mean) @ prior
            guess = guess + np.linalg.solve(H, right[..., None])[..., 0]
    return decision.overspends(truth, guess)


CASES = [
    (flop, scale, made)
    for flop in (1e24, 1e26)
    for scale in (0.2, 1.0)
    for made in (None, (1e-3, 10.0, 1), (1e-4, 10.0, 4), (1e-2, 3.0, 1), (1e-3, 1.0, 2))
]


@pytest.mark.parametrize(("flop", "scale", "made"), CASES)
def test_it_equals_brute_force(flop, scale, made):
    """On twenty cases, within three standard errors of it."""
    scenario = RUN.changed(train_flop=flop)
    known = Belief(KNOWN.mean, scale * KNOWN.covariance)
    decision = Decision(scenario, known)
    pilots = made and pilot_runs(known, made[0] * flop, made[1], made[2], 0.005)
    ours = decision.expected(pilots)
    lost = brute_force(decision, pilots, seed=int(1e3 * scale))
    error = np.std(lost) / np.sqrt(DRAWS)
    assert ours.usd == pytest.approx(np.mean(lost), abs=3 * error)


def test_zero_spread_has_zero_value():
    """Who knows the law overspends nothing, and learns nothing from pilots."""
    known = Belief(KNOWN.mean, 0 * KNOWN.covariance)
    found = studied(RUN, known)
    assert found.now.usd == 0
    assert all(one.value_usd == 0 and not one.pays for one in found.sets)
    assert found.best is None and found.curve == []
    assert next_runs(RUN, known) == []


@pytest.fixture
def every_set(monkeypatch):
    """Let every set of pilots be drawn, not those alone that promise most."""
    monkeypatch.setattr(pilots_module, "_promising", lambda decision, now, sets: range(len(sets)))


def test_sets_of_pilots(every_set):
    """Never negative; the best one pays; repeats of one size teach next to nothing; a dear one is called so."""
    found = studied(RUN, KNOWN)
    assert len(found.sets) > 50
    assert all(one.value_usd >= 0 and one.left.usd >= 0 for one in found.sets)
    best = found.best
    assert best.pays and best.spread > 1 and best.net_usd == max(one.net_usd for one in found.sets)
    alone = [one for one in found.sets if one.spread == 1]
    assert max(one.value_usd for one in alone) < 0.2 * best.value_usd
    assert any(not one.pays for one in found.sets)
    costs, values = ([getattr(one, name) for one in found.curve] for name in ("cost_usd", "value_usd"))
    assert costs == sorted(costs) and values == sorted(values)


@pytest.mark.parametrize("name", ["gpt-3-175b", "chinchilla-70b", "llama-3.1-405b", "deepseek-v3"])
def test_the_best_set_is_among_those_drawn(name, request):
    """The linear estimate leaves out only sets that save no more, and the curve ends as high."""
    scenario = presets().entries[name].scenario
    few = studied(scenario, KNOWN)
    request.getfixturevalue("every_set")
    every = studied(scenario, KNOWN)
    assert len(few.sets) < len(every.sets) / 3
    assert few.best == every.best
    assert few.curve[-1].value_usd >= 0.95 * every.curve[-1].value_usd


def test_the_sketch_of_three_runs():
    """At 1e26 FLOP the default law's uncertainty costs some 3 % of the run; three spread pilots halve it or more."""
    decision = Decision(RUN, KNOWN)
    now = decision.expected().share
    spread, alone = (decision.expected(pilot_runs(KNOWN, 1e22, factor, 1, 0.005)).share for factor in (10.0, 1.0))
    assert 0.025 < now < 0.04
    assert spread < 0.5 * now
    assert alone > 0.9 * now


def test_pilots_only_add_knowledge():
    """The covariance after pilots is that of the formula, and smaller in every direction."""
    pilots = pilot_runs(KNOWN, 1e22, 10.0, 1, 0.005)
    J = sensitivity(KNOWN.mean, pilots.n_params, pilots.n_tokens)
    formula = np.linalg.inv(np.linalg.inv(KNOWN.covariance) + J.T @ J / pilots.noise**2)
    left = after(KNOWN, pilots)
    assert left == pytest.approx(formula, rel=1e-5, abs=1e-10)
    assert np.linalg.eigvalsh(KNOWN.covariance - left).min() > -1e-10
    assert after(KNOWN, Pilots(pilots.n_params, pilots.n_tokens, 1e9)) == pytest.approx(KNOWN.covariance)


def test_sensitivity_is_the_gradient():
    """Of ln L by the five constants."""
    N, D = np.array([1e8, 3e10]), np.array([1e12, 2e11])
    step = 1e-6 * np.eye(5)
    up, down = (np.log(law_of((KNOWN.mean + sign * step)[:, None, :]).loss(N, D)) for sign in (1, -1))
    assert sensitivity(KNOWN.mean, N, D) == pytest.approx(((up - down) / 2e-6).T, rel=1e-6, abs=1e-8)


def test_pilots_are_priced_by_the_cost_model():
    """Chips and electricity of 6ND, as the whole run is."""
    decision = Decision(RUN, KNOWN)
    N, D = decision.splits(KNOWN.mean[None])
    assert pilot_usd(decision.inputs, N, D) == pytest.approx(decision.payment, rel=1e-9)


def test_next_runs():
    """One of best value, its repeat, one largest; within the limits; a repeat is worth less."""
    best, again, largest = next_runs(RUN, KNOWN)
    assert (best.kind, again.kind, largest.kind) == ("best", "repeat", "largest")
    for one in (best, again, largest):
        assert 19.9 <= one.n_tokens / one.n_params <= 501
        assert one.value_usd >= 0 < one.cost_usd
    assert again.value_usd < best.value_usd
    assert largest.cost_usd > best.cost_usd


def test_laws_without_covariance_and_plans_without_price():
    """Nothing is invented."""
    assert study(RUN.changed(law="kaplan2020")) is None
    with pytest.raises(SimulationError, match="price"):
        study(Scenario(hardware="b200", usd_per_chip_hour=None))


def test_learning_is_worth_dollars_as_the_levers_are():
    """In the best plan a dollar on either lever is worth one; on pilots what they save over what they cost."""
    found = {one.name: one.usd for one in worths(evaluate(RUN))}
    assert [found["params"], found["tokens"]] == pytest.approx([1, 1], rel=1e-6)
    best = study(RUN).best
    assert found["learn"] == best.value_usd / best.cost_usd > 10
    given = evaluate(Scenario(hardware="h100"))
    of_levers = {one.name: one.usd for one in worths(given)}
    assert of_levers["params"] == pytest.approx(given.gain_params / returns(given).gain["anew"], rel=1e-9)


def test_the_chart_says_what_it_leaves_out():
    """The bar stands beside those of the levers, its caution below; without a covariance there is none."""
    chart, now = charts()["learn"], evaluate(RUN)
    picture = chart.picture(now)
    assert picture.figure["data"][0]["y"] == ["Parameters", "Tokens", "<b>Learn more first</b>"]
    assert "not whether the law is right" in picture.note and "(Kaplan)" in picture.note
    assert knowing_sentences(study(RUN))[0] in picture.note
    assert not chart.applies(RUN.changed(law="kaplan2020"))
    assert chart.why_empty(evaluate(Scenario(hardware="b200", usd_per_chip_hour=None))) is not None
    for flop, worth in ((1e19, "under 1 cent"), (1e16, "nothing")):
        assert chart.table(evaluate(RUN.changed(train_flop=flop)))[1][-1][:2] == ["Learn more first", worth]
    small = evaluate(Scenario(plan="compute_optimal", train_flop=1e20))
    assert "costs more than it saves" in chart.note(small) or "No pilot run" in chart.note(small)


def test_command(capsys, tmp_path):
    """JSON of the law's own covariance, and of that of own runs, which replaces the law."""
    chosen = ("--set", "plan=compute_optimal", "train_flop=1e26", "hardware=h100", "unique_tokens=none")
    status, out, _ = run(capsys, "knowing", *chosen)
    report = json.loads(out)
    assert status == 0
    assert report["knowing_usd"] == Decision(RUN, KNOWN).expected().usd
    assert report["best_pilots"]["pays"] and report["best_pilots"]["net_usd"] > 0
    assert report["between_laws_usd"]["kaplan2020"] > report["knowing_usd"]
    assert len(report["next_runs"]) == 3 and "not whether the law is right" in report["caution"]
    path = tmp_path / "runs.csv"
    path.write_text(as_csv(example(30)), encoding="utf-8")
    status, out, _ = run(capsys, "knowing", *chosen, "--runs", str(path))
    own = json.loads(out)
    assert status == 0 and own["scenario"]["law"] == "custom"
    assert 0 < own["knowing_usd"] != report["knowing_usd"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--set", "law=kaplan2020"], "covariance"),
        (["--noise", "0"], "--noise"),
        (["--runs", "no-such-file"], "no such file"),
        (["--set", "plan=target_loss", "target_loss=1.8"], "out of reach"),
    ],
)
def test_command_refuses_in_one_line(capsys, arguments, says):
    """Status 2, no traceback."""
    status, out, err = run(capsys, "knowing", *arguments)
    assert (status, out) == (2, "")
    assert says in err and err.count("\n") == 1


def test_dear_pilots_are_called_so():
    """Where every set costs more than it saves, the words say it."""
    found = studied(RUN.changed(train_flop=1e20), Belief(KNOWN.mean, 1e-4 * KNOWN.covariance))
    assert found.best is None
    assert any(word in knowing_sentences(found)[-1] for word in ("costs more than it saves", "No pilot run"))
