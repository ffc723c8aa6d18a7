"""Games: the seed of a room, and the team of a seat."""

import sqlalchemy as sa
from alembic import op

revision = "games"
down_revision = "first_rooms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; rooms that are open go on."""
    op.add_column("room", sa.Column("seed", sa.String(16), nullable=False, server_default=""))
    op.add_column("seat", sa.Column("team", sa.String(2), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop both."""
    op.drop_column("seat", "team")
    op.drop_column("room", "seed")
