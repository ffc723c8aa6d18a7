"""Folders of data files: a bad file is named and harms none of the others."""

import shutil
import subprocess
import sys

import pytest

from sim.catalog import PRESETS, read_folder
from sim.hardware import Chip, catalog_price, chips
from sim.laws import Law, loss_laws
from sim.references import references

GOOD = (PRESETS / "laws" / "besiroglu2024.toml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """A folder with one good law."""
    laws = tmp_path / "laws"
    laws.mkdir()
    (laws / "good.toml").write_text(GOOD, encoding="utf-8")
    return laws


def test_a_good_folder_has_no_problems():
    """All shipped laws and chips are usable."""
    assert loss_laws().problems == [] and chips().problems == []
    assert set(loss_laws().entries) == {path.stem for path in (PRESETS / "laws").glob("*.toml")}
    assert set(chips().entries) == {path.stem for path in (PRESETS / "hardware").glob("*.toml")}


def test_one_file_adds_one_law(folder):
    """A copied file is a second law under its own name."""
    shutil.copy(folder / "good.toml", folder / "another.toml")
    catalog = read_folder(folder, Law)
    assert list(catalog.entries) == ["another", "good"] and not catalog.problems


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("broken.toml", "label = \nform = 1", "line 1"),
        ("broken.json", "{", "line 1"),
        ("list.json", "[1, 2]", "top level"),
        ("bytes.toml", b"\xff\xfe\x00", "codec"),
        ("empty.toml", "", "label"),
        ("kind.toml", GOOD.replace("E = 1.8172", 'E = "much"'), "constants.E"),
        (
            "form.toml",
            GOOD.replace('form = "additive"', 'form = "circle"'),
            "form: Value error, unknown form 'circle'",
        ),
        ("sign.toml", GOOD.replace("A = 482.01", "A = -482.01"), "A must be finite and positive"),
        ("endless.toml", GOOD.replace("alpha = 0.3478", "alpha = inf"), "alpha must be finite"),
        ("missing.toml", GOOD.replace("beta = 0.3658", ""), "beta"),
        ("more.toml", GOOD.replace("beta = 0.3658", "beta = 0.3658\nzeta = 1"), "zeta"),
        ("unknown.toml", "colour = 1\n" + GOOD, "colour"),
        ("status.toml", GOOD.replace('"S2"', '"seen"'), "status"),
        ("range.toml", GOOD.replace("[5.7e7, 1.6e10]", "[5.7e7]"), "fitted_range.n_params"),
        ("rangekey.toml", GOOD.replace("n_params = [", "n_parms = ["), "fitted_range"),
    ],
)
def test_a_bad_file_is_named_and_left_out(folder, file, content, said):
    """A bad law is reported by file and key, and the good one beside it still loads."""
    path = folder / file
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    catalog = read_folder(folder, Law)
    assert list(catalog.entries) == ["good"]
    assert len(catalog.problems) == 1
    assert catalog.problems[0].startswith(f"laws/{file}: ") and said in catalog.problems[0]


def test_a_bad_chip_is_named(tmp_path):
    """A price that is no price is reported by its key."""
    good = (PRESETS / "hardware" / "v100.toml").read_text(encoding="utf-8")
    (tmp_path / "free.toml").write_text(good.replace("usd_per_chip_hour = 2.48", "usd_per_chip_hour = 0"))
    (tmp_path / "v100.toml").write_text(good)
    catalog = read_folder(tmp_path, Chip)
    assert list(catalog.entries) == ["v100"]
    assert "free.toml: price.on_demand.usd_per_chip_hour" in catalog.problems[0]


def test_an_unpublished_price_is_unknown():
    """A chip or basis without a published price has none: unknown, not zero."""
    assert catalog_price("b200", "committed_3y") is None
    assert catalog_price("h200", "committed_1y") is None
    assert catalog_price("no-such-chip", "on_demand") is None
    assert catalog_price("v100", "committed_3y").usd_per_chip_hour == 1.12


def test_longer_commitments_never_cost_more():
    """On every chip, 3 years <= 1 year <= on demand."""
    for name, chip in chips().entries.items():
        bases = ("committed_3y", "committed_1y", "on_demand")
        prices = [chip.price[basis].usd_per_chip_hour for basis in bases if basis in chip.price]
        assert prices == sorted(prices), name


def test_every_source_is_in_the_bibliography():
    """Laws, peaks and prices name keys of the bibliography."""
    named = {law.source for law in loss_laws().entries.values()}
    for chip in chips().entries.values():
        named |= {chip.peak.source} | {price.source for price in chip.price.values()}
    assert named <= set(references())


def test_reference_names_people_briefly():
    """A source of many authors is shown as the first et al. with the year."""
    assert references()["besiroglu2024"].short == "Besiroglu et al. (2024)"


def test_a_new_and_a_broken_law_reach_page_and_command_line(tmp_path):
    """A dropped file is a law everywhere; a broken one is named by file, key and reason and harms no other."""
    root = PRESETS.parent
    for name in ("sim", "ui", "presets", "docs"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "presets" / "laws" / "dropped.toml").write_text(GOOD.replace("Besiroglu et al. 2024", "Dropped"))
    (tmp_path / "presets" / "laws" / "broken.toml").write_text(GOOD.replace("A = 482.01", "A = -1"))

    def run(*arguments):
        return subprocess.run([sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True)

    listed = run("-m", "sim", "list", "laws")
    assert "dropped" in listed.stdout and "besiroglu2024" in listed.stdout
    assert "broken.toml" in listed.stderr and "A must be finite and positive" in listed.stderr
    assert run("-m", "sim", "evaluate", "--set", "law=dropped").returncode == 0
    page = (
        "from streamlit.testing.v1 import AppTest\n"
        "code = 'from ui import state; from ui.screens import boards; state.open_address(\"laws\"); boards.laws()'\n"
        "test = AppTest.from_string(code, default_timeout=60).run()\n"
        "assert not test.exception\n"
        "assert any('Dropped' in option for option in test.selectbox(key='input_law').options)\n"
        "print([warning.value for warning in test.warning])\n"
    )
    shown = run("-c", page)
    assert shown.returncode == 0, shown.stderr[-500:]
    assert "broken.toml" in shown.stdout
