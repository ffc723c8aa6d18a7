"""The garbage collector, set for a server of many visitors.

Left alone it looked at all that exists every three or four seconds under load, for more than
a tenth of a second, in which nobody was answered.
"""

import gc
from functools import cache

RARELY = 50  # collections of what is young for one of everything; what waits for it is some 20 MB


@cache
def settle() -> None:
    """Leave what exists now out of later collections: called once, after the first page was drawn."""
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, RARELY)
