"""Questions from any board: each kind on each page, its dots on the page's own chart, and nothing right too early."""

import json

import pytest
from starlette.testclient import TestClient

from sim.engine.kept import Kept
from sim.engine.known_results import result_of
from sim.inputs.scenario import Scenario
from sim.links.share import link
from sim.pages import Board, pages
from sim.room.ballots import link_of
from sim.room.board_questions import NAME, base_of_board, read, with_questions
from sim.room.forms import answer
from sim.room.state import Refused, State
from sim.room.views import own, view
from sim.teaching.lessons import lessons
from tests.room_server import SEAT, served
from tests.unit.test_room_routes import Room, refused
from ui.room.keeper import AWAY_S
from ui.screens import ask_class
from ui.server.payload import packed

RUN = Scenario(n_params=7e9, n_tokens=2e12)
BOARDS = [page.path for page in pages().values() if isinstance(page, Board)]
KINDS = {
    "levers": ({"levers": ["n_params", "n_tokens"]}, ["20e9", "1e12"]),
    "number": ({"output": "loss"}, ["1.97"]),
    "interval": ({"output": "cost_total_usd"}, ["1M", "9M"]),
    "choice": ({}, ["b"]),
    "vote": ({"side": "train"}, ["a"]),
}


def asked(kind, page="plan", run=RUN, **more):
    """A room's lesson with one question behind its steps, and the number of its step."""
    lesson = with_questions(base_of_board(), [read({"kind": kind, "page": page, "query": link(run), **more})])
    return lesson, len(lesson.file.steps)


@pytest.fixture
def client(monkeypatch, tmp_path):
    """A client of the routes."""
    app, keeper = served(monkeypatch, f"sqlite:///{tmp_path / 'rooms.db'}")
    with TestClient(app, raise_server_exceptions=False) as made:
        made.keeper = keeper
        yield made


