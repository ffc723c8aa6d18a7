"""Small mistakes that a program could have: each a change of one place, found in its syntax.

Left out is what no test should see: words, the wording of errors, annotations, sizes of caches, what is no number
either way, how much counts as rounding, and a comparison that counts its own bound or does not, which for measured
numbers is the same.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Mod: ast.Mult,
}  # fmt: skip
COMPARISONS = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
CALLS = {
    "minimum": "maximum", "fmin": "fmax", "min": "max", "argmin": "argmax", "nanmin": "nanmax",
    "nanargmax": "nanargmin", "any": "all", "exp": "log", "isfinite": "isnan", "floor": "ceil",
}  # fmt: skip
CALLS |= {other: name for name, other in CALLS.items()}
LARGER = 1.04  # a constant that is off by so much should be seen
ROUNDING = 1e-6  # a smaller one says what counts as rounding: its own size is seen by nobody
UNSEEN = ("strict", "indent", "frozen", "extra")  # keywords that no result depends on


@dataclass(frozen=True)
class Mutant:
    """A changed module.

    Parameters
    ----------
    line : int
        Where it differs.
    what : str
        The place before and after.
    code : str
        The whole module.
    """

    line: int
    what: str
    code: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    found = []
    for node in _visible(tree):
        for change in _changes(node):
            before = ast.unparse(node)
            kept = dict(vars(node))
            for name, value in change.items():
                setattr(node, name, value)
            after, code = ast.unparse(node), ast.unparse(tree)
            for name in change:
                setattr(node, name, kept[name])
            found.append(Mutant(getattr(node, "lineno", 0), f"{before}  ->  {after}", code))
    return sorted(found, key=lambda mutant: mutant.line)


def _visible(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that a result can depend on."""
    if isinstance(node, (ast.Raise, ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom)):
        return
    if isinstance(node, ast.keyword) and node.arg in UNSEEN:
        return
    if isinstance(node, ast.BinOp) and ast.unparse(node.left) in ("np.nan", "0"):
        return
    yield node
    for name, child in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for part in child if isinstance(child, list) else [child]:
            if isinstance(part, ast.AST):
                yield from _visible(part)


def _changes(node: ast.AST) -> Iterator[dict[str, object]]:
    """The fields of a node that a mutant changes."""
    match node:
        case ast.BinOp(op=op) if type(op) in OPERATORS:
            yield {"op": OPERATORS[type(op)]()}
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield {"ops": [COMPARISONS[type(op)]()]}
        case ast.BoolOp(op=op):
            yield {"op": ast.Or() if isinstance(op, ast.And) else ast.And()}
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield (
                {"op": ast.UAdd()}
                if isinstance(node.op, ast.USub)
                else {"op": ast.Not(), "operand": _not(node.operand)}
            )
        case ast.Constant(value=bool(value)):
            yield {"value": not value}
        case ast.Constant(value=int(value)):
            yield {"value": value + 1}
        case ast.Constant(value=float(value)) if value == 0 or abs(value) > ROUNDING:
            yield {"value": value * LARGER if value else 0.04}
        case ast.Call(func=ast.Attribute(attr=name) as func) if name in CALLS:
            yield {"func": ast.Attribute(func.value, CALLS[name], ast.Load())}
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield {"func": ast.Name(CALLS[name], ast.Load())}
        case ast.IfExp(body=body, orelse=orelse):
            yield {"body": orelse, "orelse": body}


def _not(operand: ast.expr) -> ast.expr:
    """The operand negated once more, so that the negation around it is undone."""
    return ast.UnaryOp(ast.Not(), operand)
