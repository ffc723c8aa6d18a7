"""The studies derived a second time, from the published constants alone: grids, SciPy's searches, other draws.

Nothing of `sim` is imported. Each function gives figures by name, for the runs that `test_studies.py` describes.
"""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize, minimize_scalar
from scipy.special import betaln

LAWS = Path(__file__).parents[2] / "presets" / "laws"
EXACT = {"xatol": 1e-12, "maxiter": 500}
DRAWS = 300_000

# The default run, and what its chips cost: a V100 at 19.68 % for $1.12.
N, D = 175e9, 300e9
FLOP_USD = 1.12 / (0.1968 * 1.25e14 * 3600)

# A service on an H100 for $4.86: 1e7 queries a day of 500 tokens read and 500 written, for a year.
SERVED_N, SERVED_D, SERVED_K = 8e9, 15e12, 4.0
CHIP = 9.894e14
TRAIN_USD = 4.86 / (0.4 * CHIP * 3600)  # a FLOP of training
QUERIES = 1e7 * 365
READ_H, WRITE_H = (2 * 500 / (mfu * CHIP * 0.5 * 3600) for mfu in (0.5, 0.1))  # chip-hours for each parameter
ANCHOR_LOSS, ANCHOR, SLOPE, EXPONENT = 1.9647, 0.3, 12.0, 0.12


@cache
def constants(law):
    """Those of its file."""
    return tomllib.loads((LAWS / f"{law}.toml").read_text(encoding="utf-8"))["constants"]


def reducible(law, n, d):
    """What a run can lower of the loss."""
    c = constants(law)
    if law == "kaplan2020":
        return ((c["N_c"] / n) ** (c["alpha_N"] / c["alpha_D"]) + c["D_c"] / d) ** c["alpha_D"]
    return c["A"] / n ** c["alpha"] + c["B"] / d ** c["beta"]


def floor(law):
    """The irreducible loss."""
    return constants(law).get("E", 0.0)


def split(law, compute):
    """Best parameters and tokens at a compute, searched."""
    found = minimize_scalar(
        lambda x: reducible(law, np.exp(x), compute / 6 / np.exp(x)), bounds=(10, 40), method="bounded", options=EXACT
    )
    return np.exp(found.x), compute / 6 / np.exp(found.x)


def least(law, compute):
    """Least reducible loss at a compute."""
    return reducible(law, *split(law, compute))


def needed(law, x):
    """Least compute of a reducible loss."""
    return np.exp(brentq(lambda y: np.log(least(law, np.exp(y)) / x), np.log(1e15), np.log(1e33), xtol=1e-12))


def regret():
    """What planning by one law loses when another is true, at 1e24 FLOP."""
    found = {}
    for plan, true in (
        ("kaplan2020", "besiroglu2024"),
        ("hoffmann2022", "besiroglu2024"),
        ("besiroglu2024", "kaplan2020"),
    ):
        x, best = reducible(true, *split(plan, 1e24)), least(true, 1e24)
        wasted = 1 - needed(true, x) / 1e24
        name = f"{plan}-{true}"
        found |= {f"{name}-nats": x - best, f"{name}-share": (x - best) / best}
        found |= {f"{name}-flop_share": wasted, f"{name}-usd": wasted * 1e24 * FLOP_USD}
    return found


def walls():
    """Compute at which two groups of runs tell a wall at 1e25 FLOP from none; slopes 0.5 and 0.8."""
    start = least("besiroglu2024", 1e25)
    found = {"separation": 2 * 0.005 * np.sqrt(2 / 3)}
    for n, noise, slope in ((3, 0.005, 0.5), (10, 0.001, 0.5), (10, 0.002, 0.8)):
        apart = 2 * noise * np.sqrt(2 / n)

        def missing(y, slope=slope, apart=apart):
            x = least("besiroglu2024", np.exp(y))
            return start * (x / start) ** slope - x - apart

        found[f"told-{n}-{noise}-{slope}"] = np.exp(brentq(missing, np.log(1e25), np.log(1e32)))
    return found


