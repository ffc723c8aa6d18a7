"""What a tab of the browser calls the page: by the claim or lesson that is open on it, where one is."""

from sim.pages import first, pages, tab_title
from sim.pages.claims import PAGE as CLAIMS
from sim.pages.lessons import PAGE as LESSONS
from sim.teaching.claims import claims
from ui.visit import lesson_visit, state


def tab(path: str) -> str:
    """The title; `path` is that of the page, "" for the first one."""
    page = pages().get(path, first())
    if page is CLAIMS and (claim := claims().entries.get(state.session().claim)):
        return tab_title(page, claim.title)
    if page is LESSONS and (open_now := lesson_visit.current()):
        return tab_title(page, open_now[0].file.title)
    return tab_title(page)
