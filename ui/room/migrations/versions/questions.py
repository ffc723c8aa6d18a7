"""Questions from boards, and the last sign of a phone."""

import sqlalchemy as sa
from alembic import op

revision = "questions"
down_revision = "games"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; rooms that are open go on."""
    op.add_column("room", sa.Column("asked", sa.Text, nullable=False, server_default="[]"))
    op.add_column("seat", sa.Column("seen", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop both."""
    op.drop_column("seat", "seen")
    op.drop_column("room", "asked")
