"""The garbage collector and the heap, set for a server of many visitors.

Left alone the collector looked at all that exists every three or four seconds under load, for more than
a tenth of a second, in which nobody was answered. And the heap of glibc gave the memory of each large array
back to the system, which had to clear it for the next: that took a third of a sweep where answers are counted.
"""

import ctypes
import gc
import sys
from functools import cache

RARELY = 50  # collections of what is young for one of everything; what waits for it is some 20 MB
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # names of glibc
KEPT_FREE, LARGEST = 64 << 20, 16 << 20  # bytes that stay with the process, and of an array that is taken from them


@cache
def settle() -> None:
    """Leave what exists now out of later collections: called once, after the first page was drawn."""
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, RARELY)
    keep_heap()


def keep_heap() -> None:
    """Let arrays that come and go take the same memory again, where the C library is asked for that."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_TRIM_THRESHOLD, KEPT_FREE)
        mallopt(M_MMAP_THRESHOLD, LARGEST)
