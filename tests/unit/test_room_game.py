"""A game in a room: what each screen gets in each state, and that nothing of the hidden world leaves before its own."""

import json
import logging
import re

import pytest
from starlette.testclient import TestClient

from sim.games.bots import STRATEGIES, bot_game
from sim.games.game_link import game_of
from sim.games.games import Game, games
from sim.games.play import all_played
from sim.room.game_state import CALL, HEADLINE, PLAN, WORLD, GameCourse
from sim.room.game_table import Player, table
from sim.room.game_views import desk, own, view
from sim.room.state import State, after
from tests.room_server import SEAT, served
from tests.unit.test_room_routes import Room, refused
from ui.server.payload import packed

GAME = games().entries["the-next-billion"]
WAY = [*["plan", "market", "results", "floor"] * 3, "vote", "world", "end"]
LAB = ["200", "100", "1.8", "2.1", "yes"]


@pytest.fixture
def client(monkeypatch, tmp_path):
    """A client of the routes."""
    app, keeper = served(monkeypatch, f"sqlite:///{tmp_path / 'rooms.db'}")
    with TestClient(app, raise_server_exceptions=False) as made:
        made.keeper = keeper
        yield made


class Table(Room):
    """A room that plays the game, with six phones, one in each team."""

    def __init__(self, client, phones=6):
        self.client = client
        made = client.post("/room/new", json={"game": GAME.name}, headers={"X-Seat": SEAT(1)}).json()
        self.code, self.key = made["code"], made["key"]
        self.path = f"/room/{self.code}"
        for n in range(phones):
            assert self.phone(n, "join", {}).status_code == 200

    def mine(self, number):
        """What a phone sees of itself."""
        return self.phone(number, "mine").json()

    def send(self, number, *given):
        """A decision of a phone about what is decided now."""
        sign = self.client.get(f"{self.path}/sign").json()
        return self.answer(number, *given, step=max(1, sign["step"]), round_=self.mine(number)["round"])

    def paper(self, team, *given, key=None):
        """What a team decided on paper."""
        headers = {"X-Teacher": key or self.key}
        return self.client.post(f"{self.path}/paper", json={"team": team, "given": list(given)}, headers=headers)


def slow(client, monkeypatch):
    """No phone is too fast."""
    from ui.room import routes
    from ui.room.limits import Rate

    monkeypatch.setattr(routes, "ANSWERS", Rate(1e6, 1_000_000))


def test_a_class_plays_the_game(client, monkeypatch, caplog):
    """Six phones, one a team, through three rounds: what each sees; the link replays every number; nothing in a log."""
    caplog.set_level(logging.DEBUG)
    slow(client, monkeypatch)
    room = Table(client)
    assert [room.mine(n)["team"] for n in range(6)] == list(GAME.teams)
    refused(room.send(0, *LAB), 409, "not decided now")
    for k in range(3):
        room.teach("plan")
        assert room.send(0, *LAB).json()["answer"] == "Bid $200M, 100B parameters, loss between 1.8 and 2.1, published"
        assert room.send(0, "150", *LAB[1:]).status_code == 200  # changed before the market
        assert "Bid $150M" in room.mine(0)["middle"]
        for n in (1, 2):
            assert room.send(n, *LAB[:-1], "no").status_code == 200
        refused(room.send(1, "99999", *LAB[1:]), 422, "Bid: got 99999")
        assert room.send(4, "1e24", str(round(0.5 * GAME.full_mwh(k)))).status_code == 200
        assert room.send(5, "50", "20", "90 %").status_code == 200
        assert client.get(f"{room.path}/sign").json()["in"] == 5
        room.teach("market")
        refused(room.send(0, *LAB), 409, "not decided now")
        assert "chip-hours for $" in room.mine(0)["blocks"][1]["html"]
        assert json.dumps(room.mine(0)).count("Your loss") == k
        room.teach("results")
        seen = json.dumps(room.mine(0)["blocks"])
        assert "Your loss is" in seen and room.mine(0)["form"]["heading"].startswith("Your run lies above")
        assert room.mine(3)["form"] is None  # it trained nothing
        assert room.send(0, "y").status_code == room.send(1, "n").status_code == room.send(4, "1").status_code == 200
        refused(room.send(3, "y"), 422, "nothing to decide")
        refused(room.send(4, "7"), 422, "choose one")
        chart = client.get(f"{room.path}/view").json()["pictures"][0]
        assert {row[1] for row in chart["table"]["rows"]} == {"Lab A"}  # nobody else published
        room.teach("floor")
        text = json.dumps(client.get(f"{room.path}/view").json())
        assert "Reported a run above the line: Lab A. Audited: Lab B. Lab B had trained above" in text
        assert all(room.send(n, "4").status_code == 200 for n in range(6))
    room.teach("vote")
    world = GAME.world(client.keeper.room(room.code).seed)
    at = list(GAME.file.worlds).index(world)
    assert all(room.send(n, str(at)).status_code == 200 for n in range(6))
    room.teach("world")
    told = client.get(f"{room.path}/view").json()
    assert told["blocks"][0]["title"] == f"The world was: {GAME.file.worlds[world].title.lower()}"
    assert "6 of 6 votes named it. More than half" in told["blocks"][0]["html"]
    game, seed, moves = game_of(told["link"])
    rounds = all_played(game, seed, moves)
    assert [plan.bid_usd for plan in moves.rounds[0].labs[:3]] == [150e6, 200e6, 200e6]
    assert moves.rounds[2].reports == (True, False, False, False) and moves.votes[at] == 6
    again = client.post("/room/game", json={"game": told["link"]}).json()
    for block in told["blocks"]:
        assert block in again["blocks"]
    assert again["pictures"] == told["pictures"] and len(rounds) == 3
    rows = client.get(f"{room.path}/results", headers={"X-Teacher": room.key}).text.splitlines()
    assert len(rows) == 1 + 3 * 3
    assert room.teach("end").status_code == 200 and room.desk()["moves"] == ["pause", "lock"]
    assert room.teach("close_room").json() == {"gone": True}
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))]
    assert not [line for line in ours if any(word in line for word in (room.code, room.key, seed))]