def clock():
    """Algorithms that halve the compute for a loss every so many months, and prices that fall 0.14 decades a year."""
    return {
        "gain-2y": 2.0**3,
        "gain-fast-1y": 2.0 ** (12 / 5),
        "gain-slow-1y": 2.0 ** (12 / 14),
        "price-1y": 10.0**-0.14,
        "cost-2y": 1e8 * 10.0**-0.28 / 2.0**3,
        "cost-2y-slow": 1e8 * 10.0**-0.28 / 2.0 ** (24 / 14),
        "reached": (2.5 - floor("besiroglu2024") - reducible("besiroglu2024", N, 0.2 * D))
        / (2.5 - floor("besiroglu2024") - reducible("besiroglu2024", N, D)),
    }


def drawn_laws(held=None):
    """Many draws of the constants of besiroglu2024 by Cholesky's factor, all free or given the floor."""
    file = tomllib.loads((LAWS / "besiroglu2024.toml").read_text(encoding="utf-8"))
    c, lower = file["constants"], np.zeros((5, 5))
    lower[np.tril_indices(5)] = file["covariance"]["lower"]
    cov = lower + np.tril(lower, -1).T
    mean = np.array([np.log(c["A"]), np.log(c["B"]), np.log(c["E"]), c["alpha"], c["beta"]])
    rng = np.random.default_rng(5)
    if held is None:
        lnA, lnB, lnE, alpha, beta = (mean + rng.standard_normal((DRAWS, 5)) @ np.linalg.cholesky(cov).T).T
        return np.exp(lnE), np.exp(lnA), np.exp(lnB), alpha, beta
    free = [0, 1, 3, 4]  # a normal given one of its parts: Bishop, equations 2.81 and 2.82
    shift = cov[free, 2] / cov[2, 2] * (np.log(held) - mean[2])
    rest = cov[np.ix_(free, free)] - np.outer(cov[free, 2], cov[2, free]) / cov[2, 2]
    drawn = mean[free] + shift + rng.standard_normal((DRAWS, 4)) @ np.linalg.cholesky(rest).T
    return held, np.exp(drawn[:, 0]), np.exp(drawn[:, 1]), drawn[:, 2], drawn[:, 3]


def bands():
    """Ends of the bands of the default run, of its best plan, and of the least cost of a loss of 2."""
    found = {}
    for name, held in (("free", None), ("fixed", constants("besiroglu2024")["E"]), ("low", 1.7)):
        E, A, B, alpha, beta = drawn_laws(held)
        loss = E + A * N**-alpha + B * D**-beta
        x = 2.0 - E  # of the cheapest plan alpha A / N^alpha = beta B / D^beta
        with np.errstate(invalid="ignore", divide="ignore"):
            least_N = (A * (alpha + beta) / (beta * x)) ** (1 / alpha)
            least_D = (B * (alpha + beta) / (alpha * x)) ** (1 / beta)
        usd = np.where(x > 0, 6 * least_N * least_D * FLOP_USD, np.inf)
        for what, values in (("loss", loss), ("target", usd)):
            ends = np.quantile(values, [0.025, 0.1, 0.5, 0.9, 0.975], method="nearest")
            found |= {f"{what}-{name}-{end}": x for end, x in zip(("2.5", "10", "50", "90", "97.5"), ends, strict=True)}
    return found


def drawn(rng, low, best, high):
    """A lognormal with a median, and the 5th and 95th percentile on its two sides."""
    z = rng.standard_normal(DRAWS) / 1.6448536269514722
    return best * np.where(z < 0, (best / low) ** z, (high / best) ** z)


