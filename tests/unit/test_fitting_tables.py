"""Tables of runs: what is understood, whichever program wrote it, and one message for what is not."""

import time

import numpy as np
import pytest

from sim.fitting.columns import recognized
from sim.fitting.example import as_csv, example
from sim.fitting.reading import read
from sim.fitting.table import MOST_ROWS
from sim.ground.errors import SimulationError
from tests.command_line import run

ROWS = [(1e8 * 2**i, 2e9 * 3 ** (i % 4), 3.5 - 0.1 * i) for i in range(8)]


def written(head="N,D,loss", sep=",", end="\n", comma=False, scale=(1.0, 1.0, 1.0)):
    """The rows as a program might write them."""
    lines = [sep.join(head.split(","))]
    for row in ROWS:
        cells = [repr(value / by) for value, by in zip(row, scale, strict=True)]
        lines.append(sep.join(cell.replace(".", ",") if comma else cell for cell in cells))
    return end.join(lines) + end


UNDERSTOOD = {
    "commas": written(),
    "semicolons and decimal commas": written(sep=";", comma=True),
    "tabs and the ends of old Macs": written(sep="\t", end="\r"),
    "mark of UTF-8 and the ends of Windows": b"\xef\xbb\xbf" + written(end="\r\n").encode(),
    "UTF-16": written().encode("utf-16"),
    "spaces": written(sep=" "),
    "units in brackets and names": written("Params (M),tokens_b,val/loss", scale=(1e6, 1e9, 1.0)),
    "other names": written("model_size,Training Tokens,eval_loss"),
    "comment before": "# exported today\n" + written(),
    "quoted": written().replace("N,D,loss", '"N","D","loss"'),
    "JSON": str([{"parameters": N, "tokens": D, "final_loss": loss} for N, D, loss in ROWS]).replace("'", '"'),
    "JSON lines": "\n".join(f'{{"n": {N}, "flops": {6 * N * D}, "loss": {loss}}}' for N, D, loss in ROWS),
    "compute in the place of tokens": "C,N,loss\n" + "\n".join(f"{6 * N * D},{N},{loss}" for N, D, loss in ROWS),
    "as people write": "N;D;loss\n" + "\n".join(f"{N / 1e6:g}M;{D / 1e9:g}B;{loss}" for N, D, loss in ROWS),
    "perplexity": "N,D,ppl\n" + "\n".join(f"{N},{D},{float(np.exp(loss))!r}" for N, D, loss in ROWS),
}


