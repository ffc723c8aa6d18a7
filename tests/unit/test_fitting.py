"""Fits of own runs: the minimum, its bands and their coverage, what is degenerate, the rows of other estimators."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import huber as huber_loss

from sim.fitting.batch import LOWER, local, runs
from sim.fitting.bootstrap import bootstrap, frontier
from sim.fitting.diagnosis import without
from sim.fitting.estimators import estimates
from sim.fitting.example import as_csv, example
from sim.fitting.fit import DELTA, fit
from sim.fitting.newton import minimized
from sim.fitting.reading import RunTable, read
from sim.fitting.report import as_json, fitted
from sim.laws import loss_laws
from sim.links.share import opened
from tests.command_line import run

LAW = loss_laws().entries["besiroglu2024"].function
TRUTH = np.array([np.log(LAW.A), np.log(LAW.B), np.log(LAW.E), LAW.alpha, LAW.beta])


def table_of(N, D, loss, groups=()):
    """A table of given runs."""
    n = len(N)
    columns = {"n_params": "N", "n_tokens": "D", "loss": "loss"}
    return RunTable(
        np.asarray(N, float), np.asarray(D, float), np.asarray(loss, float), np.ones(n), groups,
        tuple(range(2, n + 2)), columns,
    )  # fmt: skip


def plain_objective(constants, table):
    """Sum of Huber losses, straight from the paper."""
    lnA, lnB, lnE, alpha, beta = constants
    parts = [lnA - alpha * np.log(table.n_params), lnB - beta * np.log(table.n_tokens), lnE + 0 * table.loss]
    return huber_loss(DELTA, np.logaddexp.reduce(parts) - np.log(table.loss)).sum()


@pytest.mark.parametrize(("n_runs", "noise"), [(240, 0.006), (30, 0.004), (14, 0.02)])
def test_it_is_the_minimum(n_runs, noise):
    """The objective is the paper's; SciPy finds none lower from there, nor from afar."""
    table = example(n_runs, noise)
    found = fit(table)
    assert found.converged
    assert found.objective == pytest.approx(plain_objective(found.logarithmic, table), rel=1e-9)
    rng = np.random.default_rng(0)
    for step in (0.0, 0.01, 0.1):
        start = found.logarithmic + step * rng.standard_normal(5)
        other = minimize(lambda c: 1e4 * plain_objective(c, table), start, method="BFGS")
        other = minimize(lambda c: 1e4 * plain_objective(c, table), other.x, method="Nelder-Mead")
        assert other.fun / 1e4 >= found.objective * (1 - 1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_slopes_and_curvatures_are_derivatives(seed):
    """Gradient and Hessian are those of the value, for weights and losses of each fit."""
    rng = np.random.default_rng(seed)
    table = example(12, 0.05, seed)
    data = runs(table.n_params, table.n_tokens, table.loss, rng.uniform(0.5, 2, 12), 0.02)
    theta = (data.centered(TRUTH) + 0.1 * rng.standard_normal(5))[None]
    at = local(theta, data)
    step = 1e-6 * np.eye(5)
    ups, downs = local(theta + step, data), local(theta - step, data)
    assert at.slope[:, 0] == pytest.approx((ups.value - downs.value) / 2e-6, rel=1e-5, abs=1e-8)
    bends = (ups.slope - downs.slope) / 2e-6
    edge = np.min(np.abs(np.abs(fit_residuals(theta, data)) - data.delta))
    if edge > 1e-5:  # the curvature jumps where a residual passes delta
        for k, (i, j) in enumerate(LOWER):
            assert at.curvature[k, 0] == pytest.approx(bends[i, j], rel=1e-4, abs=1e-6)


def fit_residuals(theta, data):
    """Residuals of one fit."""
    from sim.fitting.batch import residuals

    return residuals(theta, data)[0]


def test_fits_at_once_are_fits_one_by_one():
    """A fit of a batch does not depend on its neighbors or on threads."""
    table = example(40)
    data = runs(table.n_params, table.n_tokens, table.loss, delta=DELTA)
    theta = fit(table).theta
    weights = np.random.default_rng(1).multinomial(40, np.full(40, 1 / 40), size=30).astype(float)
    many = runs(table.n_params, table.n_tokens, table.loss, delta=DELTA).__class__(
        data.x, data.y, data.center, data.t, weights, data.delta
    )
    together = minimized(np.repeat(theta[None], 30, axis=0), many, 1e-12)
    threaded = minimized(np.repeat(theta[None], 30, axis=0), many, 1e-12, threads=2)
    for i in range(30):
        alone = minimized(theta[None], many.part(slice(i, i + 1)), 1e-12)
        assert alone.value[0] == pytest.approx(together.value[i], rel=1e-9)
    assert threaded.value == pytest.approx(together.value, rel=1e-9)


def test_recovery():
    """On 200 simulated sets the 80 % bands hold the truth 77 to 83 %, the 95 % bands 92.5 to 97 % of the times."""
    held = {80: [], 95: []}
    for seed in range(200):
        table = example(100, 0.006, seed)
        data = runs(table.n_params, table.n_tokens, table.loss, delta=DELTA)
        best = minimized(data.centered(TRUTH[None]), data, 1e-12, 200).theta[0]
        draws = bootstrap(best, data, refits=250, seed=seed)
        for C in (1e22, 1e24, 1e26):
            truth = frontier(TRUTH[None], C)
            for name, bands in draws.bands(C).items():
                for level, (low, high) in bands.items():
                    held[level].append(low <= truth[name][0] <= high)
    assert 0.77 <= np.mean(held[80]) <= 0.83
    assert 0.925 <= np.mean(held[95]) <= 0.97


def test_uneven_noise_is_seen_by_drawing_runs_again():
    """Noise that grows towards few and towards many tokens per parameter: wider bands, and a remark; even: none."""
    even = example(150, 0.003, 2)
    ratio = np.log(even.n_tokens / even.n_params)
    aside = np.abs(2 * (ratio - ratio.min()) / np.ptp(ratio) - 1)
    exact = LAW.loss(even.n_params, even.n_tokens)
    uneven = replace(even, loss=exact * (even.loss / exact) ** (1 + 15 * aside**4))
    calm, noisy = fitted(even, 1e24), fitted(uneven, 1e24)
    assert calm.draws.method == "residual" and "uneven-noise" not in [one.code for one in calm.remarks]
    assert noisy.draws.method == "pairs" and "uneven-noise" in [one.code for one in noisy.remarks]
    narrow = fitted(uneven, 1e24, "residual")
    assert narrow.draws.uneven == 1 and np.median(np.diag(noisy.covariance) / np.diag(narrow.covariance)) > 2
    assert as_json(noisy)["resampling"]["uneven"] == noisy.draws.uneven > 1.5


def test_without_noise_it_is_the_truth():
    """Exact losses give the constants back, and no band: nothing tells how far off they may be."""
    found = fitted(example(30, 0.0), 1e24)
    assert found.fit.logarithmic == pytest.approx(TRUTH, rel=1e-6)
    assert [one.code for one in found.remarks if one.no_band] == ["no-noise"]
    assert found.covariance is None and found.bands is None


N = np.geomspace(1e7, 1e10, 20)
RANDOM = np.random.default_rng(3)
NOISY = np.exp(0.003 * np.random.default_rng(8).standard_normal(20))
DEGENERATE = {
    "one compute": (N[4:16], 1e19 / N[4:16], LAW.loss(N[4:16], 1e19 / N[4:16]) * NOISY[:12], "one-compute"),
    "too few": (*(getattr(example(7), name) for name in ("n_params", "n_tokens", "loss")), "too-few-runs"),
    "one ratio": (N, 20 * N, LAW.loss(N, 20 * N) * np.exp(0.003 * RANDOM.standard_normal(20)), "one-ratio"),
    "larger is worse": (N, RANDOM.permutation(100 * N), None, "no-law"),
    "a power without a floor": (N, RANDOM.permutation(20 * N), None, "floor-at-zero"),
}
SHAPES = {
    "larger is worse": lambda N, D: 1.8 + 5e-4 * N**0.35 + 2085 / D**0.37,
    "a power without a floor": lambda N, D: 30 / N**0.1 + 60 / D**0.1,
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_fits_have_no_band(name):
    """They are told by a code and a sentence, and their JSON has no NaN."""
    N, D, loss, code = DEGENERATE[name]
    if loss is None:
        loss = SHAPES[name](N, D) * np.exp(0.003 * np.random.default_rng(5).standard_normal(20))
    found = fitted(table_of(N, D, loss), 1e24)
    assert code in [one.code for one in found.remarks if one.no_band]
    report = as_json(found)
    assert report["bands"] is None and report["covariance"] is None
    json.dumps(report, allow_nan=False)


def test_an_outlier_is_found_and_can_be_switched_off():
    """One run that went wrong is named, and without it the fit is that of the others."""
    table = example(30)
    loss = table.loss.copy()
    loss[7] *= 1.2
    found = fitted(table_of(table.n_params, table.n_tokens, loss), 1e24)
    assert "outliers" in [one.code for one in found.remarks]
    assert found.diagnosis.outliers.tolist() == [7]
    kept = np.arange(30) != 7
    assert without(found.fit, np.array([7])).objective == pytest.approx(fit(table.some(kept)).objective, rel=1e-9)


def test_checkpoints_are_resampled_together():
    """Rows of one run are one draw."""
    table = example(60)
    groups = tuple(f"run {i // 5}" for i in range(60))
    found = fitted(table_of(table.n_params, table.n_tokens, table.loss, groups), 1e24)
    assert found.draws.method == "block"


def test_diagnosis_of_a_sound_fit():
    """Leverages sum to the constants, the largest runs lie in their band, the true law is nearest."""
    found = fitted(example(60), 1e24)
    seen = found.diagnosis
    assert seen.leverage.sum() == pytest.approx(5, abs=1e-9)
    assert seen.largest_out.inside >= 0.5 and abs(seen.largest_out.error) < 0.01
    nearest = min(seen.published, key=lambda law: abs(seen.published[law]))
    assert nearest == "besiroglu2024"
    assert [one.code for one in found.remarks] == []


def test_estimators_agree_on_clean_runs():
    """All forms that hold the truth, and both approaches that read sizes off, find its best size."""
    rows = {row.key: row for row in estimates(example(60, 0.0005), 1e22)}
    truth = LAW.frontier(1e22)[0]
    for key in ("huber", "least-squares", "variable-projection"):
        assert rows[key].n_params == pytest.approx(truth, rel=0.02)
    for key in ("shared-exponent", "envelope", "valleys"):
        assert rows[key].n_params == pytest.approx(truth, rel=0.2)
    assert rows["kaplan"].largest_error > 5 * rows["huber"].largest_error
    assert rows["variable-projection"].constants["alpha"] == pytest.approx(
        rows["least-squares"].constants["alpha"], rel=0.02
    )


def test_command_prints_json(capsys, tmp_path):
    """The keys that others read, and the same in words."""
    path = tmp_path / "runs.csv"
    path.write_text(as_csv(example(30)) + "1e9,,3\n", encoding="utf-8")
    status, out, err = run(capsys, "fit", str(path), "--json", "--at", "1e24")
    report = json.loads(out)
    assert (status, err) == (0, "")
    assert list(report["constants"]) == ["E", "A", "B", "alpha", "beta"]
    assert np.shape(report["covariance"]) == (5, 5)
    assert np.linalg.eigvalsh(report["covariance"]).min() > 0
    assert report["n"] == 30 and report["refused"] == [{"line": 32, "reason": "tokens: empty"}]
    assert report["warnings"] == ["rows-refused"]
    law = opened(report["link"]).scenario
    assert (law.custom_alpha, law.custom_irreducible) == (report["constants"]["alpha"], report["constants"]["E"])
    assert law.custom_fit is not None
    assert report["objective"] == pytest.approx(fit(read(path.read_bytes())).objective, rel=1e-9)
    for name in ("n_params", "tokens_per_param", "loss"):
        (low80, high80), (low95, high95) = (report["bands"][name][level] for level in ("80", "95"))
        assert low95 < low80 < report["optimum"][name] < high80 < high95
    status, out, _ = run(capsys, "fit", str(path), "--at", "1e24")
    assert status == 0 and "30 runs read; 1 row refused." in out and "line 32: tokens: empty" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fit", "no-such-file.csv"], "no such file"),
        (["fit", "."], "directory"),
        (["fit", "{}", "--at", "much"], "write a number"),
        (["fit", "{}", "--at", "none"], "--at"),
        (["fit", "{}", "--columns", "loss"], "NAME=HEADING"),
        (["example-runs", "--runs", "-1"], "allowed"),
    ],
)
def test_command_refuses_in_one_line(capsys, tmp_path, arguments, says):
    """Status 2, no traceback."""
    path = tmp_path / "runs.csv"
    path.write_text(as_csv(example(30)), encoding="utf-8")
    status, out, err = run(capsys, *(argument.replace("{}", str(path)) for argument in arguments))
    assert (status, out) == (2, "")
    assert says in err and err.count("\n") == 1
