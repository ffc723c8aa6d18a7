"""Runs the versions of the tables on the connection that `ui.room.database` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
