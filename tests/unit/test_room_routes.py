"""The routes of a room: a class goes through a question; strangers, jokers and garbage are refused in words."""

import json
import logging
import random
from collections import Counter

import pytest
from starlette.testclient import TestClient

from tests.room_server import SEAT, served

LESSON = "is-there-a-wall"


@pytest.fixture
def client(monkeypatch, tmp_path):
    """A client of the routes."""
    app, keeper = served(monkeypatch, f"sqlite:///{tmp_path / 'rooms.db'}")
    with TestClient(app, raise_server_exceptions=False) as made:
        made.keeper = keeper
        yield made


class Room:
    """A room as its teacher and its phones use it."""

    def __init__(self, client, lesson=LESSON):
        self.client = client
        made = client.post("/room/new", json={"lesson": lesson}, headers={"X-Seat": SEAT(1)}).json()
        self.code, self.key = made["code"], made["key"]
        self.path = f"/room/{self.code}"

    def desk(self):
        """What the teacher sees."""
        return self.client.get(f"{self.path}/desk", headers={"X-Teacher": self.key}).json()

    def teach(self, action, step=0, rev=None):
        """An action of the teacher, at the newest rev unless another is given."""
        rev = self.desk()["rev"] if rev is None else rev
        body = {"action": action, "rev": rev, "step": step}
        return self.client.post(f"{self.path}/teach", json=body, headers={"X-Teacher": self.key})

    def phone(self, number, what, body=None):
        """A request of a phone."""
        headers = {"X-Seat": SEAT(number)}
        if body is None:
            return self.client.get(f"{self.path}/{what}", headers=headers)
        return self.client.post(f"{self.path}/{what}", json=body, headers=headers)

    def answer(self, number, *given, step=1, round_=1):
        """An answer of a phone."""
        return self.phone(number, "answer", {"step": step, "round": round_, "given": list(given)})


def refused(response, status, words):
    """A refusal is one sentence with its status."""
    assert response.status_code == status, response.text
    sentence = response.json()["error"]
    assert words in sentence and sentence.endswith((".", ":")) and "Traceback" not in sentence


def test_a_class_votes_twice_and_sees_the_key(client, caplog):
    """From lobby to key, what each screen gets; and after the close nothing is left. Nothing is in a log."""
    caplog.set_level(logging.DEBUG)
    room = Room(client)
    labels = {room.phone(n, "join", {}).json()["label"] for n in range(5)}
    assert len(labels) == 5 and room.desk()["here"] == 5
    refused(room.answer(0, "a"), 409, "No question is open")
    room.teach("next")
    assert room.desk()["say"].startswith("A vote without numbers")
    assert [room.answer(n, "ab"[n % 2]).json()["answer"][:10] for n in range(5)][0] == "It goes on"
    assert room.answer(0, "c").status_code == 200  # changed before the close
    sign = client.get(f"{room.path}/sign").json()
    assert (sign["phase"], sign["in"], sign["here"]) == ("open", 5, 5)
    room.teach("close")
    refused(room.answer(0, "a"), 409, "closed")
    room.teach("spread")
    pictures = client.get(f"{room.path}/view").json()["pictures"]
    assert [row[-1] for row in pictures[0]["table"]["rows"]] == ["2", "2", "1"]
    room.teach("again")
    for n in range(4):
        room.answer(n, "b", round_=2)
    room.teach("close")
    room.teach("both")
    shown = client.get(f"{room.path}/view").json()
    assert "4 voted twice: 2 stayed, 2 changed sides." in json.dumps(shown) and shown["told"] is None
    room.teach("key")
    assert client.get(f"{room.path}/view").json()["told"]["reveal"].startswith("<p>Your vote is noted")
    mine = room.phone(0, "mine").json()
    assert set(mine["answers"]) == {"1.1", "1.2"} == set(mine["marks"]) and "an=c" in mine["hand_in"]
    rows = client.get(f"{room.path}/results", headers={"X-Teacher": room.key}).text.splitlines()
    assert len(rows) == 6
    assert room.teach("close_room").json() == {"gone": True}
    refused(client.get(f"{room.path}/view"), 404, "no room")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))]
    assert not [
        line for line in ours if room.code in line or room.key in line or any(label in line for label in labels)
    ]


