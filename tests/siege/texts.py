"""Texts that nobody would type, and a few that somebody would."""

import random
from collections.abc import Sequence

MARKUP = (
    "<script>alert(1)</script>", "</title><b>", "\"><img src=x onerror=alert(1)>", "'onload='x", "[x](javascript:x)",
    "![x](http://evil.example/x)", "<!--", "]]>", "&lt;b&gt;", "&#60;b&#62;", "$\\href{javascript:x}{y}$", ":red[x]",
    "javascript:alert(1)", "<svg/onload=x>", "`x`", "# x", "| a | b |", ":material/info:", "**b**",
)  # fmt: skip
CODE = (
    "{0}", "%s", "{x:plain0}", "${jndi:ldap://x}", "__class__", "{{7*7}}", "'; DROP TABLE rooms;--", "../../etc/passwd",
    "\x00", "\r\nSet-Cookie: x=1", "=1+1", "@SUM(A1)", "+1", "-1", "file:///etc/passwd", "\\", "\ud800", "\udb53x",
    "\u202eabc", "\u2028", "\ufeff", "é" * 50, "\U0001f4a9", "a\u0300" * 30, "null", "true", "undefined", "[]", "{}",
)  # fmt: skip
NUMBERS = (
    "70B", "1e400", "-0", "nan", "inf", "-inf", "1_000", "١٢٣", "1e-400", "½", "1,5", "1.2.3", "0x10", "5e", "+", "",
    ".", "-1", "0", "1e15", "1e17", "1e6", "999999999999999999999", "1e", "e1", "1 000", "1’000", "3.5 %", "110 %",
    "10^25", "1e25", "6ND", "1·10²⁵", "1/0", "1e309", "5e-324", "1.7976931348623157e308", "h100", "none", "on", "off",
)  # fmt: skip
SIGNS = ")(.]['’%&#;<>=~_?+-,1eE \t\n\\\"{}|@/:*$\u0660x"
LONG = (10, 80, 81, 200, 1_000, 8_000, 20_000)


def hostile(rng: random.Random, most: int = 20_000) -> str:
    """One text."""
    kind = rng.randrange(9)
    if kind < 3:
        return rng.choice(NUMBERS)
    if kind == 3:
        return rng.choice(MARKUP)
    if kind == 4:
        return rng.choice(CODE)
    length = min(rng.choice(LONG), most)
    if kind == 5:
        return (rng.choice("0123456789") * length + rng.choice(("", "x", "e9", "%")))[:most]
    if kind == 6:
        return (rng.choice(SIGNS) * length)[:most]
    if kind == 7:
        return (rng.choice(MARKUP + CODE + NUMBERS[:20]) * length)[:length]
    return "".join(rng.choice(SIGNS) for _ in range(min(length, 300)))


def mutated(rng: random.Random, text: str, changes: int = 3) -> str:
    """A text with a few pieces cut out, put twice, or changed for hostile ones."""
    for _ in range(rng.randint(1, changes)):
        start = rng.randint(0, len(text))
        end = min(len(text), start + rng.choice((0, 1, 1, 5, 40)))
        piece = rng.choice(("", text[start:end] * 2, rng.choice(SIGNS), hostile(rng, 400)))
        text = text[:start] + piece + text[end:]
    return text


def changed_lines(rng: random.Random, text: str) -> str:
    """A file with a few lines left out, put twice, swapped, or with other values."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        way = rng.randrange(5)
        if way == 0:
            lines[at] = ""
        elif way == 1:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif way == 2:
            key, is_key, _ = lines[at].partition("=")
            lines[at] = f"{key}= {value(rng)}" if is_key else lines[at]
        elif way == 3:
            lines[at] = mutated(rng, lines[at], 1)
        else:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


def value(rng: random.Random) -> str:
    """A value of a data file that is none, or one at a bound."""
    known: Sequence[str] = (
        "1e308", "-1e308", "1e-300", "0", "-1", "nan", "inf", "1e400", '""', '"x"', "[]", "{}", "[[[]]]", "true",
        "2026-11-29", "99999999999999999999", '"{x:plain0}"', '"{n_params}"', '"\\u0000"', "[1, 2]", "0.5",
    )  # fmt: skip
    return rng.choice(known)