def program():
    """The cost of the default run rented on an H100 at 40 %, with experiments of 2.2 and $2M of staff."""
    rng = np.random.default_rng(6)
    hours = 6 * N * D / (0.4 * CHIP) / 3600
    price = drawn(rng, 0.75 * 4.86, 4.86, 1.33 * 4.86)
    mfu = drawn(rng, 0.8 * 0.4, 0.4, 1.25 * 0.4)
    multiple = drawn(rng, 1.2, 2.2, 4.0)
    staff = drawn(rng, 2e6 * 210 / 330, 2e6, 2e6 * 690 / 330)
    total = np.maximum(multiple, 1) * hours * 0.4 / np.minimum(mfu, 1) * price + staff
    low, high = np.percentile(total, [5, 95])
    run = hours * 4.86
    return {
        "program-5": low,
        "program-95": high,
        "tornado-rd-low": 1.2 * run + 2e6,
        "tornado-rd-high": 4.0 * run + 2e6,
        "tornado-price-low": 2.2 * 0.75 * run + 2e6,
        "tornado-price-high": 2.2 * 1.33 * run + 2e6,
        "tornado-mfu-low": 2.2 * run / 0.8 + 2e6,
        "tornado-mfu-high": 2.2 * run / 1.25 + 2e6,
        "tornado-staff-low": 2.2 * run + 2e6 * 210 / 330,
        "tornado-staff-high": 2.2 * run + 2e6 * 690 / 330,
        "typical-multiple": round(np.sqrt(1.2 * 4.0), 1),
        "typical-staff": float(f"{0.39 / 0.61 * 2.2 * run:.2g}"),
    }


def solved(loss, k, anchor=ANCHOR, slope=SLOPE):
    """pass@1 and pass@k of a model: the logistic curve through the anchor, and the Beta form of repeated tries."""
    m = 1 / (1 + (1 / anchor - 1) * np.exp(slope * (loss - ANCHOR_LOSS)))
    b = EXPONENT * (1 - m) / m
    return m, -np.expm1(betaln(EXPONENT, b + k) - betaln(EXPONENT, b))


def served_loss(n, d):
    """Loss of a model that is served."""
    return floor("besiroglu2024") + reducible("besiroglu2024", n, d)


def thinking():
    """Ten times the training in samples, the best way to spend a cost, and an anchor that is off."""
    loss = served_loss(SERVED_N, SERVED_D)
    equal = needed("besiroglu2024", loss - floor("besiroglu2024"))

    def at(compute):
        return floor("besiroglu2024") + least("besiroglu2024", compute)

    goal = solved(at(10 * equal), SERVED_K)[1]
    samples = np.exp(brentq(lambda x: solved(loss, np.exp(x))[1] - goal, 0, np.log(1e6), xtol=1e-13))
    h = 1e-4
    by_compute = solved(at(equal * np.exp(h)), SERVED_K)[1] - solved(at(equal * np.exp(-h)), SERVED_K)[1]
    by_samples = solved(loss, SERVED_K * np.exp(h))[1] - solved(loss, SERVED_K * np.exp(-h))[1]
    query_h = SERVED_N * (READ_H + SERVED_K * WRITE_H)
    cost = 6 * SERVED_N * SERVED_D * TRAIN_USD + QUERIES * query_h * 4.86

    def wrong(place):
        n, k = np.exp(place)
        left = cost - QUERIES * n * (READ_H + k * WRITE_H) * 4.86
        return 1.0 if left <= 0 or k < 1 else -solved(served_loss(n, left / (6 * n * TRAIN_USD)), k)[1]

    best = min(
        (minimize(wrong, np.log([n, k]), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-15, "maxiter": 4000})
         for n in (1e9, 1e10) for k in (2.0, 20.0)),
        key=lambda found: found.fun,
    )  # fmt: skip
    odds = ANCHOR / (1 - ANCHOR)
    corners = [
        solved(loss, SERVED_K, anchor=odds * f / (1 + odds * f), slope=SLOPE * s)
        for f in (1 / 1.5, 1.5)
        for s in (1 / 1.5, 1.5)
    ]
    return {
        "equal-compute": equal,
        "exchange-accuracy": goal,
        "exchange-factor": samples / SERVED_K,
        "exchange-tenfold": 10 ** (by_compute / by_samples),
        "map": solved(at(1e24), 16)[1],
        "best-accuracy": -best.fun,
        "best-params": np.exp(best.x[0]),
        "best-samples": np.exp(best.x[1]),
        "band-pass-low": min(corner[0] for corner in corners),
        "band-pass-high": max(corner[0] for corner in corners),
        "band-accuracy-low": min(corner[1] for corner in corners),
        "band-accuracy-high": max(corner[1] for corner in corners),
    }