def test_a_stale_teacher_does_nothing(client):
    """Two teachers press the same button: the second is told that the room moved on."""
    room = Room(client)
    rev = room.desk()["rev"]
    assert room.teach("next", rev=rev).status_code == 200
    refused(room.teach("next", rev=rev), 409, "moved on")
    assert room.desk()["step"] == 1


def test_strangers_are_refused_in_words(client):
    """A student at the teacher's routes, wrong codes by the hundred, no header, another room's key."""
    room, other = Room(client), Room(client)
    room.phone(1, "join", {})
    for key in ("", SEAT(1), other.key, "x" * 5_000):
        headers = {"X-Teacher": key, "X-Seat": SEAT(1)}
        body = {"action": "next", "rev": 0}
        refused(client.post(f"{room.path}/teach", json=body, headers=headers), 403, "for the teacher")
        for what in ("desk", "results"):
            refused(client.get(f"{room.path}/{what}", headers=headers), 403, "for the teacher")
    refused(client.post(f"{room.path}/join", json={}), 403, "page of a room")
    refused(room.phone(2, "mine"), 404, "not in this room")
    found = [
        client.get(f"/room/{code}/sign").status_code
        for code in ["ZZZZZZ", "<b>", "' OR 1=1", "%00", "é", "x" * 900] * 6
    ]
    assert set(found) == {404, 429} and found[-1] == 429
    refused(client.get("/room/ZZZZZZ/sign"), 429, "Too many wrong codes")
    assert room.phone(1, "mine").status_code == 200 and room.teach("next").status_code == 200  # others go on


def test_wrong_codes_by_the_thousand_disturb_nobody(client):
    """Whoever guesses gets a sentence and then a pause; the phones of a room go on."""
    room = Room(client)
    room.phone(1, "join", {})
    room.teach("next")
    rng = random.Random(1)
    found = Counter(
        client.get(f"/room/{''.join(rng.choices('BCDFGHJKMN', k=6))}/sign").status_code for _ in range(1_000)
    )
    assert set(found) == {404, 429} and found[404] < 60
    assert room.answer(1, "a").status_code == 200 and client.get(f"{room.path}/view").status_code == 200


def test_garbage_is_refused_in_words(client):
    """A megabyte, no JSON, wrong types, markup in everything: refused, and nothing is kept."""
    room = Room(client)
    room.phone(1, "join", {})
    room.teach("next")
    headers = {"X-Seat": SEAT(1)}
    for content, status, words in (
        (b"x" * 1_000_000, 413, "too long"), (b"", 400, "JSON"), (b"[1]", 400, "JSON"), (b"[" * 900, 400, "JSON"),
        (b'{"step":"1","round":1,"given":["a"]}', 400, "whole number"),
        (b'{"step":1e9,"round":1}', 400, "whole number"),
        (b'{"step":1,"round":1,"given":"a"}', 400, "list"),
    ):  # fmt: skip
        # Another phone each time: one alone is also too fast.
        number = 10 + status + len(content) % 97
        room.phone(number, "join", {})
        response = client.post(f"{room.path}/answer", content=content, headers={"X-Seat": SEAT(number)})
        refused(response, status, words)
    for number, text in enumerate(["<script>alert(1)</script>", "a" * 41, "'; DROP TABLE room; --", "​", "d"], start=50):
        room.phone(number, "join", {})
        refused(room.answer(number, text), 422, "not taken")
    refused(client.post("/room/new", json={"lesson": "<b>"}, headers=headers), 404, "no such lesson")
    refused(client.post("/room/new", json={"lesson": LESSON}), 403, "page of a room")
    refused(
        client.post(f"{room.path}/teach", json={"action": "<b>", "rev": 1}, headers={"X-Teacher": room.key}),
        409,
        "no action",
    )
    assert room.desk()["in"] == 0


