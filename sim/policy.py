"""Amounts of training compute that laws name, for the axes of charts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PolicyLine:
    """A threshold of training compute [FLOP], its label, what it does and its source."""

    flop: float
    label: str
    help: str
    source: str


POLICY_LINES = (
    PolicyLine(1e25, "EU: 1e25 FLOP", "From here on the EU presumes a systemic risk.", "eu-ai-act"),
    PolicyLine(1e26, "US: 1e26 FLOP", "From here on the US asked for a report, from 2023 to January 2025.", "eo14110"),
)
