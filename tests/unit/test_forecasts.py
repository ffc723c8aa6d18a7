"""The ledger of forecasts: files are checked, errors and intervals counted right, a forecast of one's own keeps."""

import csv
import io
import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm

from sim import Scenario, evaluate
from sim.catalogs.folder import PRESETS
from sim.catalogs.forecasts import forecasts
from sim.charts.apart import forecasts_calibration as calibration_chart
from sim.charts.apart import forecasts_reach as reach
from sim.ground.spreadsheets import csv_text
from sim.links import own_forecast
from sim.links.share import link, opened
from sim.studies.ledger import calibration, chance, score
from sim.studies.own_forecast import LEVELS, NUMBERS, OwnForecast, checked
from sim.words import ledger
from sim.words.own_forecast import made_sentences, outcome_sentences

TODAY = date(2026, 11, 29)
ENTRIES = forecasts().entries
GOOD = (PRESETS / "forecasts" / "marin-moe-1e23.toml").read_text(encoding="utf-8")
MINE = OwnForecast("loss", date(2026, 11, 24), 2.25, 2.2, 2.3, 80)


@pytest.mark.parametrize(
    ("name", "beyond", "off", "held"),
    [
        ("delphi-1e23", 1e23 / 3e20, 0.002, True),  # post of 14 April 2026: within 0.2 %, 300 times beyond the fit
        ("marin-moe-1e23", 333.3, 2.252 / 2.234 - 1, None),  # issue 4697: 2.252 foretold, 2.234 came, 333 times
        ("gpt-4-loss", 1e4, None, None),  # technical report, 3.1: at most a 10,000th of the compute, no number
        ("gpt-4-humaneval", 1e3, None, None),  # 3.2: at most a 1,000th
        ("gadre-1b", 300, 0.007, None),  # section 4: within 0.7 %, 300 times less compute
        ("hypermind-math", None, 1 - 12.7 / 50.3, False),
        ("marin-hero", None, None, None),
    ],
)
def test_what_the_files_say(name, beyond, off, held):
    """Reach, error and interval of published forecasts."""
    one = ENTRIES[name]
    assert one.beyond == (beyond and pytest.approx(beyond, rel=1e-3))
    assert one.off == (off and pytest.approx(off))
    assert one.held is held


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('source = "marin4697"', 'source = "marin4679"'), "key source: there is no source “marin4679”; did you mean"),
        (('made = "2026-04-17"', 'made = "April"'), "key made"),
        (('came = "2026-05-20"', 'came = "2026-03-01"'), "key came: got “2026-03-01”; it was made on 2026-04-17"),
        (('came = "2026-05-20"\n', ""), "key outcome: it needs the key came beside it"),
        (("run_flop = 1e23", "run_flop = 1e20"), "key run_flop: got “1e+20”; allowed is above fitted_flop, 3e+20"),
        (("run_flop = 1e23", "run_flop = 1e23\nreach = 30"), "key reach: got “30”; run_flop over fitted_flop is 333"),
        (("outcome = 2.234", "outcome = 2.234\nerror = 0.01"), "key error: leave it out"),
        (("outcome = 2.234", "outcome = 0"), "key outcome: got “0”"),
        (("outcome = 2.234", "outcome = 2.234\ninterval = { level = 0.8, low = 2.2 }"), "it needs the key high"),
        (
            ("outcome = 2.234", "outcome = 2.234\ninterval = { level = 0.8, low = 3, high = 2 }"),
            "it must lie below high",
        ),
        (("outcome = 2.234", "outcome = 2.234\ninterval = { level = 80, low = 2, high = 3 }"), "interval.level"),
        (("outcome = 2.234", "outcome = 2.234\ninterval = { level = 0.8, low = 2, high = 2.1 }"), "must lie inside"),
        (
            ("outcome = 2.234", "outcome = 2.234\ninterval = { level = 0.8, low = 2, high = 3, held = true }"),
            "key interval.held: leave it out: it follows",
        ),
        (('kind = "loss"', 'kind = "los"'), "key kind: got “los”; allowed are loss, task, record; did you mean loss"),
    ],
)
def test_a_bad_file_is_named(tmp_path, change, said):
    """With file, key and reason, and the good one beside it stays."""
    assert change[0] in GOOD
    (tmp_path / "good.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(GOOD.replace(*change), encoding="utf-8")
    found = forecasts(tmp_path)
    assert list(found.entries) == ["good"]
    assert all(problem.startswith(f"{tmp_path.name}/bad.toml, line ") for problem in found.problems)
    assert any(said in problem for problem in found.problems), found.problems


@pytest.mark.parametrize(
    ("ends", "held"),
    [("low = 2.2, high = 2.26", True), ("low = 2.24, high = 2.26", False), ("low = 2.234, high = 2.3", True)],
)
def test_ends_tell_whether_an_interval_held(tmp_path, ends, held):
    """2.234 came."""
    text = GOOD.replace("outcome = 2.234", f"outcome = 2.234\ninterval = {{ level = 0.8, {ends} }}")
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    found = forecasts(tmp_path)
    assert not found.problems and found.entries["one"].held is held
    assert ledger.interval_words(found.entries["one"]).endswith("held" if held else "missed")


def test_shipped_files_are_good():
    """All of them, each with an outcome or open, in the order of what came, open ones last."""
    assert forecasts().problems == []
    assert set(ENTRIES) == {path.stem for path in (PRESETS / "forecasts").glob("*.toml")}
    dates = [one.came or "9" for one in ENTRIES.values()]
    assert dates == sorted(dates) and dates[-1] == "9"


@pytest.mark.parametrize("n", [1, 2, 4, 6, 30])
@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95])
def test_chance_is_the_binomial_distribution(n, level):
    """The ends are quantiles of it."""
    assert chance(n, level) == (binom.ppf(0.025, n, level), binom.ppf(0.975, n, level))


