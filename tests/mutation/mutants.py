"""Which small faults are put into the sources, one at a time, to see whether a test notices.

The faults are those a hurried change would make: a boundary off by one, a condition turned
round or half forgotten, a row missing from a table, a refusal that is not raised. Sentences
for people are left alone (they are pinned word by word in the golden files), and so are
annotations, docstrings and `__all__`, which no behaviour hangs on.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import attrs

__all__ = ["Mutant", "mutants"]

N = TypeVar("N")

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
BOUNDARIES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
SEVERITIES = {"STOP": "REJECT", "REJECT": "ALERT", "ALERT": "ADVICE", "ADVICE": "ALERT"}
WORDED = {"zh", "en", "remedy_zh", "remedy_en", "source", "says"}
UNSEEN_CALLS = {"Text", "TypeVar", "ParamSpec", "NewType", "cast"}
UNSEEN_FIELDS = {"annotation", "returns", "bases", "keywords", "type_params"}


@attrs.frozen(eq=False)
class Mutant:
    """One fault in one place.

    Attributes:
        file: the source.
        line: where the fault is.
        lines: of the statement around it; whoever runs one of them may notice.
        inside: in the body of a function, so that no import has run it yet.
        was: the code as it stands.
        now: the code with the fault.
        apply: puts the fault into `tree`, for good.
        tree: the whole source, shared by all mutants of the file.
    """

    file: Path
    line: int
    lines: range
    inside: bool
    was: str
    now: str
    apply: Callable[[], None]
    tree: ast.Module


def mutants(file: Path) -> Iterator[Mutant]:
    """Every fault that can be put into a file, in the order of the lines."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for place in _places(tree, False, range(0)):
        for new in _faults(place):
            was, now = _shortened(ast.unparse(place.node), ast.unparse(new))
            new = ast.fix_missing_locations(ast.copy_location(new, place.node))
            line = place.node.lineno
            put = _putting(place, new)
            yield Mutant(file, line, place.lines, place.inside, was, now, put, tree)


@attrs.frozen(eq=False)
class _Place:
    """A node of the source, and where it hangs."""

    node: ast.expr | ast.stmt
    parent: ast.AST
    field: str
    index: int | None
    lines: range
    inside: bool


def _putting(place: _Place, new: ast.AST) -> Callable[[], None]:
    def put() -> None:
        if place.index is None:
            setattr(place.parent, place.field, new)
        else:
            getattr(place.parent, place.field)[place.index] = new

    return put


def _places(parent: ast.AST, inside: bool, lines: range) -> Iterator[_Place]:
    for field, value in ast.iter_fields(parent):
        within = inside or (field == "body" and isinstance(parent, ast.FunctionDef | ast.Lambda))
        for index, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or _unseen(parent, field, node, within):
                continue
            around = _statement(node) if isinstance(node, ast.stmt) else lines
            if isinstance(node, ast.expr | ast.stmt):
                at = index if isinstance(value, list) else None
                yield _Place(node, parent, field, at, around, within)
            yield from _places(node, within, around)


def _statement(node: ast.stmt) -> range:
    """The lines of a simple statement, or of the head of a compound one."""
    body = getattr(node, "body", None)
    end = body[0].lineno - 1 if body else node.end_lineno or node.lineno
    return range(node.lineno, max(end, node.lineno) + 1)


def _unseen(parent: ast.AST, field: str, node: ast.AST, inside: bool) -> bool:
    """Whether no behaviour hangs on a node, or only the words of a message."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.ClassDef(bases=[ast.Name(id="Protocol"), *_]):
            return True
        case ast.Assign(value=ast.Subscript() | ast.BinOp(op=ast.BitOr())) if not inside:
            return True  # an alias of types
        case ast.keyword(arg=arg) if arg in WORDED:
            return True
        case ast.Call(func=ast.Name(id=name)) if name in UNSEEN_CALLS:
            return True
    if isinstance(parent, ast.ClassDef):
        return field in UNSEEN_FIELDS
    return field in UNSEEN_FIELDS - {"keywords"}


def _faults(place: _Place) -> Iterator[ast.expr | ast.stmt]:
    node = place.node
    if place.field in ("test", "ifs") and isinstance(node, ast.expr) and not _turned(node):
        yield ast.UnaryOp(ast.Not(), node)
    match node:
        case ast.Compare(left=left, ops=[*ops], comparators=others):
            for at, op in enumerate(ops):
                changed = [*ops[:at], COMPARED[type(op)](), *ops[at + 1 :]]
                yield ast.Compare(left, changed, others)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for rest in _each_dropped(values):
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COMPUTED:
            yield ast.BinOp(left, COMPUTED[type(op)](), right)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in COMPUTED:
            yield ast.AugAssign(target, COMPUTED[type(op)](), value)
        case ast.Constant(value=bool(flag)):
            yield ast.Constant(not flag)
        case ast.Constant(value=int(number)):
            yield from (ast.Constant(number + 1), ast.Constant(number - 1))
        case ast.Constant(value=str(text)) if not re.search(r"[^\x21-\x7e]", text):
            yield ast.Constant(f"XX{text}")
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Dict(keys=keys, values=values):
            for some, others in zip(_each_dropped(keys), _each_dropped(values), strict=True):
                yield ast.Dict(some, others)
            for at, (here, below) in enumerate(pairwise(values)):
                if ast.dump(here) != ast.dump(below):
                    yield ast.Dict(keys, [*values[:at], below, *values[at + 1 :]])
        case ast.Set(elts=elements) if len(elements) > 1:
            yield from (ast.Set(rest) for rest in _each_dropped(elements))
        case ast.Tuple(elts=elements, ctx=ast.Load()) if not place.inside and not _spread(place):
            yield from (ast.Tuple(rest, ast.Load()) for rest in _each_dropped(elements))
        case ast.List(elts=elements, ctx=ast.Load()) if not place.inside:
            yield from (ast.List(rest, ast.Load()) for rest in _each_dropped(elements))
        case ast.Call(func=func, args=args, keywords=keywords) if not place.inside:
            for at, keyword in enumerate(keywords):
                if keyword.arg == "validator":
                    yield ast.Call(func, args, [*keywords[:at], *keywords[at + 1 :]])
        case ast.Attribute(value=ast.Name(id="Severity"), attr=name) if name in SEVERITIES:
            yield ast.Attribute(ast.Name("Severity", ast.Load()), SEVERITIES[name], ast.Load())


def _turned(test: ast.expr) -> bool:
    """Whether another fault turns the condition round already."""
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Compare(ops=[op]):
            return not isinstance(op, BOUNDARIES)
    return False


def _each_dropped(values: list[N]) -> Iterator[list[N]]:
    return ([*values[:at], *values[at + 1 :]] for at in range(len(values)))


def _spread(place: _Place) -> bool:
    """Whether each element of a tuple gets a name of its own."""
    return isinstance(place.parent, ast.Assign) and isinstance(place.parent.targets[0], ast.Tuple)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _shortened(was: str, now: str, room: int = 24) -> tuple[str, str]:
    """Both texts around the first place where they differ."""
    start = next((at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), len(now))
    tail = 0
    while tail < min(len(was), len(now)) - start and was[-1 - tail] == now[-1 - tail]:
        tail += 1
    head = max(0, start - room)
    cut = [
        f"{'…' * (head > 0)}{text[head : len(text) - max(0, tail - room)]}" for text in (was, now)
    ]
    return f"{cut[0]}{'…' * (tail > room)}", f"{cut[1]}{'…' * (tail > room)}"
