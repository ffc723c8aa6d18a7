"""How to cite the simulator: plain text and BibTeX, with the version of the model and its month."""

from datetime import date

from sim.version import MODEL_DATE, MODEL_VERSION

AUTHORS, TITLE = "The Next Dollar authors", "Next Dollar: a simulator of language-model scaling"


def plain(address: str = "", seen: str = "") -> str:
    """One line of a bibliography.

    Parameters
    ----------
    address : str
        Where it was seen; "" leaves it out.
    seen : str
        On which day, as 2026-11-24; "" leaves it out.
    """
    made = date.fromisoformat(f"{MODEL_DATE}-01")
    where = f" {address}" if address else ""
    where += f" (seen {seen})" if seen else ""
    return f"{AUTHORS} ({made.year}). {TITLE}. Model {MODEL_VERSION}, {made:%B %Y}.{where}"


def bibtex(address: str = "", seen: str = "") -> str:
    """The same as an entry of BibTeX; the authors in braces of their own, as they are no person."""
    made = date.fromisoformat(f"{MODEL_DATE}-01")
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": TITLE,
        "year": str(made.year),
        "month": f"{made:%b}".lower(),
        "version": MODEL_VERSION,
        **({"url": address} if address else {}),
        **({"urldate": seen} if seen else {}),
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items()]
    return "\n".join((f"@software{{nextdollar{made.year},", *lines, "}"))
