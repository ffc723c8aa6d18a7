"""`make siege`: what strangers may send, by the hundred thousand, and a long day of many visitors.

Apart from the tests: it takes its time. What it ever found has a regression test of its own.
"""
