"""The version of the model: it moves when a result does (see CHANGELOG, "Numbers that changed")."""

MODEL_VERSION = "1.2.0"
