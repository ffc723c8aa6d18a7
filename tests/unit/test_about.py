"""What a newcomer reads and where it leads, and how the simulator is cited."""

import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from sim.engine.presets import presets
from sim.links.share import opened
from sim.pages import board, first, pages
from sim.teaching.claims import claims
from sim.version import MODEL_DATE, MODEL_VERSION
from sim.words import citation
from ui.parts import first_look

ROOT = Path(__file__).resolve().parents[2]
HERE = "https://next-dollar.example.org/"


def test_the_first_page_says_what_this_is():
    """In one line: of what, and what one can do."""
    lead = board(first().path).lead
    assert "AI language model" in lead and "costs" in lead and len(lead) < 160


@pytest.mark.parametrize("door", board(first().path).doors, ids=lambda door: door.page)
def test_every_door_leads_somewhere(door):
    """To a page that is there, with a link that is read without a remark and opens its preset."""
    path, _, query = first_look.address(door).partition("?")
    pairs = dict(parse_qsl(query, strict_parsing=bool(query)))
    assert path in pages()
    assert pairs.pop("claim", "wall") in claims().entries
    found = opened(pairs.items())
    assert not found.notices
    if door.preset:
        assert found.scenario == presets().entries[door.preset].scenario


def test_citations():
    """Authors, title, version, month and address, in text and in BibTeX; without an address no field for it."""
    text, entry = citation.plain(HERE), citation.bibtex(HERE)
    for said in (citation.AUTHORS, citation.TITLE, MODEL_VERSION, MODEL_DATE[:4], HERE):
        assert said in text and said in entry
    assert entry.startswith("@software{") and entry.count("{") == entry.count("}")
    assert re.search(r"^  month = [a-z]{3},$", entry, re.MULTILINE)  # a name of BibTeX, not a text
    assert "author = {{" in entry  # one author, not three people
    assert "url" not in citation.bibtex() and not citation.plain().endswith(" ")


def about() -> AppTest:
    return AppTest.from_string("from ui.screens.about import page\npage()", default_timeout=30).run()


def test_about_says_whose_it_is(monkeypatch):
    """License, holder and the place for mistakes; a button where the server names one, and never another scheme."""
    monkeypatch.setenv("PUBLIC_URL", HERE)
    monkeypatch.delenv("CONTACT_URL", raising=False)
    shown = about()
    text = " ".join(part.value for part in shown.markdown)
    assert not shown.exception
    holder = re.search(r"Copyright \(c\) \d{4} The (.*)", (ROOT / "LICENSE").read_text())[1]
    assert holder in text and "MIT license" in text and "CC BY 4.0" in text and "Not a forecast" in text
    assert [code.value for code in shown.code] == [citation.plain(HERE), citation.bibtex(HERE)]
    assert not shown.get("link_button")
    monkeypatch.setenv("CONTACT_URL", "javascript:alert(1)")
    assert not about().get("link_button")
    monkeypatch.setenv("CONTACT_URL", "mailto:us@example.org")
    assert about().get("link_button")[0].proto.url == "mailto:us@example.org"
