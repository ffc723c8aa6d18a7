"""What is kept of a room, on SQLite and on Postgres: one truth for all workers, and nothing after the close."""

import json
import sqlite3
import tempfile
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from sim.room.state import Plan, Refused, State
from tests.room_database import postgres, postgres_bin
from ui.room.database import NoDatabase, address, moved, opened
from ui.room.keeper import KEPT_S, MOST_SEATS, Denied, Keeper, Missing, hashed
from ui.room.tables import Answer, Room, Seat, Table

PLAN = Plan(3, frozenset({1, 2}))


@pytest.fixture(scope="module")
def server():
    """A Postgres server, `None` where there is none."""
    if postgres_bin() is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="nd-pg-") as name, postgres(Path(name)) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request, tmp_path, server):
    """An empty database."""
    if request.param == "postgres" and server is None:
        pytest.skip("Postgres is not installed")
    url = f"sqlite:///{tmp_path / 'rooms.db'}" if request.param == "sqlite" else server
    made = opened(address({"DATABASE_URL": url}))
    yield made
    moved(made, "base")
    made.dispose()


def led(keeper, code, *actions):
    """The room after actions of its teacher."""
    for action in actions:
        room = keeper.room(code)
        keeper.act(room, PLAN, action, room.state.rev)
    return keeper.room(code)


def everything(engine):
    """All rows of all tables."""
    with engine.connect() as db:
        return [row for table in (Room, Seat, Answer) for row in db.execute(select(table.__table__))]


