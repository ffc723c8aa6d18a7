"""Lessons and claims: texts whose numbers are computed."""
