"""One computation at a time in a process.

Scripts of many visitors share one interpreter. Where they all run at once, each waits for the
others at every message it sends; one after the other, each is answered sooner.
"""

import threading

TURN = threading.RLock()  # again by the same thread: a fragment runs inside its page, and alone
