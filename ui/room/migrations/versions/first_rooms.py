"""Rooms, seats and answers."""

import sqlalchemy as sa
from alembic import op

revision = "first_rooms"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "room",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(6), nullable=False, unique=True),
        sa.Column("teacher", sa.LargeBinary(32), nullable=False),
        sa.Column("lesson", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.Column("state", sa.String(2_000), nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("room_id", sa.Integer, sa.ForeignKey("room.id", ondelete="CASCADE"), nullable=False),
        sa.Column("token", sa.LargeBinary(32), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("told", sa.String(100), nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.UniqueConstraint("room_id", "token"),
        sa.UniqueConstraint("room_id", "label"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("room_id", sa.Integer, sa.ForeignKey("room.id", ondelete="CASCADE"), nullable=False),
        sa.Column("seat_id", sa.Integer, sa.ForeignKey("seat.id", ondelete="CASCADE"), nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("value", sa.String(120), nullable=False),
        sa.UniqueConstraint("seat_id", "step", "round"),
    )
    op.create_index("answer_of_step", "answer", ["room_id", "step", "round"])


def downgrade() -> None:
    """Drop the tables."""
    for name in ("answer", "seat", "room"):
        op.drop_table(name)
