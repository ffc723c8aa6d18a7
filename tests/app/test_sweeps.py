"""Sweeps: what the browser plays is what release computes, small, for every lever of every plan and page."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.charts import charts, charts_of
from sim.charts.chart import LoneChart, Place
from sim.charts.frames import moving
from sim.engine.evaluate import runs
from sim.engine.kept import Kept
from sim.engine.kept_runs import results_of
from sim.ground import units
from sim.inputs import TABLE
from sim.inputs.plan import PLANS
from sim.links.showing import Showing
from sim.pages import board
from sim.words.side_by_side import side_by_side
from ui.board import levers, sweeps
from ui.server.payload import HEAD

PAGES = ("home", "plan")


def unpacked(block: bytes) -> tuple[dict, np.ndarray]:
    """Head and numbers of a sweep."""
    size = int.from_bytes(block[:HEAD], "little")
    return json.loads(block[HEAD : HEAD + size]), np.frombuffer(block[HEAD + size :], "<f4")


def whole(item: dict, count: int, size: int) -> bool:
    """Whether each frame has its values: texts, or a row of numbers, which frames that are alike share."""
    if "values" in item:
        return len(item["values"]) == count
    rows = item.get("rows", list(range(count)))
    return len(rows) == count and item["at"] + (max(rows) + 1) * item["width"] <= size


LEFT_TO_RELEASE = {"agree", "learn"}  # what comes once the page rests is not played


def questions():
    """Every lever that every plan lets move, on both pages; with inference on, those of one plan on the Think page."""
    trained = [(page, Scenario(plan=plan, hardware="h100")) for page in PAGES for plan in PLANS]
    thinking = Scenario(inference="on", samples_per_query=10)
    for page, scenario in [*trained, ("think", thinking), ("home", thinking)]:
        for lever in levers.given(scenario, page):
            row = TABLE[lever]
            center = round(levers.index(row, getattr(scenario, lever)))
            yield pytest.param(sweeps.Question(page, scenario, lever, center), id=f"{page}-{scenario.plan}-{lever}")


@pytest.mark.parametrize("question", list(questions()))
def test_frames_are_what_release_computes(question):
    """Texts of the first, middle and last frame are the engine's; the block is small and complete."""
    block = sweeps.sweep(question)
    assert len(block) <= sweeps.MOST_BYTES
    head, body = unpacked(block)
    count = len(head["possible"])
    assert count <= sweeps.MOST_RUNGS
    assert head["first"] <= question.center < head["first"] + count
    applying = {chart.id for chart in charts_of(question.page) if chart.applies(question.scenario)} - LEFT_TO_RELEASE
    assert {chart["id"] for chart in head["charts"]} == applying
    rungs = levers.rungs(question.lever)
    for k in {0, count // 2, count - 1}:
        if not head["possible"][k]:
            continue
        scenario = question.scenario.changed(**{question.lever: rungs[head["first"] + k]})
        result = evaluate(scenario)
        for number in board(question.page).headlines(result):
            more = [number.at, [list(words[2:]) for words in number.units]] if number.units else []
            assert head["numbers"][number.name][k] == [number.value, number.unit, number.detail, *more]
        said = board(question.page).sentence(result, moving=True)
        assert "".join(text for text, _ in head["sentence"][k]) == "".join(piece.text for piece in said)
        for name, frames in head["levers"].items():
            assert frames["text"][k] == units.exact(result.values[name], TABLE[name].form, 3)
    for chart in head["charts"]:
        for item in chart["traces"]:
            assert whole(item, count, len(body))


@pytest.mark.parametrize("laws", [(), ("kaplan2020", "hoffmann2022")])
def test_the_laws_page_is_live(laws):
    """All charts but the dear ones are in a sweep of the Laws page, with the laws that it compares."""
    scenario = Scenario(plan="compute_optimal")
    center = round(levers.index(TABLE["train_flop"], scenario.train_flop))
    block = sweeps.sweep(sweeps.Question("laws", scenario, "train_flop", center, laws=laws))
    assert len(block) <= sweeps.MOST_BYTES
    head, body = unpacked(block)
    ids = {chart.id for chart in charts_of("laws") if chart.applies(scenario)}
    left = {"laws-regret", "laws-generations", "laws-shortage", "experts"}  # too dear, or the last, without room
    assert {chart["id"] for chart in head["charts"]} == ids - left
    k = 3
    result = evaluate(scenario.changed(train_flop=levers.rungs("train_flop")[head["first"] + k]))
    for chart in charts_of("laws")[:3]:
        expected = chart.figure(result, laws)["data"]
        played = next(item["traces"] for item in head["charts"] if item["id"] == chart.id)
        assert {item["path"] for item in played} == {"x", "y"}
        for item in played:
            assert item["trace"] == len(expected) - 1
            frame = body[item["at"] + k * item["width"]]
            assert frame == pytest.approx(expected[-1][item["path"]][0], rel=1e-6)


def test_the_token_knows_the_laws():
    """Frames of other laws are not played."""
    tokens = [sweeps.tokens("laws", Scenario(), (), laws)("n_params") for laws in (None, (), ("kaplan2020",))]
    assert len(set(tokens)) == 3


def test_infeasible_rungs_have_no_frame():
    """A target below the floor is not played."""
    scenario = Scenario(plan="target_loss", target_loss=1.85)
    row = TABLE["target_loss"]
    head, _ = unpacked(sweeps.sweep(sweeps.Question("home", scenario, "target_loss", round(levers.index(row, 1.85)))))
    assert not all(head["possible"]) and any(head["possible"])


def test_the_token_changes_with_all_but_the_lever():
    """A sweep outlives moves of its own lever only."""
    start = sweeps.tokens("home", Scenario(), ())("n_params")
    assert sweeps.tokens("home", Scenario(n_params=8e9), ())("n_params") == start
    others = [("plan", Scenario(), ()), ("home", Scenario(n_tokens=1e12), ())]
    others += [("home", Scenario(), (Kept("A", Scenario(), name),)) for name in ("", "Small")]
    assert all(sweeps.tokens(page, scenario, kept)("n_params") != start for page, scenario, kept in others)


@pytest.mark.parametrize(
    "lever, center", [("law", 0), ("n_params", -1), ("n_params", 10**6), ("train_flop", 5), (3, 3)]
)
def test_nonsense_is_not_answered(lever, center):
    """A browser may send anything."""
    assert not sweeps.answerable(lever, center, "home", Scenario())


def test_any_chart_is_live():
    """A chart that knows nothing of frames gets them: what differs between its figures."""

    class Any(LoneChart):
        id, question = "any", "Any?"

        def subtitle(self, now):
            return "."

        def figure(self, now, others):
            curve = {"type": "scatter", "x": np.arange(3.0), "y": now.loss * np.arange(3.0), "hovertemplate": now.loss}
            dot = {"type": "scatter", "x": [now.n_params], "y": [1], "marker": {"size": now.loss, "color": "@here"}}
            return {"data": [curve, dot], "layout": {}}

        def summary(self, now):
            return "."

        def table(self, now):
            return [], []

    many = runs(Scenario(), "n_params", [1e9, 1e10, 1e11])
    found = {(item.trace, item.path): item.values for item in moving(Any(Place("home", 9)), many[0], many)}
    assert set(found) == {(0, "y"), (1, "x"), (1, "marker.size")}
    assert found[0, "y"].shape == (3, 3)
    assert found[1, "x"][:, 0].tolist() == [1e9, 1e10, 1e11]


def test_runs_are_the_scalar_results():
    """One vectorized call gives what as many single ones give."""
    values = [1e9, 1.75e11, 3e12]
    for value, result in zip(values, runs(Scenario(), "n_params", values), strict=True):
        expected = evaluate(Scenario(n_params=value))
        assert result.scenario == expected.scenario
        for name, number in expected.values.items():
            if number is None:
                assert result.values[name] is None, name
                continue
            assert result.values[name] == pytest.approx(number, rel=1e-9, abs=1e-6), name


def test_a_line_moved_by_hand_says_what_release_says():
    """All words of its chart and its table, at sums beyond the lines too; the lines stand still."""
    center = levers.rungs("extra_usd").index(1e6)
    head, body = unpacked(sweeps.sweep(sweeps.Question("home", Scenario(), "extra_usd", center, charts=("more",))))
    (chart,) = head["charts"]
    data = charts()["more"].figure(evaluate(Scenario()), ())["data"]
    assert all("more: " not in data[item["trace"]].get("hovertemplate", "") for item in chart["traces"])
    for k in (0, 19, len(head["possible"]) - 1):
        released = evaluate(Scenario(extra_usd=levers.rungs("extra_usd")[head["first"] + k]))
        picture = charts()["more"].picture(released)
        assert (chart["note"][k], chart["summary"][k]) == (picture.note, picture.summary)
        columns, rows = picture.table
        told = [chart["table"]["rows"][row] for row in chart["table"]["of"][k]]
        assert (chart["table"]["columns"], told) == (columns, rows)
    assert sweeps.answerable("extra_usd", center, "home", Scenario())
    assert not sweeps.answerable("extra_usd", center, "laws", Scenario())
    assert not sweeps.answerable("extra_usd", center, "home", Scenario(), Showing(locked=("extra_usd",)))


@pytest.mark.parametrize("lever", ["n_params", "active_fraction"])
def test_the_table_of_kept_runs_is_part_of_a_sweep(lever):
    """The column of this run, who is the best, and the sentences are those of the release; where a row comes, none."""
    kept = (Kept("A", Scenario(n_params=8e9), ""), Kept("B", Scenario(n_tokens=1e12), "Small"))
    center = round(levers.index(TABLE[lever], getattr(Scenario(), lever)))
    question = sweeps.Question("plan", Scenario(), lever, center, kept, charts=(), beside=True)
    head, _ = unpacked(sweeps.sweep(question))
    assert head["tabled"] and (head["beside"] is None) == (lever == "active_fraction")
    for k in (3, 30) if head["beside"] else ():
        released = evaluate(Scenario(**{lever: levers.rungs(lever)[head["first"] + k]}))
        found = side_by_side(released, results_of(kept))
        assert head["beside"]["differences"][k] == list(found.differences)
        moved = head["beside"]["rows"]
        assert {"Loss", "Tokens per parameter"} <= {found.lines[int(i)].label for i in moved}
        for i, cells in moved.items():
            line = found.lines[int(i)]
            assert cells[k] == [list(cell) for cell in zip(line.values, line.best, strict=True)]
    head, _ = unpacked(sweeps.sweep(replace(question, beside=False)))
    assert head["beside"] is None and not head["tabled"]


def test_only_charts_in_view_are_swept():
    """What the browser names is what it gets; what it makes up is left out."""
    question = sweeps.Question("home", Scenario(), "n_params", 58, charts=("more",))
    head, _ = unpacked(sweeps.sweep(question))
    assert head["asked"] == [chart["id"] for chart in head["charts"]] == ["more"]
    assert sweeps.named(["compute", "more", 3, None, "landscape"], "home") == ("more", "compute")
    assert sweeps.named("more", "home") == tuple(chart.id for chart in charts_of("home"))


def test_a_chart_that_waits_costs_neither_a_release_nor_a_sweep(monkeypatch):
    """What comes once the page rests is asked for nothing before: no words, no window, no figure."""
    waiting = [chart for page in ("home", "think") for chart in charts_of(page) if chart.waits]
    assert {"learn", "agree"} <= {chart.id for chart in waiting}

    def dear(*_):
        raise AssertionError("asked too early")

    for chart in waiting:
        for name in ("why_empty", "subtitle", "note", "figure", "rows"):
            monkeypatch.setattr(type(chart), name, dear)
    scenario = Scenario(n_params=1.7e11)
    assert sweeps.windows(charts_of("home"), evaluate(scenario))
    names = tuple(chart.id for chart in charts_of("home") if chart.applies(scenario))
    question = sweeps.Question("home", scenario, "n_tokens", 120, charts=names)
    head, _ = unpacked(sweeps.sweep(question))
    # The browser need not ask for them again.
    assert head["asked"] == list(names) and {chart["id"] for chart in head["charts"]}.isdisjoint({"learn", "agree"})
