"""The tables of published figures cannot silently shrink."""

import csv

from tests.golden.tables import FOLDER

ROWS, PUBLISHED, PUBLICATIONS = 330, 275, 33


def all_rows():
    """Every row of every table of published figures; a played game is none."""
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            found += [{**row, "file": path.stem} for row in reader if "paper" in row]
    return found


def test_there_are_enough_rows():
    """Rows in all, rows that rest on a published value, and the publications that they are from."""
    found = all_rows()
    published = [row for row in found if row["status"].startswith(("S1", "S2"))]
    assert len(found) >= ROWS
    assert len(published) >= PUBLISHED
    assert len({row["paper"] for row in published}) >= PUBLICATIONS


def test_no_publication_makes_up_most_of_them():
    """Chains of real runs, not one law alone."""
    found = [row["paper"] for row in all_rows()]
    assert max(found.count(paper) for paper in set(found)) < len(found) / 4


def test_rows_have_their_own_names():
    """Each row of a table can be found by its id."""
    names = [(row["file"], row["id"]) for row in all_rows()]
    assert len(names) == len(set(names))