@pytest.mark.parametrize("content", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_tables_are_understood(content):
    """The same eight runs, however they are written."""
    table = read(content)
    found = np.column_stack([table.n_params, table.n_tokens, table.loss])
    assert found == pytest.approx(np.array(ROWS), rel=1e-9)
    assert table.refused == ()


REFUSED = {
    "rubbish": (np.random.default_rng(1).bytes(1_000_000), "no text"),
    "one long word": ("x" * 1_000_000, "line 1"),
    "letters of all kinds": (bytes(range(32, 256)) * 4_000, "columns"),
    "two runs": ("N,D,loss\n1e9,1e10,3\n2e9,1e10,2.9\n", "2 usable runs"),
    "all equal": ("N,D,loss\n" + "1e9,1e10,3\n" * 9, "the same parameters"),
    "negative": ("N,D,loss\n" + "-1e9,1e10,3\n" * 9, "not positive"),
    "NaN": ("N,D,loss\n" + "1e9,1e10,nan\n" * 9, "NaN"),
    "200,000 rows": ("N,D,loss\n" + "1e9,1e10,3\n" * 200_000, "20,000"),
    "too large": ("N,D,loss\n" + "1e9,1e10,3.0000000000\n" * 200_000, "4 MB"),
    "formulas": ("N,D,loss\n" + "=1+1,1e10,3\n" * 9, "formula"),
    "nothing": ("", "nothing"),
    "bars alone": ("|" * 400, "no row"),
    "remarks alone": ("# a\n# b\n", "no row"),
    "no heading": ("1e9,1e10,3\n" * 9, "first row"),
    "another heading": ("a,b\n1,2\n", "loss"),
    "loss alone": ("loss\n1\n2\n", "two of parameters"),
    "broken JSON": ("[1, 2", "JSON"),
    "deep JSON": ("[" * 100_000, "JSON"),
    "a spreadsheet": (b"PK\x03\x04" + bytes(100), "spreadsheet"),
    "100,000 columns": (",".join(f"c{i}" for i in range(100_000)), "columns"),
    "an open quote": ('N,D,loss\n"1e9,1e10,3\n' * 9, "usable"),
}


@pytest.mark.parametrize(("content", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_gets_one_message(content, says):
    """One line that says what is wrong, at once."""
    start = time.perf_counter()
    with pytest.raises(SimulationError) as error:
        read(content, name="runs.csv")
    message = str(error.value)
    assert says in message
    assert "\n" not in message and len(message) < 400
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(("content", "says"), REFUSED.values(), ids=REFUSED)
def test_the_command_gives_one_message_too(capsys, tmp_path, content, says):
    """In one line, with status 2 and nothing else."""
    path = tmp_path / "runs.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, out, err = run(capsys, "fit", str(path), "--json")
    assert (status, out) == (2, "") and says in err and err.count("\n") == 1


def test_rows_are_refused_by_line_and_reason():
    """The others are used."""
    broken = "1e9,,3\n=A1,1e10,3\nx,1e10,3\n1e9,1e10,-3\n1e9,1e10,inf\n"
    table = read(written() + broken)
    assert len(table) == 8
    assert [(one.line, one.reason) for one in table.refused] == [
        (10, "tokens: empty"),
        (11, "parameters: “=A1” is a formula, not a number"),
        (12, "parameters: “x” is no number"),
        (13, "the loss: “-3” is not positive"),
        (14, "the loss: infinite"),
    ]
    assert table.remarks == ("rows-refused",)


def test_export_of_a_tracker():
    """Runs that crashed are left out, the best name of a loss is taken, others are ignored."""
    head = "Name,State,Runtime,params,tokens_trained,train_loss,val_loss\n"
    rows = "".join(f"run-{i},finished,12,{N},{D},9,{loss}\n" for i, (N, D, loss) in enumerate(ROWS))
    table = read(head + rows + "run-9,crashed,1,1e9,1e10,9,9\n")
    assert table.columns["loss"] == "val_loss"
    assert table.loss == pytest.approx([row[2] for row in ROWS])
    assert table.groups[:2] == ("run-0", "run-1")
    assert table.refused[0].reason == "the run is crashed"


def test_three_decimals_after_a_comma():
    """Between semicolons they are decimals; where a point stands in a number too, they are asked, not guessed."""
    rows = "".join(f"{N};{D};{loss:.3f}\n".replace(".", ",") for N, D, loss in ROWS)
    assert read("N;D;loss\n" + rows).loss == pytest.approx([row[2] for row in ROWS])
    mixed = "N;D;loss\n" + "".join(f"{N:.1f};{D:.1f};" + f"{loss:.3f}\n".replace(".", ",") for N, D, loss in ROWS)
    with pytest.raises(SimulationError, match="can mean"):
        read(mixed.replace(",500", ",512"))


def test_columns_can_be_chosen():
    """A heading that says nothing is mapped by the user; one that is not there is refused."""
    content = written("size_of_it,D,metric")
    assert len(read(content, {"n_params": "size_of_it", "loss": "metric"})) == 8
    with pytest.raises(SimulationError, match="did you mean metric"):
        read(content, {"n_params": "size_of_it", "loss": "metrik"})
    with pytest.raises(SimulationError, match="n_params"):
        recognized(["a"], {"bogus": "a"})


def test_compute_that_is_not_6nd_is_said():
    """Parameters and tokens count."""
    content = "C,N,D,loss\n" + "\n".join(f"{20 * N * D},{N},{D},{loss}" for N, D, loss in ROWS)
    assert read(content).remarks == ("flop-not-6nd",)


def test_example_can_be_read_again():
    """Simulated runs are the same with the same seed, and others with another."""
    table = example(30)
    assert read(as_csv(table)).loss == pytest.approx(table.loss, abs=1e-6)
    assert np.array_equal(example(30).loss, table.loss)
    assert not np.array_equal(example(30, seed=1).loss, table.loss)
    assert len(example(MOST_ROWS)) == MOST_ROWS
    with pytest.raises(SimulationError, match="allowed"):
        example(-1)