def test_calibration_counts_what_is_known():
    """By level; what was not said is left out; and the words say how few they are."""
    found = calibration(ENTRIES.values())
    assert [(one.level, one.n, one.held) for one in found] == [(0.9, 4, 2), (0.95, 2, 2)]
    assert all(one.is_chance for one in found)
    words = ledger.calibration_words(ENTRIES)
    assert "2 of 4 intervals that were said to hold in 90 % of the cases held." in words
    assert "6 intervals cannot tell a good forecaster from a lucky one" in words
    assert "No forecast here came with an interval" in ledger.calibration_words({})


def test_charts_tables_and_file_say_the_same():
    """A dot for each forecast of a run; the file has every forecast, cell by cell."""
    picture = reach.picture(ENTRIES)
    drawn = sum(len(trace["x"]) for trace in picture.figure["data"])
    runs = [one for one in ENTRIES.values() if one.beyond is not None and one.came is not None]
    by_name = {trace["name"]: trace for trace in picture.figure["data"]}
    assert by_name["Broke down"]["x"] == [30] and set(by_name["Broke down"]["y"]) == {reach.BROKE}
    assert set(by_name["Said to be right, no number"]["x"]) == {1e3, 1e4, 3800}
    assert drawn == len(picture.table[1]) == len(runs) > 8
    assert {"broke down", "not published"} <= {row[2] for row in picture.table[1]}
    assert len(calibration_chart.picture(ENTRIES).table[1]) == 2
    assert calibration_chart.picture({}).table[1] == []
    columns, rows = ledger.csv_table(ENTRIES)
    assert [row[0] for row in rows] == list(ENTRIES)
    assert list(csv.reader(io.StringIO(csv_text(columns, rows)))) == [columns, *rows]
    shown = ledger.ledger_table(ENTRIES)
    assert all(len(row) == len(shown[0]) for row in shown[1]) and len(shown[1]) == len(ENTRIES)


@pytest.mark.parametrize("outcome", [2.0, 2.234, 2.3, 2.6])
def test_score_is_that_of_a_normal_distribution(outcome):
    """Its central part is the interval: log density, distance from the middle, and whether it held."""
    found = score(2.25, 2.2, 2.3, 0.8, outcome)
    middle, deviation = (math.log(2.2) + math.log(2.3)) / 2, math.log(2.3 / 2.2) / (2 * norm.ppf(0.9))
    assert found.log_score == pytest.approx(norm.logpdf(math.log(outcome), middle, deviation))
    assert found.surprise == pytest.approx((math.log(outcome) - middle) / deviation)
    assert found.held == (2.2 <= outcome <= 2.3)


POSITIVE = st.floats(1e-6, 1e15)


