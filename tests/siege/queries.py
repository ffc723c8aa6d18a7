"""Links: of runs, as a page opens them and tells of itself, and of lessons, as students hand them in."""

import random
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, quote

from sim.engine.kept_runs import feasible
from sim.ground.text import escaped
from sim.inputs import BY_KEY
from sim.links import remix, showing
from sim.links.kept import MARKS, MORE
from sim.links.share import MAX_LENGTH, VIEW, link, opened
from sim.pages import pages
from sim.teaching import hand_ins
from sim.teaching.claims import claims
from sim.teaching.lessons import lessons
from tests.siege.campaign import Campaign, no_markup_in_head, no_markup_in_words, writable
from tests.siege.texts import hostile, mutated
from ui.server import heads, previews

GOLDEN = Path(__file__).parents[1] / "golden" / "links.tsv"
KEYS = (
    *BY_KEY, *showing.KEYS, *remix.KEYS, *MARKS, *MORE, "v", VIEW, "l0", "t0", "claim", "mode", "cv", "le", "authors",
)  # fmt: skip


@cache
def known() -> tuple[str, ...]:
    """Links that were shared once."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[0] for line in lines if "=" in line.split("\t")[0])


def a_link(rng: random.Random) -> str:
    """A link that was shared once and then changed, or one of hostile pairs."""
    if rng.random() < 0.4:
        return mutated(rng, rng.choice(known()))
    pairs = parse_qsl(rng.choice(known())) if rng.random() < 0.5 else [("v", rng.choice("1234"))]
    pairs += [(rng.choice(KEYS), hostile(rng, 9_000)) for _ in range(rng.randint(1, 5))]
    rng.shuffle(pairs)
    pairs += [(hostile(rng, 60), hostile(rng, 60))] * (rng.random() < 0.1)
    return "&".join(f"{_sent(key)}={_sent(text)}" for key, text in pairs)


def _sent(text: str) -> str:
    """As it stands in an address."""
    return quote(text.encode("utf-8", "replace"), safe="")


def opens(query: str) -> bool:
    """Opened, written again and opened again it is the same; what it tells of itself is text."""
    found = opened(query)
    kept, _ = feasible(found.kept)
    written = link(found.scenario, found.views, shown=found.showing, beside=kept, note=found.note)
    again = opened(written)
    assert len(written) <= MAX_LENGTH, "the link grew too long"
    assert again.notices == (), f"the link of what was opened has notices: {again.notices[:1]}"
    assert (again.scenario, again.showing, again.note) == (found.scenario, found.showing, found.note), "another run"
    writable(written, *found.notices, found.note.said)
    path = a_page(query)
    sent = query.encode("utf-8", "replace").decode("latin-1")[: heads.MOST_QUERY]  # as a server gets it
    no_markup_in_head(heads.tags(previews.preview(path, sent), "http://example.org/", path))
    return not found.notices


def a_page(query: str) -> str:
    """A page that depends on the link alone."""
    return f"/{sorted(pages())[len(query) % len(pages())]}"


def a_hand_in(rng: random.Random) -> str:
    """Answers of a student that were changed on their way."""
    name = rng.choice(sorted(lessons().entries))
    lesson = lessons().entries[name]
    if rng.random() < 0.5:  # one that changes only what was answered
        text = hand_ins.link(hand_ins.HandIn(name, 1, tuple(an_answer(rng) for _ in lesson.tasks), who="Ada"))
        return text.replace("&ck=", "&x=") if rng.random() < 0.5 else text
    answers = hand_ins.JOINT.join(an_answer(rng) for _ in lesson.tasks)
    pairs = {
        hand_ins.LESSON: name if rng.random() < 0.95 else hostile(rng, 60),
        hand_ins.STEP: str(rng.randint(0, 9)) if rng.random() < 0.9 else hostile(rng, 60),
        hand_ins.ANSWERS: answers,
        hand_ins.AGAIN: answers if rng.random() < 0.2 else hostile(rng, 300),
        hand_ins.WHO: hostile(rng, 400),
    }
    kept = [f"{key}={_sent(text)}" for key, text in pairs.items() if rng.random() < 0.9]
    return "&".join(kept) if rng.random() < 0.8 else mutated(rng, "&".join(kept))


def an_answer(rng: random.Random) -> str:
    """What a student may have answered, and what none did."""
    likely = ("a", "b", "c", "_5", "7e10", "1.2e12", "0.5", "", "a~b", "_0.1_0.9", "n_params", "abc")
    return rng.choice(likely) if rng.random() < 0.7 else hostile(rng, 300).encode("utf-8", "replace").decode()


def is_read(query: str) -> bool:
    """Read it is written again as the same, or refused in words."""
    try:
        found, notices = hand_ins.read(dict(parse_qsl(query)), lessons().entries)
    except ValueError as error:
        writable(str(error))
        return False
    written = hand_ins.link(found)
    again, later = hand_ins.read(dict(parse_qsl(written)), lessons().entries)
    assert (again, later) == (found, []), f"the link of what was read: {later[:1]}"
    writable(written, *notices)
    no_markup_in_words(escaped(found.who))
    lesson = lessons().entries[found.lesson]
    for number in range(len(lesson.tasks)):
        if answer := found.last(number):
            lesson.mark(number, answer)
    return any(found.answers)


def a_claim(rng: random.Random) -> str:
    """A link of a claim and the votes of a class."""
    names = sorted(claims().entries)
    pairs = [("claim", rng.choice(names) if rng.random() < 0.8 else hostile(rng, 200))]
    pairs += [(rng.choice(("mode", "cv", "v", "claim")), hostile(rng, 400)) for _ in range(rng.randint(0, 3))]
    return "&".join(f"{key}={_sent(text)}" for key, text in pairs)


def is_told(query: str) -> bool:
    """What a claim's link tells of itself is text."""
    told = previews.preview("/claims", query)
    no_markup_in_head(heads.tags(told, "http://example.org/", "/claims"))
    return bool(told.image)


CAMPAIGNS = (
    Campaign("links", 0.45, a_link, opens),
    Campaign("hand-ins", 0.15, a_hand_in, is_read),
    Campaign("claims", 0.05, a_claim, is_told),
)