def test_a_joker_is_slowed_and_others_are_not(client):
    """Fifty posts at once: a few count, the rest is refused; the next phone is not held up."""
    room = Room(client)
    for number in (1, 2):
        room.phone(number, "join", {})
    room.teach("next")
    found = [room.answer(1, "a").status_code for _ in range(50)]
    assert found.count(200) <= 12 and set(found) == {200, 429}
    assert room.answer(2, "b").status_code == 200 and room.desk()["in"] == 2


def test_a_class_of_simulated_students(client):
    """Thirty come in and answer each step that opens, in the second vote too; a phone joins them."""
    room = Room(client, "parameters-or-tokens")
    room.phone(1, "join", {})
    assert room.teach("fill").status_code == 200 and room.desk()["here"] == 31
    seen = set()
    while (now := room.desk())["phase"] != "end":
        if now["phase"] == "open" and now["question"]:
            assert now["in"] == 30, f"step {now['step']}"
            assert sum(now["peek"]["counts"].values()) == 30
        seen.add(now["first_move"])
        assert (
            room.teach("again" if "again" in now["moves"] and now["step"] == 2 else now["first_move"]).status_code
            == 200
        )
    assert {"next", "close", "spread", "key", "both"} <= seen


def test_free_pace(client):
    """Steps at one's own pace: a key is seen after an answer, which is final; nobody else sees it."""
    room = Room(client)
    for number in (1, 2):
        room.phone(number, "join", {})
    room.teach("free")
    room.teach("more")
    refused(room.phone(1, "key", {"step": 2}), 409, "not to be seen")
    assert room.answer(1, "3", step=2).status_code == 200
    seen = room.phone(1, "key", {"step": 2}).json()
    assert seen["told"] == [2] and "3.34" in seen["keys"]["2"]["key"] and set(seen["marks"]) == {"2.1"}
    refused(room.answer(1, "3.34", step=2), 409, "seen the key")
    assert room.phone(2, "mine").json()["keys"] == {} and "3.34" not in client.get(f"{room.path}/view").text
    room.teach("gather", 2)
    refused(room.answer(2, "3", step=2), 409, "closed")


def test_signs_come_as_events_and_by_poll(client):
    """A poll with the newest tag is held until something changes; a stream begins with the sign of now."""
    room = Room(client)
    first = client.get(f"{room.path}/sign")
    room.teach("next")
    second = client.get(f"{room.path}/sign", headers={"If-None-Match": first.headers["ETag"]})
    assert second.json()["phase"] == "open" and second.headers["ETag"] != first.headers["ETag"]
    room.teach("close_room")
    refused(client.get(f"{room.path}/events"), 404, "no room")


def test_pages_hold_nothing_and_allow_nothing_foreign(client):
    """The shells are the same for every room; markup in an address stays text."""
    for path in ("/room", "/room/KXQ42B", "/room/KXQ42B/wall", "/room/KXQ42B/teacher", "/room/new?le=is-there-a-wall"):
        page = client.get(path)
        assert page.status_code == 200 and "default-src 'none'" in page.headers["content-security-policy"]
    page = client.get("/room/new?le=</script><script>alert(1)</script>").text
    assert page.count("<script") == 2


def test_without_a_database_there_are_no_rooms(monkeypatch):
    """Every route says so in one sentence."""
    app, _ = served(monkeypatch, "", "Rooms need a folder to write to: set DATA_DIR.")
    with TestClient(app) as client:
        refused(client.post("/room/new", json={"lesson": LESSON}), 503, "works without one")
        refused(client.get("/room/KXQ42B/sign"), 503, "DATA_DIR")
