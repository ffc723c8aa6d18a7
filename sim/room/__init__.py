"""The class room as a machine of states, and what each of its three views shows. No clock, no network, no storage."""
