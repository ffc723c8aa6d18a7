"""Numbers as people type them: "70B", "15 million", "1,4T", "7x10^10", "$2.50/h", "~3 %", "1.96 nat".

What can be read in two ways is asked, not guessed (`Unclear`); what cannot be read is refused with a
message that says what to type. One pass over a text of bounded length.
"""

import math
import re
import unicodedata
from dataclasses import dataclass

LONGEST = 120  # characters; a number that a person types has fewer
EXAMPLES = "write a number such as 20, 1.5, 70B, 1.4T or 5.9e23"
NONE_WORDS = ("", "none", "unknown", "no limit", "unlimited")

# Powers of ten of what may follow a number; upper and lower case are the same.
MAGNITUDES = {
    3: ("k", "thousand", "thousands", "thsd", "tsd", "mille", "тыс", "тысяч", "千"),
    4: ("万", "萬"),
    5: ("lakh", "lakhs"),
    6: (
        "m", "mm", "mn", "mio", "mln", "mill", "million", "millions", "millionen", "millones", "млн", "миллион",
        "миллионов",
    ),
    7: ("crore", "crores"),
    8: ("亿", "億"),
    9: (
        "b", "bn", "g", "bln", "billion", "billions", "milliard", "milliards", "milliarden", "mrd", "mld", "md", "млрд",
        "миллиард", "миллиардов",
    ),
    12: ("t", "tn", "trn", "trillion", "trillions", "billionen", "billones", "трлн", "триллион", "триллионов"),
    15: ("quadrillion", "quadrillions"),
}  # fmt: skip
# Words that mean one power in one language and another elsewhere.
TWO_MEANINGS = {"mil": ("thousand", "million"), "兆": ("million", "trillion")}
_POWER = {word: power for power, words in MAGNITUDES.items() for word in words}
PERCENT = ("%", "percent", "per cent", "pct", "prozent", "pour cent", "процент", "процента", "процентов", "٪")
# What may stand behind a number and says nothing that its field does not say.
UNITS = (
    "x", "×", "times", "fold", "-fold", "mal", "fois", "раз", "nat", "nats", "nat/token", "nats/token",
    "nat per token", "token", "tokens", "parameter", "parameters", "param", "params", "flop", "flops", "flop/s",
    "flops/s", "chip", "chips", "gpu", "gpus", "day", "days", "per day", "/day", "/d", "hour", "hours", "h", "year",
    "years", "epochs", "epoch", "passes", "usd", "dollar", "dollars", "$", "us$", "usd/h", "$/h", "usd/hour",
    "$/hour", "/h", "/hr", "/hour", "per hour", "an hour", "per chip-hour", "/chip-hour", "$/chip-hour", "w", "watt",
    "watts", "kwh", "mwh", "per kwh", "/kwh", "usd/kwh", "$/kwh", "tokens/param", "tokens per parameter",
    "per million tokens", "/mtok", "samples", "answers", "queries", "runs",
)  # fmt: skip
_UNITS = frozenset(UNITS)
_ABOUT = ("about", "around", "approximately", "approx.", "approx", "roughly", "circa", "ca.", "ca", "c.", "~", "≈", "∼")
_MONEY = ("us$", "usd", "$")
_FOREIGN = "€£¥₽₹"
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
# Digits with separators, then what follows. Each part takes what it can at once: no way back.
_HEAD = re.compile(r"([+-]?)((?:\d|[.,'’_ ](?=\d)|\.(?=$|\D))+)(.*)", re.DOTALL)
_EXPONENT = re.compile(r"\s*e([+-]?)(\d{1,4})(?!\d)(.*)", re.DOTALL)
_TIMES_TEN = re.compile(r"\s*[x×·*]\s*10\s*(?:\^|\*\*)?\s*([+-]?)(\d{1,4})(?!\d)(.*)", re.DOTALL)
_POWER_OF_TEN = re.compile(r"10\s*(?:\^|\*\*)\s*([+-]?)(\d{1,4})(?!\d)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Typed:
    """A number as it was understood.

    Parameters
    ----------
    value : float or None
        `None` for "none"; a per cent as a share.
    is_percent : bool
        Whether it was typed in per cent.
    has_magnitude : bool
        Whether thousands, millions or an exponent were typed.
    """

    value: float | None
    is_percent: bool = False
    has_magnitude: bool = False


class Unclear(ValueError):
    """A text that can be read in two ways; `readings` are texts that say which."""

    def __init__(self, text: str, readings: tuple[str, ...]):
        self.readings = readings
        super().__init__(f"“{text}” can mean {' or '.join(readings)}: type one of these")


def typed(text: str) -> Typed:
    """What a person meant by a text.

    Parameters
    ----------
    text : str
        As typed, in the habits of many languages.

    Raises
    ------
    Unclear
        If it can be read in two ways, as "1,234".
    ValueError
        If it is no number; the message says what to type.
    """
    if len(text) > LONGEST:
        raise ValueError(f"that has {len(text):,} characters; {EXAMPLES}")
    shown = " ".join(text.split())
    whole = _plain(text)
    if whole in NONE_WORDS:
        return Typed(None)
    rest = _without_prefix(whole)
    if any(sign in rest for sign in _FOREIGN):
        raise ValueError("money is in US dollars here; write a number such as $2.50")
    power = _POWER_OF_TEN.fullmatch(rest)
    if power:
        mantissa, exponent, rest = "1", int(power[1] + power[2]), power[3]
    else:
        head = _HEAD.fullmatch(rest)
        if head is None:
            raise ValueError(EXAMPLES)
        sign, digits, rest = head.groups()
        further = _EXPONENT.fullmatch(rest) or _TIMES_TEN.fullmatch(rest)
        exponent = int(further[1] + further[2]) if further else 0
        rest = further[3] if further else rest
        mantissa = sign + _decimal(digits.strip(), shown, scientific=bool(further))
    is_scientific = bool(power) or exponent != 0
    shift, is_percent = _meaning(rest.strip(), shown)
    if is_percent and shift:
        raise ValueError(EXAMPLES)
    value = float(f"{mantissa}e{exponent + shift}")
    if not math.isfinite(value):
        raise ValueError(f"that is too large; {EXAMPLES}")
    return Typed(float(f"{mantissa}e{exponent - 2}") if is_percent else value, is_percent, is_scientific or shift > 0)


def _plain(text: str) -> str:
    """Lower case, one kind of space, minus and digit."""
    raised = re.sub(r"(?<=10)([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "^" + m[1].translate(_SUPERSCRIPT), text)
    wide = unicodedata.normalize("NFKC", raised).translate(_MINUS)
    return " ".join(wide.lower().split())


def _without_prefix(text: str) -> str:
    """The text without "about" and a sign of dollars before the number."""
    for words in (_ABOUT, _MONEY):
        for word in words:
            if text.startswith(word):
                text = text[len(word) :].lstrip()
                break
    if text[:1] in "+-" and text[1:].lstrip().startswith("$"):  # -$5
        text = text[0] + text[1:].lstrip()[1:].lstrip()
    return text


def _decimal(digits: str, shown: str, scientific: bool) -> str:
    """Digits with a decimal point and no other separators.

    Raises
    ------
    Unclear
        If a comma may be a decimal one or one of thousands.
    ValueError
        If the separators make no number.
    """
    digits = digits.replace("_", "").replace("’", "'")
    for space in (" ", "'"):
        digits = _joined(digits, space)
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        last = max(",.", key=digits.rindex)
        first = "," if last == "." else "."
        if digits.count(last) > 1 or digits.rindex(first) > digits.index(last):
            raise ValueError(EXAMPLES)
        whole, _, fraction = digits.partition(last)
        return f"{_joined(whole, first)}.{fraction}"
    if points > 1:
        return _joined(digits, ".")
    if commas > 1:
        return _joined(digits, ",")
    if commas == 1:
        whole, _, fraction = digits.partition(",")
        if len(fraction) == 3 and whole.lstrip("0") and len(whole) <= 3 and not scientific:
            if fraction == "000":
                return whole + fraction
            before, _, after = shown.partition(",")
            raise Unclear(shown, (f"{before}.{after}", f"{before}{after}"))
        return f"{whole}.{fraction}"
    return digits


def _joined(digits: str, separator: str) -> str:
    """Groups of three digits put together (of two before the last, as lakhs are written)."""
    if separator not in digits:
        return digits
    whole, mark, fraction = digits, "", ""
    for point in ".,":
        if point != separator and point in digits and digits.rindex(point) > digits.rindex(separator):
            whole, mark, fraction = digits[: digits.rindex(point)], point, digits[digits.rindex(point) + 1 :]
    groups = whole.split(separator)
    inner = groups[1:-1]
    thousands = all(len(group) == 3 for group in inner)
    lakhs = separator == "," and bool(inner) and all(len(group) == 2 for group in inner)
    if (
        not (1 <= len(groups[0]) <= 3 and len(groups[-1]) == 3 and (thousands or lakhs))
        or not "".join(groups).isdigit()
    ):
        raise ValueError(EXAMPLES)
    return "".join(groups) + mark + fraction


def _meaning(rest: str, shown: str) -> tuple[int, bool]:
    """Power of ten and whether per cent, of what stands behind the digits.

    Raises
    ------
    Unclear
        If the word means different powers in different languages.
    ValueError
        If something stands there that is no unit.
    """
    rest = re.sub(r" ?/ ?", "/", rest.rstrip("."))
    if rest in PERCENT:
        return 0, True
    if rest in _UNITS or not rest:
        return 0, False
    word = re.match(r"[^\W\d_]+\.?", rest)
    first = word[0].rstrip(".") if word else ""
    if first in TWO_MEANINGS:
        number = shown[: len(shown) - len(rest)].strip()
        raise Unclear(shown, tuple(f"{number} {meaning}" for meaning in TWO_MEANINGS[first]))
    tail = rest[len(word[0]) :].strip() if word else rest
    if first in _POWER and (not tail or tail in _UNITS or tail.lstrip("-").strip() in _UNITS):
        return _POWER[first], False
    for end in range(1, len(rest)):  # 70bparams and 70b$ are written together
        if rest[:end] in _POWER and rest[end:].strip() in _UNITS:
            return _POWER[rest[:end]], False
    if re.match(r"\s*(-|to|–|bis|or|/)\s*\d", rest):
        raise ValueError(f"one number is needed; {EXAMPLES}")
    raise ValueError(EXAMPLES)