@given(st.tuples(POSITIVE, POSITIVE, POSITIVE), st.sampled_from(LEVELS), st.sampled_from(NUMBERS), st.none() | POSITIVE)
def test_a_forecast_comes_back_from_its_link(three, level, number, outcome):
    """To every digit, beside a run that is read without a remark."""
    low, value, high = sorted(three)
    if low == high:
        return
    mine = OwnForecast(number, date(2026, 1, 31), value, low, high, level, outcome)
    pairs = dict(part.split("=", 1) for part in own_forecast.link_parts(mine).split("&"))
    assert own_forecast.read(pairs, TODAY) == (mine, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("loss~2026-11-24~2.25~2.2~2.3", "it has number, date, value, low, high and level"),
        ("loss~yesterday~2.25~2.2~2.3~80", "it has number, date"),
        ("loss~2027-11-24~2.25~2.2~2.3~80", "which is yet to come"),
        ("loss~2026-11-24~2.25~2.3~2.2~80", "must lie below the upper end"),
        ("loss~2026-11-24~2.5~2.2~2.3~80", "must lie inside its interval"),
        ("loss~2026-11-24~2.25~-2.2~2.3~80", "The lower end is -2.2; allowed is a number above 0"),
        ("loss~2026-11-24~nan~2.2~2.3~80", "The forecast is nan"),
        ("los~2026-11-24~2.25~2.2~2.3~80", "did you mean loss"),
        ("loss~2026-11-24~2.25~2.2~2.3~81", "allowed are 50, 80, 90, 95 %"),
        ("<b>" * 40, "it has number, date"),
    ],
)
def test_a_link_that_is_no_forecast_is_told(text, said):
    """In one sentence; nothing is opened."""
    found, notices = own_forecast.read({"fc": text}, TODAY)
    assert found is None and len(notices) == 1 and said in notices[0]


def test_an_outcome_alone_or_odd_is_told():
    """And the forecast stays."""
    assert own_forecast.read({"fr": "2"}, TODAY)[1] and own_forecast.read({}, TODAY) == (None, [])
    pairs = dict(part.split("=", 1) for part in own_forecast.link_parts(MINE).split("&"))
    found, notices = own_forecast.read(pairs | {"fr": "much"}, TODAY)
    assert found == MINE and "“much”" in notices[0]


def test_the_digest_is_of_run_and_forecast_alone():
    """An outcome does not change it, anything else does; it is the same in every version."""
    code = own_forecast.digest(MINE, 7e10, 1.4e12)
    assert code == "GWIFL5JG"
    assert own_forecast.digest(OwnForecast(**{**vars(MINE), "outcome": 2.2}), 7e10, 1.4e12) == code
    assert own_forecast.digest(OwnForecast(**{**vars(MINE), "low": 2.1}), 7e10, 1.4e12) != code
    assert own_forecast.digest(MINE, 7.1e10, 1.4e12) != code


def test_what_is_told_of_an_own_forecast():
    """How old it is, of which run, what the simulator says, and how it came out."""
    result = evaluate(Scenario())
    first, second = made_sentences(MINE, result, TODAY)
    assert first.startswith("Forecast of 2026-11-24, 5 days old: Loss 2.2500 nat/token")
    assert "175B parameters on 300B tokens" in second and "The simulator says 2.0085" in second
    assert len(made_sentences(MINE, None, TODAY)) == 1
    for early in (0, 1):  # it may have been made where the day begins earlier
        assert "made today" in made_sentences(MINE, None, MINE.made - timedelta(days=early))[0]
        assert checked(MINE, MINE.made - timedelta(days=early)) == MINE
    with pytest.raises(ValueError, match="yet to come"):
        checked(MINE, MINE.made - timedelta(days=2))
    lines = outcome_sentences(MINE, 2.234)
    assert lines[0].startswith("2.2340 nat/token came, 0.71 % below it. The interval held.")
    assert "The interval missed." in outcome_sentences(MINE, 2.4)[0]


def test_no_number_is_refused_that_the_page_offers():
    """Each output can be foretold where the run has it, and links of runs take no notice of forecasts."""
    result = evaluate(Scenario(readout="index"))
    for name in NUMBERS:
        value = result.values[name]
        if value is not None:
            checked(OwnForecast(name, TODAY, value, value / 2, value * 2, 90), TODAY)
    assert not opened(link(Scenario())).notices