def fleets():
    """The best split of 2,000 H100 for 90 days on a grid of 601 by 601, refined twice; and the best size at half."""
    hours, queries = 2000 * 90 * 24, 1e7 * 90

    def right(share, n):
        d = share * hours / (6 * n / (0.4 * CHIP) / 3600)
        k = np.minimum(((1 - share) * hours / queries / n - READ_H) / WRITE_H, 1e6)
        possible = (k >= 1) & (d >= 1e6)
        return np.where(possible, solved(served_loss(n, np.where(possible, d, 1e6)), np.where(possible, k, 1))[1], 0), k

    found = {}
    for name, ends in (("fleet", (0.001, 0.999)), ("half", (0.5, 0.5))):
        low, high, small, large = *ends, np.log(1e8), np.log(1e12)
        for _ in range(3):
            share, n = np.linspace(low, high, 601), np.exp(np.linspace(small, large, 601))[:, None]
            reached, k = right(share, n)
            i, j = np.unravel_index(np.argmax(reached), reached.shape)
            wide_share, wide_n = (high - low) / 100, (large - small) / 100
            best = {"accuracy": reached[i, j], "share": share[j], "params": n[i, 0], "samples": k[i, j]}
            low, high = max(share[j] - wide_share, ends[0]), min(share[j] + wide_share, ends[1])
            small, large = np.log(n[i, 0]) - wide_n, np.log(n[i, 0]) + wide_n
        found |= {f"{name}-{what}": value for what, value in best.items()}
    return found


def demands():
    """Plans as good as the served run for 1e13 tokens served, against the plan whose training is cheapest."""
    x = reducible("besiroglu2024", SERVED_N, SERVED_D)
    c = constants("besiroglu2024")
    token_usd = (READ_H + SERVED_K * WRITE_H) * 4.86 / (500 + SERVED_K * 500)

    def tokens(n):
        return (c["B"] / (x - c["A"] / n ** c["alpha"])) ** (1 / c["beta"])

    def parts(n):
        return 6 * n * tokens(n) * TRAIN_USD, 1e13 * n * token_usd

    lowest = np.log((c["A"] / x) ** (1 / c["alpha"])) + 1e-3
    places = [
        np.exp(minimize_scalar(of, bounds=(lowest, 40), method="bounded", options=EXACT).x)
        for of in (lambda y: sum(parts(np.exp(y))), lambda y: parts(np.exp(y))[0])
    ]
    aware, unaware = (sum(parts(n)) for n in places)
    return {
        "demand-params": places[0],
        "demand-tokens": tokens(places[0]),
        "demand-training": parts(places[0])[0],
        "demand-serving": parts(places[0])[1],
        "demand-unaware": unaware,
        "demand-saved": 1 - aware / unaware,
        "query-factor": 3
        + 2 * 6 * SERVED_N * SERVED_D * TRAIN_USD / (QUERIES * SERVED_N * (READ_H + SERVED_K * WRITE_H) * 4.86),
    }


def money():
    """What a per cent more buys on each lever from the default run, and the least cost of its loss and of 0.02 less."""
    x = reducible("besiroglu2024", N, D)
    compute = 6 * N * D
    best = split("besiroglu2024", compute)
    return {
        "extra": 0.01 * compute * FLOP_USD,
        "bought-params": x - reducible("besiroglu2024", 1.01 * N, D),
        "bought-tokens": x - reducible("besiroglu2024", N, 1.01 * D),
        "bought-scale": least("besiroglu2024", compute) - least("besiroglu2024", 1.01 * compute),
        "best-N": best[0],
        "best-D": best[1],
        "ladder-0": needed("besiroglu2024", x) * FLOP_USD,
        "ladder-2": needed("besiroglu2024", x - 0.02) * FLOP_USD,
    }


PARTS = (regret, walls, clock, bands, program, thinking, fleets, demands, money)


def figures():
    """Every figure by its name."""
    return {name: float(value) for part in PARTS for name, value in part().items()}
