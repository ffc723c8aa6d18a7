"""What trackers of experiments export: tables of runs, panels, histories; and what a user says of a table."""

import json

import numpy as np
import pytest

from sim.fitting.exports import Asked, size_named
from sim.fitting.preview import preview, rows
from sim.fitting.reading import read
from sim.ground.errors import SimulationError
from tests.command_line import run

pytestmark = pytest.mark.filterwarnings("error")

STEP = 2**19  # tokens of a step
RUNS = [("pilot-70M-a", 7e7, 4_000), ("pilot-70M-b", 7e7, 12_000), ("pilot-190M-a", 1.9e8, 6_000),
        ("pilot-190M-b", 1.9e8, 20_000), ("pilot-1.3B-a", 1.3e9, 9_000), ("pilot-1.3B-b", 1.3e9, 40_000),
        ("pilot-370M-a", 3.7e8, 16_000)]  # fmt: skip


def loss(N, steps):
    """Of a law."""
    return 1.8 + 480 / N**0.35 + 2000 / (STEP * steps) ** 0.36


def history(name, N, steps, head="_step\t_runtime\teval/c4_en-validation/CrossEntropyLoss"):
    """One run's file: a row at every quarter, and one in between without an evaluation."""
    lines = [head]
    for at in (steps // 4, steps // 2, steps):
        lines += [f"{at - 1}\t{at}\t", f"{at}\t{at}\t{loss(N, at)!r}"]
    return name + ".tsv", "\n".join(lines).encode()


def panel(sign=","):
    """One column a run, as a panel is exported, with the spread of each beside it."""
    metric = "val/loss"
    head = ["Step"] + [f"{name} - {metric}{end}" for name, *_ in RUNS for end in ("", "__MIN", "__MAX")]
    lines = [sign.join(f'"{heading}"' for heading in head)]
    for at in sorted({s // part for *_, s in RUNS for part in (1, 2)}):
        cells = [str(at)]
        for _, N, steps in RUNS:
            cells += [repr(loss(N, at)) if at <= steps else ""] * 3
        lines.append(sign.join(cells))
    return "\n".join(lines)


def check(table):
    """The last loss of every run, its size from the name, its tokens from the steps."""
    order = np.lexsort((table.n_tokens, table.n_params))
    expected = sorted((N, STEP * steps) for _, N, steps in RUNS)
    found = np.column_stack([table.n_params, table.n_tokens])[order]
    assert found == pytest.approx(np.array(expected))
    assert table.loss[order] == pytest.approx([loss(N, D / STEP) for N, D in expected])
    assert table.refused == () and {"last-rows", "sizes-of-names"} <= {*table.remarks}


@pytest.mark.parametrize("sign", [",", "\t"])
def test_a_panel(sign):
    """A column for each run; ends of a group's spread are no runs."""
    check(read(panel(sign), asked=Asked(tokens_per_step=STEP)))


def test_histories_one_file_a_run():
    """The name of the file is that of the run; rows without an evaluation are no rows refused."""
    check(read([history(*one) for one in RUNS], asked=Asked(tokens_per_step=STEP)))


def test_a_table_of_runs():
    """Columns of the configuration and of the summary are mixed; the loss of validation is taken, crashed runs not."""
    head = '"Name","State","Notes","config.n_layer","model.n_params","tokens_trained","train/loss","val/loss","lr"\n'
    lines = [f'"{name}","finished","-","12","{N}","{STEP * s}","9","{loss(N, s)!r}","3e-4"\n' for name, N, s in RUNS]
    table = read(head + "".join(lines) + '"x","crashed","-","12","1e9","1e10","9","3","3e-4"\n')
    assert table.columns["loss"] == "val/loss" and table.columns["n_params"] == "model.n_params"
    assert table.loss == pytest.approx([loss(N, s) for _, N, s in RUNS])
    assert [one.reason for one in table.refused] == ["the run is crashed"]


def test_steps_need_their_tokens():
    """Nobody guesses how many tokens a step has."""
    with pytest.raises(SimulationError, match="counts steps"):
        read(panel())


@pytest.mark.parametrize(
    ("name", "size"),
    [("olmo-190M-5xC", 190e6), ("gpt_1.3b_lr3e-4", 1.3e9), ("n=70M", 7e7), ("run-7", None), ("70M-to-190M", None),
     ("adam-b2", None), ("params_124m", 124e6)],
)  # fmt: skip
def test_sizes_in_names(name, size):
    """Read where there is one; two are none."""
    assert size_named(name) == ("" if size is None else repr(size))


TABLE = "size,D,metric\n" + "\n".join(f"{N},{STEP * s},{loss(N, s)!r}" for _, N, s in RUNS)


def test_a_preview_says_what_is_missing():
    """And what is understood, as more is said."""
    of = rows([("runs.csv", TABLE)], "runs.csv")
    first = preview(of)
    assert first.headings == ("size", "D", "metric") and len(first.first) == 5
    assert first.columns == {"n_params": "size", "n_tokens": "D"}
    assert first.table is None and "a column for the loss is needed" in first.problem
    long = preview(rows([("runs.csv", TABLE.replace("\n", "," + "x" * 10_000 + "\n"))], "runs.csv"))
    assert max(len(cell) for row in long.first for cell in row) == 60
    told = preview(of, {"loss": "metric"})
    assert told.problem == "" and len(told.table) == 7
    without = preview(of, {"loss": "metric", "n_params": ""})
    assert without.table is None and "not found: parameters" in without.problem


def test_what_a_user_says_of_the_loss_and_the_parameters():
    """Bits per token, per byte, perplexity; embeddings left out."""
    chosen = {"loss": "metric"}
    plain = read(TABLE, chosen)
    bits = read(TABLE, chosen, asked=Asked("bits"))
    assert bits.loss == pytest.approx(np.log(2) * plain.loss) and bits.remarks == ()
    assert read(TABLE, chosen, asked=Asked("bytes")).remarks == ("loss-in-bits-per-byte",)
    assert read(TABLE, chosen, asked=Asked("perplexity")).loss == pytest.approx(np.log(plain.loss))
    assert read(TABLE, chosen, asked=Asked(params="non_embedding")).remarks == ("embeddings-left-out",)
    named = TABLE.replace("size", "non_embedding_params")
    assert read(named, chosen).remarks == ("embeddings-left-out",)
    assert read(named, chosen, asked=Asked(params="all")).remarks == ()
    assert read(TABLE.replace("metric", "bpb"), asked=Asked("nats")).loss == pytest.approx(plain.loss)


def test_too_many_files():
    """One message, as for one that is no table."""
    with pytest.raises(SimulationError, match="allowed are 200"):
        read([("a.csv", "N,D,loss\n1,2,3\n")] * 201)
    with pytest.raises(SimulationError, match=r"rubbish\.csv"):
        read([history(*RUNS[0]), ("rubbish.csv", bytes(range(256)))], asked=Asked(tokens_per_step=STEP))


def test_command_takes_files_and_what_is_said(capsys, tmp_path):
    """One file a run, as shells expand them."""
    paths = []
    for one in RUNS:
        name, content = history(*one)
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    status, out, err = run(capsys, "fit", *map(str, paths), "--json", "--tokens-per-step", str(STEP))
    report = json.loads(out)
    assert (status, err) == (0, "") and report["n"] == 7 and "last-rows" in report["warnings"]
    status, out, err = run(capsys, "fit", *map(str, paths))
    assert (status, out) == (2, "") and "counts steps" in err and err.count("\n") == 1
    for option, value in (("--tokens-per-step", "many"), ("--tokens-per-step", "0"), ("--at", "none")):
        status, out, err = run(capsys, "fit", *map(str, paths), option, value)
        assert (status, out) == (2, "") and option in err and err.count("\n") == 1