@pytest.mark.parametrize("page", BOARDS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_on_every_board(kind, page):
    """An answer is taken and drawn before and after the key, which is told in its state alone."""
    more, given = KINDS[kind]
    run = RUN if page != "think" else RUN.changed(inference="on", queries_per_day=1e7)
    lesson, step = asked(kind, page, run, **more)
    taken = answer(lesson, step, given, {})
    seats = [{(step, 1): taken}] * 3
    before = view(lesson, State(phase="spread", step=step, closed=(step,)), seats)
    after = view(lesson, State(phase="key", step=step, closed=(step,), told=(step,)), seats)
    assert before["told"] is None and before["pictures"] and after["told"]["reveal"] is not None
    key = after["told"]["key"]
    assert bool(key) == (kind not in ("levers", "vote")) and (not key or kind == "choice" or key not in str(before))


@pytest.mark.parametrize(("page", "spot"), [("plan", ("n_params", "n_tokens")), ("home", ("train_flop", "loss"))])
def test_settings_are_dots_on_the_pages_own_chart(page, spot):
    """Settings of the class are dots before the key; with it they are open marks, and one's own is beside them."""
    lesson, step = asked("levers", page, levers=["n_params", "n_tokens"])
    runs = [RUN.changed(n_params=n, n_tokens=d) for n, d in ((20e9, 1e12), (20e9, 1e12), (3e9, 8e12))]
    seats = [{(step, 1): answer(lesson, step, [f"{run.n_params:g}", f"{run.n_tokens:g}"], {})} for run in runs]
    wanted = {tuple(getattr(result_of(run), name) for name in spot) for run in runs}
    picture = view(lesson, State(phase="spread", step=step, closed=(step,)), seats)["pictures"][0]
    dots = picture["figure"]["data"][-1]
    assert {(x, y) for x, y in zip(dots["x"], dots["y"], strict=True)} == wanted and "symbol" not in dots["marker"]
    assert dots["marker"]["size"][0] > dots["marker"]["size"][1]  # two stand there
    state = State(phase="key", step=step, closed=(step,), told=(step,))
    told = view(lesson, state, seats)["told"]
    marks = told["charts"][0]["figure"]["data"][-1]
    assert (
        told["marked"]
        and marks["marker"]["symbol"] == "circle-open"
        and set(map(tuple, zip(marks["x"], marks["y"], strict=True))) == wanted
    )
    mine = own(lesson, state, seats[2])["places"][str(step)][told["charts"][0]["id"]]
    assert (mine[0]["x"][0], mine[0]["y"][0]) == tuple(getattr(result_of(runs[2]), name) for name in spot)


def test_a_predicted_number_is_a_mark_beside_the_truth():
    """A loss that was predicted stands above or below the run on the chart of loss, once the key is told."""
    lesson, step = asked("number", "home", output="loss")
    seat = {(step, 1): answer(lesson, step, ["1.9"], {})}
    spread = view(lesson, State(phase="spread", step=step, closed=(step,)), [seat])
    assert [picture["id"] for picture in spread["pictures"]] == [f"spread-{step}-1"]  # the chart would tell the key
    told = view(lesson, State(phase="key", step=step, closed=(step,), told=(step,)), [seat])["told"]
    marks = told["charts"][0]["figure"]["data"][-1]
    assert (marks["x"], marks["y"]) == ([RUN.n_params * RUN.n_tokens * 6], [1.9])


def test_kept_runs_are_compared_and_their_names_stay_out():
    """Which of the runs beside each other is best; what anybody typed is not kept in a room."""
    beside = [Kept("A", Scenario(n_params=70e9, n_tokens=1.4e12), "Marie’s secret")]
    question = read({"kind": "choice", "page": "home", "query": link(RUN, beside=beside), "output": "loss"})
    assert "ecret" not in question.model_dump_json()
    lesson = with_questions(base_of_board(), [question])
    shown = view(lesson, State(phase="open", step=2), [])["steps"][0]
    assert [option["html"] for option in shown["form"]["options"]] == ["This run", "Run A"]
    assert view(lesson, State(phase="key", step=2, told=(2,)), [])["told"]["key"] == "Run A"


def test_what_cannot_be_asked_is_said():
    """Unknown kinds, pages, levers, numbers and votes, an impossible run: a sentence each."""
    good = {"kind": "number", "page": "plan", "query": link(RUN), "output": "loss"}
    for wrong in ({"kind": "x"}, {"page": "<b>"}, {"page": "about"}, {"output": "nonsense"}, {"output": "n_params"},
                  {"kind": "levers", "levers": ["x"]}, {"kind": "levers", "levers": []}, {"kind": "vote", "side": "x"},
                  {"kind": "levers", "levers": ["n_params"] * 4}, {"query": "x" * 1_300}, {"more": 1},
                  {"query": link(Scenario(plan="target_loss", target_loss=1.0))}):  # fmt: skip
        with pytest.raises(Refused, match=r"\.$"):
            with_questions(base_of_board(), [read({**good, **wrong})])


def test_a_teacher_asks_from_a_board_in_the_middle_of_a_lesson(client):
    """The question is open at once, behind the steps of the lesson; hand-ins stay those of the lesson."""
    room = Room(client)
    room.phone(1, "join", {})
    body = {"kind": "levers", "page": "plan", "query": link(RUN), "levers": ["n_params"]}

    def ask(rev, key=room.key, **more):
        return client.post(f"{room.path}/ask", json={**body, "rev": rev, **more}, headers={"X-Teacher": key})

    refused(ask(0, key=SEAT(1)), 403, "for the teacher")
    refused(ask(7), 409, "moved on")
    refused(ask(0, kind="x"), 409, "no question")
    refused(ask(0, query="x" * 3_000), 413, "too long")
    assert ask(0).json() == {"rev": 1}
    refused(ask(1), 409, "A question is open")
    step = len(lessons().entries["is-there-a-wall"].file.steps) + 1
    shown = client.get(f"{room.path}/view").json()
    assert shown["steps"][0]["step"] == step == shown["n"] and shown["steps"][0]["charts"][0]["id"] == "landscape"
    assert room.answer(1, "20B", step=step).json()["answer"].startswith("Parameters")
    room.teach("close")
    room.teach("spread")
    assert "1 mark of the class" in client.get(f"{room.path}/view").text
    room.teach("key")
    assert room.phone(1, "mine").json()["hand_in"] == link_of(lessons().entries["is-there-a-wall"], {}, 6)
    assert ask(room.desk()["rev"], kind="vote", levers=[], side="believe").status_code == 200
    room.teach("close")
    room.teach("key")
    room.teach("go", 1)  # back to the lesson
    assert room.answer(1, "a").status_code == 200
    assert "believe" not in room.phone(1, "mine").text
    assert len(client.get(f"{room.path}/results", headers={"X-Teacher": room.key}).text.splitlines()) == 2
    assert room.teach("close_room").json() == {"gone": True}


def test_a_room_from_a_board_alone(client):
    """Without a lesson the room has the questions of the board; thirty simulated students answer them; no hand-in."""
    room = Room(client, NAME)
    room.phone(1, "join", {})
    room.teach("fill")
    body = {"kind": "interval", "page": "home", "query": link(RUN), "output": "loss", "rev": room.desk()["rev"]}
    assert client.post(f"{room.path}/ask", json=body, headers={"X-Teacher": room.key}).status_code == 200
    assert room.desk()["in"] == 30 and room.phone(1, "mine").json()["hand_in"] == ""
    page = client.get(f"/room/ask?page=plan&{link(RUN)}").text
    given = json.loads(page.split('id="given">')[1].split("</script>")[0])
    assert {"n_params", "n_tokens"} <= {one["name"] for one in given["levers"]} and given["query"] == link(RUN)
    assert "loss" in {one["name"] for one in given["outputs"]}
    for wrong in ("page=<b>", "page=about", "", f"page=plan&{link(Scenario(plan='target_loss', target_loss=1.0))}"):
        assert client.get(f"/room/ask?{wrong}").status_code == 404


@pytest.mark.parametrize(
    ("address", "page", "base"),
    [
        ("http://x.org/?v=4&n=7e9", "home", "http://x.org"),
        ("http://x.org/nd/plan?v=4&n=7e9", "plan", "http://x.org/nd"),
    ],
)
def test_the_way_from_a_board_names_its_run(monkeypatch, address, page, base):
    """Below any base path; nothing where no address is known or there are no rooms."""
    made = []
    monkeypatch.setattr(ask_class.st, "link_button", lambda label, link, **more: made.append(link))
    monkeypatch.setattr(ask_class.SERVICE, "ready", object)
    monkeypatch.setattr(ask_class.state, "current_address", lambda: address)
    ask_class.way(page)
    assert made == [f"{base}/room/ask?page={page}&v=4&n=7e9"]
    monkeypatch.setattr(ask_class.SERVICE, "ready", lambda: None)
    ask_class.way(page)
    assert len(made) == 1


def test_a_game_takes_no_other_questions(client):
    """It says so."""
    made = client.post("/room/new", json={"game": "the-next-billion"}, headers={"X-Seat": SEAT(1)}).json()
    body = {"kind": "vote", "page": "plan", "query": link(RUN), "side": "train", "rev": 0}
    answered = client.post(f"/room/{made['code']}/ask", json=body, headers={"X-Teacher": made["key"]})
    refused(answered, 409, "A game has no place")


def test_who_is_away_is_counted_and_nobody_is_named(client):
    """A phone that gives no sign for three minutes counts as away until it gives one; simulated ones never do."""
    now = [1_000_000.0]
    client.keeper._now = lambda: now[0]
    room = Room(client)
    for number in (1, 2):
        room.phone(number, "join", {})
    room.teach("fill")
    assert room.desk()["away"] == 0
    now[0] += AWAY_S + 61
    assert room.phone(2, "here", {}).status_code == 200 and room.desk()["away"] == 1
    assert room.phone(1, "here", {}).status_code == 200 and room.desk()["away"] == 0
    refused(room.phone(9, "here", {}), 404, "not in this room")
    assert (
        b"seen" not in packed(client.get(f"{room.path}/view").json())
        and "away" not in client.get(f"{room.path}/sign").text
    )
