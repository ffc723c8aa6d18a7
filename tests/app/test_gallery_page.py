"""The Gallery page without a browser: cards, filters, more of them."""

from streamlit.testing.v1 import AppTest

from sim.teaching.gallery import cards
from tests.app.test_pages import ROOT

CODE = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom ui.screens import gallery\ngallery.page()\n"


def test_filters_and_more():
    """A filter starts from the first cards again, and a search without a find says what to do."""
    test = AppTest.from_string(CODE, default_timeout=30).run()
    assert not test.exception
    assert test.caption[0].value == f"{len(cards())} of {len(cards())} runs"
    first = len(test.get("download_button"))
    test.button(key="gallery_more").click().run()
    assert len(test.get("download_button")) == 2 * first
    test.button_group(key="gallery_kind").select("Classics").run()
    assert not test.exception and 0 < len(test.get("download_button")) <= first
    test.text_input(key="gallery_search").input("no such model").run()
    assert not test.get("download_button") and "Take a filter away" in test.info[0].value
