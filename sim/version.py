"""The version of the model: it moves when a result does (see CHANGELOG, "Numbers that changed"), and its month."""

MODEL_VERSION = "1.3.0"
MODEL_DATE = "2026-11"
