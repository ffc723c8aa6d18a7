"""What is kept of a room while it is open. No name, no address, no text that anybody typed, no time of an answer."""

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

HASH = 32  # bytes of a digest of what only its owner knows


class Table(DeclarativeBase):
    """All tables."""


class Room(Table):
    """A room: its lesson or game and its state; `version` counts who came in and what was answered."""

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    teacher: Mapped[bytes] = mapped_column(LargeBinary(HASH))
    lesson: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(16))  # of the lesson as it was when the room opened
    state: Mapped[str] = mapped_column(String(2_000))
    rev: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    seed: Mapped[str] = mapped_column(String(16), default="")  # of a game: draws its world and its chance
    asked: Mapped[str] = mapped_column(Text, default="[]")  # questions from boards, in which nobody typed a text
    seen: Mapped[int]  # the teacher's last sign, to a minute [s since 1970]


class Seat(Table):
    """A phone: a digest of the number that it drew for itself, and the animal that it is called by."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("room_id", "token"), UniqueConstraint("room_id", "label"))

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    token: Mapped[bytes] = mapped_column(LargeBinary(HASH))
    label: Mapped[str] = mapped_column(String(40))
    told: Mapped[str] = mapped_column(String(100), default="")  # steps whose key it saw in free pace
    team: Mapped[str] = mapped_column(String(2), default="")  # its letter in a game
    seen: Mapped[int] = mapped_column(default=0)  # its last sign, to a minute [s since 1970]
    simulated: Mapped[bool] = mapped_column(default=False)  # of a rehearsal


class Answer(Table):
    """The last answer of a seat to a step in a round, as a hand-in link holds it."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("seat_id", "step", "round"),
        Index("answer_of_step", "room_id", "step", "round"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="CASCADE"))
    step: Mapped[int]
    round: Mapped[int]
    value: Mapped[str] = mapped_column(String(120))
