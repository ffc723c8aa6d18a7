"""From a loss to solved problems: one answer, many samples, tasks of many steps."""
