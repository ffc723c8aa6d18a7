"""What travels to the browser, as bytes of strict JSON: arrays as lists, gaps as null.

Streamlit hands bytes on as they are. A dictionary it would search for tables and write out twice,
which took longer than all of the mathematics.
"""

from typing import Any

import orjson

HEAD = 4  # bytes of the length of the head of a block
ALIGNED = 4  # bytes: the browser reads floats at multiples of them


def block(head: Any, numbers: bytes | None = None) -> bytes:
    """A head as JSON and 32-bit floats in one block: the length of the head, the head, the numbers."""
    text = packed(head)
    if numbers is None:
        return len(text).to_bytes(HEAD, "little") + text
    text += b" " * (-len(text) % ALIGNED)
    return len(text).to_bytes(HEAD, "little") + text + numbers


def packed(value: Any) -> bytes:
    """JSON of dictionaries, sequences, texts, numbers and arrays; NaN and infinities become null."""
    return orjson.dumps(value, default=_listed, option=orjson.OPT_SERIALIZE_NUMPY)


def _listed(value: Any) -> Any:
    """Arrays that are not one block of numbers."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is not data")
