"""The one type of number that formulas take and give: a float, or an array of floats."""

from typing import Any

Array = Any  # a float or an array of floats; every formula broadcasts
