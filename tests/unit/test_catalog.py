"""Folders of data files: a bad file is named and harms none of the others."""

import re
import shutil
import subprocess
import sys

import numpy as np
import pytest

from sim.all_catalogs import CATALOGS, left_out
from sim.catalogs.entry import Unusable
from sim.catalogs.folder import PRESETS, Catalog
from sim.catalogs.grids import grids
from sim.catalogs.hardware import catalog_price, chips
from sim.catalogs.references import references
from sim.laws import loss_laws
from sim.pages import pages

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
    catalog = loss_laws(folder)
    assert set(catalog.entries) == {"another", "good"} and not catalog.problems


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("broken.toml", "label = \nform = 1", "line 1"),
        ("broken.json", "{", "line 1"),
        ("list.json", "[1, 2]", "top level"),
        ("bytes.toml", b"\xff\xfe\x00", "UTF-8"),
        ("empty.toml", "", "label"),
        ("kind.toml", GOOD.replace("E = 1.8172", 'E = "much"'), "constants.E"),
        (
            "form.toml",
            GOOD.replace('form = "additive"', 'form = "circle"'),
            "line 4, key form: there is no form “circle”; allowed are additive",
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
    catalog = loss_laws(folder)
    assert list(catalog.entries) == ["good"]
    assert len(catalog.problems) == 1
    assert catalog.problems[0].startswith(f"laws/{file}, ") and said in catalog.problems[0]


EACH_CONSTANT = [
    (name, constant) for name, law in loss_laws().entries.items() if not law.typed for constant in law.constants
]


@pytest.mark.parametrize("value", ["1e-300", "1e300"])
@pytest.mark.parametrize(("name", "constant"), EACH_CONSTANT)
def test_a_law_without_numbers_is_named_or_works(name, constant, value):
    """An extreme constant is refused with line and key, or the law still answers every plan."""
    text = (PRESETS / "laws" / f"{name}.toml").read_text(encoding="utf-8")
    line = next(i for i, one in enumerate(text.splitlines(), 1) if one.startswith(f"{constant} = "))
    text = re.sub(rf"(?m)^{constant} = .*$", f"{constant} = {value}", text)
    try:
        law = loss_laws.read(text, "mine.toml")
    except Unusable as error:
        (said,) = error.problems
        assert said.startswith(f"line {line}, key constants.{constant}: ") and value in said.replace("e+", "e")
        return
    with np.errstate(all="ignore"):
        for found in (*law.function.frontier(np.geomspace(1e15, 1e32, 5)), law.function.loss(1e9, 1e12)):
            assert np.all(np.isfinite(found))


def test_every_folder_is_among_all_catalogs():
    """What lies in `presets` is listed by the command line and named by a page; each catalog is whole."""
    named = [name for folder in CATALOGS.values() for name in folder.folders or (folder.name,)]
    assert sorted(named) == sorted(path.name for path in PRESETS.iterdir() if path.is_dir())
    for folder in CATALOGS.values():
        catalog = folder()
        assert catalog.entries and not catalog.problems
        assert folder.pages and set(folder.pages) <= set(pages())
        assert all(folder.listed(item) for item in catalog.entries.values())


def test_a_misspelled_key_is_one_complaint(folder):
    """With what was probably meant; the key that is missing for it is not named again."""
    (folder / "mine.toml").write_text(GOOD.replace("tokenizer =", "tokeniser ="), encoding="utf-8")
    (problem,) = loss_laws(folder).problems
    assert problem.startswith("laws/mine.toml, line 9, key tokeniser: ") and problem.endswith("did you mean tokenizer")


def test_a_page_names_what_was_left_out(monkeypatch):
    """The lists of the pages and that of the command line come from one registry."""
    monkeypatch.setitem(vars(grids), "_once", Catalog({}, ["grids/mine.toml, line 1: no"]))
    assert left_out("method") == ["grids/mine.toml, line 1: no"] and left_out("claims") == []


def test_a_bad_chip_is_named(tmp_path):
    """A price that is no price is reported by its key."""
    good = (PRESETS / "hardware" / "v100.toml").read_text(encoding="utf-8")
    (tmp_path / "free.toml").write_text(good.replace("usd_per_chip_hour = 2.48", "usd_per_chip_hour = 0"))
    (tmp_path / "v100.toml").write_text(good)
    catalog = chips(tmp_path)
    assert list(catalog.entries) == ["v100"]
    assert "key price.on_demand.usd_per_chip_hour: got “0”; allowed is above 0" in catalog.problems[0]


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

    script = (  # one process for all: to load everything takes longest
        "from sim.__main__ import main\n"
        "assert main(['list', 'laws']) == 0 and main(['evaluate', '--set', 'law=dropped']) == 0\n"
        "from streamlit.testing.v1 import AppTest\n"
        "code = 'from sim.pages import board; from ui.visit import state; from ui.screens import boards; '\n"
        'code += \'state.open_address("laws"); boards.page(board("laws"))\'\n'
        "test = AppTest.from_string(code, default_timeout=60).run()\n"
        "assert not test.exception\n"
        "assert any('Dropped' in option for option in test.selectbox(key='input_law').options)\n"
        "print([warning.value for warning in test.warning])\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-500:]
    assert "dropped " in ran.stdout and "besiroglu2024" in ran.stdout
    assert "broken.toml" in ran.stderr and "A must be finite and positive" in ran.stderr
    assert "broken.toml" in ran.stdout.splitlines()[-1]