def test_tables_go_up_and_down_and_are_those_of_the_program(engine):
    """The versions make exactly the tables that the program knows; down and up again leaves the same."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    for _ in range(2):
        with engine.connect() as db:
            assert compare_metadata(MigrationContext.configure(db), Table.metadata) == []
        moved(engine, "base")
        assert set(inspect(engine).get_table_names()) == {"alembic_version"}
        moved(engine)


def test_an_open_room_goes_on_after_an_update(engine):
    """A room, a seat and an answer of the first version are there in the newest: no seed, no team, no question."""
    moved(engine, "base")
    moved(engine, "first_rooms")
    with engine.begin() as db:
        state = json.dumps(State(phase="open", step=1, rev=1).data())
        values = {"code": "KXQ42B", "digest_": hashed("k"), "state": state, "seen": int(time.time()), "no": False}
        db.execute(
            text(
                "INSERT INTO room (id, code, teacher, lesson, digest, state, rev, version, seen) "
                "VALUES (1, :code, :digest_, 'x', 'd', :state, 1, 1, :seen)"
            ),
            values,
        )
        db.execute(
            text(
                "INSERT INTO seat (id, room_id, token, label, told, simulated) VALUES (1, 1, :digest_, 'elk', '', :no)"
            ),
            values,
        )
        db.execute(text("INSERT INTO answer (room_id, seat_id, step, round, value) VALUES (1, 1, 1, 1, 'b')"))
    moved(engine)
    keeper = Keeper(engine)
    room, (seat,) = keeper.room("KXQ42B"), keeper.class_of(keeper.room("KXQ42B"))
    assert (room.seed, room.asked, room.state.phase) == ("", "[]", "open")
    assert (seat.label, seat.team, seat.ballot) == ("elk", "", {(1, 1): "b"}) and keeper.away(room) == 1
    assert keeper.act(room, PLAN, "close", 1).phase == "closed"


def test_answers_change_until_the_close_and_never_after(engine):
    """The last answer before the close counts; a later one is refused and changes nothing."""
    keeper, other = Keeper(engine), Keeper(engine)  # two workers
    code, _ = keeper.open("x", "d")
    seat = keeper.join(code, "t1")
    room = led(keeper, code, "next")
    for worker, value in ((keeper, "a"), (other, "b")):
        worker.answer(room, PLAN, seat, 1, 1, value)
    assert keeper.counts(room) == (1, 1)
    closed = led(other, code, "close")
    for stale in (room, closed):  # a worker that has not heard of the close asks the database all the same
        with pytest.raises(Refused, match="closed"):
            keeper.answer(stale, PLAN, seat, 1, 1, "c")
    assert keeper.sitting(closed, "t1").ballot == {(1, 1): "b"}
    with pytest.raises(Refused, match="moved on"):
        keeper.act(room, PLAN, "close", room.state.rev)
    again = led(keeper, code, "again")
    keeper.answer(again, PLAN, seat, 1, 2, "c")
    assert [(one.label, one.ballot) for one in keeper.class_of(again)] == [(seat.label, {(1, 1): "b", (1, 2): "c"})]


def test_nothing_is_left_after_the_close(engine, tmp_path):
    """No row of the room in any table, and on SQLite no byte of its answers in any file."""
    keeper = Keeper(engine)
    code, key = keeper.open("x", "d")
    other, _ = keeper.open("y", "d")
    seat = keeper.join(code, "t1")
    keeper.answer(led(keeper, code, "next"), PLAN, seat, 1, 1, "unmistakable7")
    room = keeper.teachers(code, key)
    keeper.close(room)
    assert [row.code for row in everything(engine)] == [other]
    with pytest.raises(Missing):
        keeper.room(code)
    with pytest.raises(Missing):
        keeper.answer(room, PLAN, seat, 1, 1, "a")
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert b"unmistakable7" not in content and seat.label.encode() not in content and code.encode() not in content


def test_a_room_goes_three_hours_after_the_teachers_last_sign(engine):
    """A sign keeps it; without one it is not found any more, and swept."""
    clock = [1_000_000.0]
    keeper = Keeper(engine, lambda: clock[0])
    code, key = keeper.open("x", "d")
    keeper.join(code, "t1")
    clock[0] += KEPT_S - 10
    keeper.teachers(code, key)
    clock[0] += KEPT_S - 10
    assert keeper.room(code).code == code and keeper.signs([code]) == {code: (0, 1)} and keeper.sweep() == 0
    clock[0] += 20
    with pytest.raises(Missing):
        keeper.room(code)
    assert keeper.signs([code]) == {} and keeper.sweep() == 1 and everything(engine) == []


def test_who_may_what(engine):
    """The key opens its own room alone; a locked door and a full room are said; a phone keeps its seat."""
    keeper = Keeper(engine)
    (code, key), (other, _) = keeper.open("x", "d"), keeper.open("x", "d")
    for wrong in ((code, ""), (code, key[:-1]), (other, key)):
        with pytest.raises(Denied):
            keeper.teachers(*wrong)
    seat = keeper.join(code, "t1")
    led(keeper, code, "lock")
    assert keeper.join(code, "t1") == seat
    with pytest.raises(Refused, match="locked"):
        keeper.join(code, "t2")
    led(keeper, code, "unlock")
    with engine.begin() as db:
        rows = [{"room_id": keeper.room(code).id, "token": bytes([n % 256, n // 256]), "label": f"n{n}", "told": "",
                 "simulated": True} for n in range(MOST_SEATS - 1)]  # fmt: skip
        db.execute(Seat.__table__.insert(), rows)
    with pytest.raises(Refused, match="full"):
        keeper.join(code, "t2")
    assert keeper.join(code, "t1") == seat


def test_no_animal_comes_twice(engine, monkeypatch):
    """With hardly more names than seats each is drawn once, simulated seats and real ones alike."""
    monkeypatch.setattr("ui.room.keeper.LABELS", [f"elk {n}" for n in range(24)])
    keeper = Keeper(engine)
    code, _ = keeper.open("x", "d")
    found = [keeper.join(code, f"t{n}", simulated=n % 3 > 0).label.removesuffix(", simulated") for n in range(24)]
    assert len(set(found)) == 24


def test_a_key_seen_in_free_pace_makes_the_answer_final(engine):
    """No key without an answer, and no answer after the key."""
    keeper = Keeper(engine)
    code, _ = keeper.open("x", "d")
    keeper.join(code, "t1")
    room = led(keeper, code, "free", "more")
    with pytest.raises(Refused):
        keeper.see_key(room, keeper.sitting(room, "t1"), 1)
    keeper.answer(room, PLAN, keeper.sitting(room, "t1"), 1, 1, "a")
    keeper.see_key(room, keeper.sitting(room, "t1"), 1)
    assert keeper.sitting(room, "t1").told == (1,)
    with pytest.raises(Refused, match="seen the key"):
        keeper.answer(room, PLAN, keeper.sitting(room, "t1"), 1, 1, "b")
    keeper.answer(room, PLAN, keeper.sitting(room, "t1"), 2, 1, "b")


def test_a_wave_of_answers_is_counted_exactly(engine):
    """Many threads at once: every answer is there once, and so is every seat."""
    keeper = Keeper(engine)
    code, _ = keeper.open("x", "d")
    room = led(keeper, code, "next")
    failed = []

    def student(number):
        try:
            for value in "ab":
                keeper.answer(room, PLAN, keeper.join(code, f"t{number}"), 1, 1, value)
        except Exception as error:  # noqa: BLE001  whatever it is, the test names it
            failed.append(error)

    threads = [threading.Thread(target=student, args=(n // 2,)) for n in range(40)]  # each phone in two requests
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == [] and keeper.counts(room) == (20, 20)
    assert all(seat.ballot in ({(1, 1): "b"}, {(1, 1): "a"}) for seat in keeper.class_of(room))


def test_where_nothing_can_be_written_there_are_no_rooms(tmp_path):
    """Each reason is a sentence, and a database of a later version is left alone."""
    (tmp_path / "file").write_text("")
    with pytest.raises(NoDatabase, match="DATA_DIR"):
        address({"DATA_DIR": str(tmp_path / "file" / "below")})
    with pytest.raises(NoDatabase, match="DATABASE_URL"):
        address({"REPLICAS": "2"})
    for url in ("nonsense", "mysql://x/y", f"sqlite:///{tmp_path}/no/rooms.db", "postgresql://x@127.0.0.1:1/y"):
        with pytest.raises(NoDatabase):
            opened(address({"DATABASE_URL": url}))
    later = tmp_path / "later.db"
    opened(f"sqlite:///{later}").dispose()
    with sqlite3.connect(later) as db:
        db.execute("UPDATE alembic_version SET version_num = 'of_tomorrow'")
    with pytest.raises(NoDatabase, match="later version"):
        opened(f"sqlite:///{later}")


def test_no_table_has_a_place_for_a_person(engine):
    """Nothing but codes, digests, animals, letters and numbers: a new column is thought about here."""
    columns = {
        (name, column["name"]) for name in ("room", "seat", "answer") for column in inspect(engine).get_columns(name)
    }
    assert {column for _, column in columns} == {
        "id", "code", "teacher", "lesson", "digest", "state", "rev", "version", "seen", "room_id", "token", "label",
        "told", "simulated", "seat_id", "step", "round", "value", "seed", "team", "asked",
    }  # fmt: skip
    with engine.connect() as db:
        assert db.execute(text("SELECT count(*) FROM room")).scalar() == 0


def test_a_clock_is_set_further_and_taken_away(engine):
    """From now, or from its end where that is still to come; a question that is closed has none."""
    hour = [1000.0]
    keeper = Keeper(engine, lambda: hour[0])
    code, key = keeper.open("x", "d")
    course = Plan(2, frozenset({1, 2}))

    def act(action):
        room = keeper.teachers(code, key)
        return keeper.act(room, course, action, room.state.rev).until

    assert act("next") == 0 and act("longer") == 1030 and act("longer") == 1060
    hour[0] = 1100.0
    assert act("longer") == 1130 and act("no_clock") == 0
    with pytest.raises(Refused):
        act("no_clock")
    assert act("longer") == 1130 and act("close") == 0
    with pytest.raises(Refused):
        act("longer")
