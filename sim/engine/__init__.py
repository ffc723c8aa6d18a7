"""From a scenario to every result: best plans, gains, notes."""
