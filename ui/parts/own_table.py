"""A table of one's own runs before it is fitted: dropped or pasted, previewed, its columns named by the visitor."""

from hashlib import sha256

import streamlit as st

from sim import SimulationError
from sim.fitting.exports import Asked
from sim.fitting.preview import Preview, Rows, preview, rows
from sim.ground.text import escaped
from sim.ground.typed import typed
from ui.parts.tables import columns
from ui.visit.session import session

FILE, TEXT = "fit_file", "fit_text"  # keys of the widgets
ROLES = {
    "n_params": "Parameters (N)", "n_tokens": "Tokens (D)", "train_flop": "Compute (C)", "loss": "Loss",
    "group": "Run or group", "weight": "Weight",
}  # fmt: skip
LOSSES = {"": "As its heading says", "nats": "Nats per token", "bits": "Bits per token", "bytes": "Bits per byte",
          "perplexity": "Perplexity"}  # fmt: skip
COUNTED = {"": "As their heading says", "all": "All", "non_embedding": "Without embeddings"}
MOST_REFUSED, MOST_COLUMNS = 10, 30  # that are listed
NO_TABLE = "Drop a file or paste a table first."


def draw() -> Preview | None:
    """The fields and what is understood of what stands in them; `None` where there is no table."""
    st.file_uploader("Files with your runs (CSV, tabs or JSON)", key=FILE, accept_multiple_files=True)
    st.text_area("Or paste them here", key=TEXT, placeholder="n_params,n_tokens,loss\n1e8,2e9,3.41")
    try:
        read = _rows()
        return None if read is None else _understood(read)
    except SimulationError as error:
        st.error(escaped(f"{error}."))
        return Preview((), {}, (), False, problem=str(error))


def _rows() -> Rows | None:
    """The rows of the chosen files, else of the pasted text; read once."""
    files = st.session_state.get(FILE) or []
    text = str(st.session_state.get(TEXT) or "")
    if not files and not text.strip():
        return None
    named = tuple(file.file_id for file in files) or sha256(text.encode(errors="replace")).hexdigest()
    now = session()
    if now.own_rows is None or now.own_rows[0] != named:
        now.own_rows = None
        contents = [(file.name, file.getvalue()) for file in files] or [("Your table", text)]
        now.own_rows = named, rows(contents, contents[0][0] if len(contents) == 1 else "Your files")
    return now.own_rows[1]


def _understood(read: Rows) -> Preview:
    """The preview, with fields for what the table does not say."""
    first = preview(read)
    with st.expander("What is understood", expanded=True):
        found = _said(read, first)
        if found.problem:
            st.error(escaped(found.problem))
        elif found.table is not None:
            refused = len(found.table.refused)
            st.markdown(f"{len(found.table):,} runs can be fitted; {refused:,} row{'s'[: refused != 1]} refused.")
        st.caption("The first rows as they stand")
        shown = slice(MOST_COLUMNS)
        st.dataframe(columns(_unlike(first.headings[shown]), [row[shown] for row in found.first]), hide_index=True)
        if found.table is not None and found.table.refused:
            st.caption(f"Rows refused, the first {MOST_REFUSED} of them" if refused > MOST_REFUSED else "Rows refused")
            told = [[str(one.line), one.reason] for one in found.table.refused[:MOST_REFUSED]]
            st.dataframe(columns(["Line", "Reason"], told), hide_index=True)
    return found


def _said(read: Rows, first: Preview) -> Preview:
    """What is understood once the visitor has named columns and units."""
    table = sha256(repr(first.headings).encode()).hexdigest()[:8]
    names, chosen = list(dict.fromkeys(("", *(heading for heading in first.headings if heading)))), {}
    for start in range(0, len(ROLES), 3):
        for place, role in zip(st.columns(3), list(ROLES)[start : start + 3], strict=False):
            known = first.columns.get(role, "")
            at = names.index(known) if known in names else 0
            picked = place.selectbox(
                ROLES[role], names, at, key=f"fit_{role}_{table}", format_func=lambda name: name or "not in the table"
            )
            if picked != known:
                chosen[role] = picked
    left, middle, right = st.columns(3)
    loss_in = left.selectbox("The loss is in", LOSSES, key=f"fit_loss_in_{table}", format_func=lambda key: LOSSES[key])
    counted = middle.selectbox(
        "The parameters are", COUNTED, key=f"fit_counted_{table}", format_func=lambda key: COUNTED[key],
        help="Of models with and without their embeddings the best ratios of tokens to parameters differ.",
    )  # fmt: skip
    per_step = None
    if first.counts_steps:
        per_step = _positive(right.text_input("Tokens of a step", key=f"fit_step_{table}", placeholder="524288"))
    said = (read, tuple(sorted(chosen.items())), Asked(loss_in, counted, per_step))
    now = session()
    if now.own_preview is None or now.own_preview[0][0] is not read or now.own_preview[0][1:] != said[1:]:
        now.own_preview = said, preview(read, chosen, said[2])
    return now.own_preview[1]


def _positive(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        value = typed(text).value
    except ValueError as error:
        st.error(f"Tokens of a step: {escaped(str(error))}.")
        return None
    return value if value and value > 0 else None


def _unlike(headings: tuple[str, ...]) -> list[str]:
    """Headings of which none is twice or empty."""
    return [f"{heading} ({place + 1})" if not heading or headings.count(heading) > 1 else heading
            for place, heading in enumerate(headings)]  # fmt: skip
