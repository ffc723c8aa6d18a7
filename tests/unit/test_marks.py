"""The models marked on the levers stand where their presets have them."""

import pytest

from sim import evaluate
from sim.engine.presets import presets
from sim.inputs import TABLE

MODELS = {
    "GPT-2": "gpt-2-1.5b",
    "Chinchilla": "chinchilla-70b",
    "GPT-3": "gpt-3-175b",
    "Llama 3.1": "llama-3.1-405b",
    "Qwen3": "qwen3-235b-a22b",
    "Kimi K2": "kimi-k2",
    "DeepSeek-V3": "deepseek-v3",
    "GPT-4 (est.)": "gpt-4",
    "Grok 4 (est.)": "grok-4",
}
MARKED = [
    (name, value, label) for name in ("n_params", "n_tokens", "train_flop") for value, label in TABLE[name].marks
    if label != "all indexed web text"
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "label"), MARKED)
def test_marks_are_those_of_the_presets(name, value, label):
    """To three digits; what is called an estimate is one."""
    preset = presets().entries[MODELS[label]]
    assert value == pytest.approx(getattr(evaluate(preset.scenario), name), rel=5e-3)
    assert "(est.)" not in label or preset.status == "estimated"


def test_models_of_today_are_marked():
    """Each lever has a model of 2025 or later."""
    for name in ("n_params", "n_tokens", "train_flop"):
        years = [presets().entries[MODELS[label]].year for one, _, label in MARKED if one == name]
        assert max(years) >= 2025