def test_a_rehearsal_goes_from_lobby_to_end(client, monkeypatch):
    """Thirty simulated players fill the teams evenly, decide in each state, and all screens are there in each."""
    slow(client, monkeypatch)
    room = Table(client, 1)
    room.teach("fill")
    sizes = [team["here"] for team in room.desk()["teams"]]
    assert sum(sizes) == 31 and max(sizes) - min(sizes) <= 1
    for action in WAY:
        assert room.desk()["first_move"] == action
        assert room.teach(action).status_code == 200
        now = room.desk()
        assert now["say"] and room.mine(0)["card"]["html"]
        if action == "plan":
            assert now["in"] == 30 and all(team["middle"] for team in now["teams"][1:])
    told = client.get(f"{room.path}/view").json()
    assert len(game_of(told["link"])[2].rounds) == 3 and sum(game_of(told["link"])[2].votes) == 30


def test_teams_and_paper(client, monkeypatch):
    """A phone may change its team in the lobby alone; a team without phones plays on paper, by the teacher's hand."""
    slow(client, monkeypatch)
    room = Table(client, 2)
    assert room.phone(0, "team", {"team": "p"}).json()["team"] == "p"
    for wrong in ("x", "", "ab", 7, None):
        refused(room.phone(0, "team", {"team": wrong}), 409, "no such team")
    refused(room.paper("a", *LAB), 409, "not decided now")
    room.teach("plan")
    refused(room.phone(0, "team", {"team": "a"}), 409, "has begun")
    for team in "abcd":
        assert room.paper(team, *LAB).json()["answer"].startswith("Bid $200M")
    refused(room.paper("a", "x", *LAB[1:]), 422, "Bid: write a number")
    refused(room.paper("a", *LAB, key=SEAT(2)), 403, "for the teacher")
    assert room.paper("a", "300", *LAB[1:]).status_code == 200
    room.teach("market")
    bids = [team["middle"] for team in room.desk()["teams"]]
    assert bids == [""] * 6
    room.teach("over")  # the teacher opens the plans anew: they are gone
    assert room.desk()["in"] == 0 and room.desk()["phase"] == "plan"


def seats_of(moves, k):
    """One phone a team, that decided the first rounds of moves."""
    from sim.games.moves import packed as text

    ballots = {team: {} for team in GAME.teams}
    for at, one in enumerate(moves.rounds[:k], start=1):
        for team, plan in zip(GAME.teams, (*one.labs, one.regulator, one.press), strict=True):
            if plan is not None:
                ballots[team][at, PLAN] = text(plan)
        for team, report in zip(GAME.labs, one.reports, strict=True):
            ballots[team][at, CALL] = "y" if report else "n"
        ballots["r"][at, CALL] = str(one.audit)
        for team in GAME.teams:
            ballots[team][at, HEADLINE] = "0"
    for team in GAME.teams:
        ballots[team][3, WORLD] = "0"
    return [Player(team, ballot) for team, ballot in ballots.items()]


