"""The tables of published figures beside this file."""

import csv
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def rows(name):
    """Rows of one table as parameters of a test."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["id"]) for row in csv.DictReader(file)]


def agrees(value, row):
    """Whether a value is the published one within the tolerance of its row."""
    return value == pytest.approx(float(row["value"]), rel=float(row["rel_tol"]))