def states():
    """Every state of a game, in order."""
    state, found = State(), [State()]
    for action in WAY:
        state = after(state, GameCourse(3), action, state.rev)
        found.append(state)
    return found


@pytest.mark.parametrize("world", GAME.file.worlds)
def test_no_byte_of_the_world_leaves_before_it_is_told(world):
    """Before its state no text or seed of the world is sent; labs see their own results, all see the published."""
    seed = next(f"s{i}" for i in range(99) if GAME.world(f"s{i}") == world)
    moves = bot_game(GAME, seed, list(STRATEGIES)[:4], publish=0.5)
    one = GAME.file.worlds[world]
    for state in states():
        players = seats_of(moves, 3)
        now = table(GAME, seed, state, players)
        sent = [view(now, state), *(own(now, state, "x", player, [player]) for player in players)]
        if state.phase in ("world", "end"):
            assert one.title.lower().encode() in packed(sent[0]) and seed.encode() in packed(sent[0])
            continue
        for part in (packed(sent), packed(desk(now, state, players))):
            assert GAME.text(one.text)[:40].encode() not in part and b"The world was" not in part
            assert f"~{seed}~".encode() not in part and b'"link":""' in packed(sent)
        trained = len(now.rounds) - (state.phase == "market")
        known = all_played(GAME, seed, moves)[:trained]
        for lab in range(4):
            mine = [f"{run.loss:.4f}" for one in reversed(known) for run in one.runs if run.lab == lab]
            assert re.findall(r"<strong>(\d\.\d{4})</strong>", packed(sent[1 + lab]).decode()) == mine
        if state.phase == "market":
            assert sent[0]["pictures"] == []
            continue
        public = [f"{run.loss:.4f}" for one in known for run in one.published]
        rows = [row[2] for picture in sent[0]["pictures"] for row in picture["table"]["rows"]]
        assert rows == public or (not known and not rows)


def test_before_the_results_all_worlds_send_the_same_bytes():
    """Lobby, plans and market do not depend on the world at all."""
    seeds = [next(f"s{i}" for i in range(99) if GAME.world(f"s{i}") == world) for world in GAME.file.worlds]
    moves = bot_game(GAME, "m", ["late"] * 4)
    for state in states()[:3]:
        sent = set()
        for seed in seeds:
            players = seats_of(moves, 1)
            now = table(GAME, seed, state, players)
            mine = [own(now, state, "x", player, [player]) for player in players]
            sent.add(packed([view(now, state), desk(now, state, players), *mine]))
        assert len(sent) == 1, state.phase


def test_no_decision_counts_while_it_can_change():
    """A plan counts from the market on, a report and an audit from the floor on, a headline after it."""
    moves = bot_game(GAME, "m", ["late"] * 4)
    for state in states():
        now = table(GAME, "m", state, seats_of(moves, 3))
        k = state.step - 1
        assert len(now.rounds) == (state.step if state.phase not in ("lobby", "plan") else max(0, k))
        if state.phase in ("market", "results"):
            assert now.moves.rounds[k].reports == () and now.moves.rounds[k].audit == -1
        if state.phase == "floor":
            assert now.moves.rounds[k].reports == moves.rounds[k].reports and now.moves.rounds[k].headline == ()
        if state.phase == "vote":
            assert now.moves.rounds[k].headline == (6, 0, 0, 0, 0) and now.moves.votes == ()


def test_pages_of_the_game(client):
    """The page that opens one, the cards to print, and that of a game that was played; what is wrong is said."""
    assert GAME.file.title in client.get(f"/room/new?ga={GAME.name}").text
    cards = client.get(f"/room/cards?ga={GAME.name}").text
    assert cards.count('class="card"') == 3 and "{" not in re.sub(r"<style.*", "", cards) and "40 %" in cards
    assert client.get("/room/cards?ga=<b>").status_code == 404
    assert 'data-page="game"' in client.get("/room/game").text
    for text in ("", "x" * 900, "1~the-next-billion~s~" + "." * 40):
        refused(client.post("/room/game", json={"game": text}), 422, "link")
    refused(client.post("/room/game", content=b"x" * 5_000), 413, "too long")
    found = [client.post("/room/game", json={"game": "x"}).status_code for _ in range(80)]
    assert set(found) == {422, 429} and found[-1] == 429
    refused(client.post("/room/new", json={"game": "nonsense"}, headers={"X-Seat": SEAT(1)}), 404, "no such")
    assert isinstance(GAME, Game)
