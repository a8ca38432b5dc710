"""Write the reference from the code, so that it cannot say anything else.

    python docs/generate.py            write docs/reference anew
    python docs/generate.py --check    exit 1 and name the stale files

Each page is a function without arguments that returns Markdown; `PAGES` names them all.
"""

from __future__ import annotations

import ast
import enum
import inspect
import itertools
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import click

from learnport import errors
from learnport.cli import main as main_command
from learnport.formats import (
    CodeTable,
    Column,
    Layout,
    Sheet,
    load_layouts,
)
from learnport.model import Relation, Role, Text
from learnport.parameters import Parameter, Unit, Value, load_parameters
from learnport.plugins import HOOKS, BlobStore, CoursePlans, Identity, RecordStore, Transport
from learnport.rules import CATALOGUE, SUBJECTS, Rule, words
from learnport.sample import law_examples
from learnport.workflow import ACTION_TITLES, LIFECYCLES, PERMISSIONS, Action, Lifecycle, diagram

TARGET: Final = Path(__file__).parent / "reference"


def cell(value: object) -> str:
    """Text that stays within its table cell."""
    return str(value).replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(head), *([cell(value) for value in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A page; parts are parted by empty lines, empty parts vanish."""
    return "\n\n".join(part.strip() for part in (f"# {title}", *parts) if part.strip()) + "\n"


def member_docs(kind: type[enum.Enum]) -> dict[str, str]:
    """What stands below each member of an enumeration in its source, by member name."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for member, text in zip(tree.body, tree.body[1:], strict=False):
        match member, text:
            case ast.Assign(targets=[ast.Name(name)]), ast.Expr(ast.Constant(str(words))):
                found[name] = words
    return found


def in_words(member: enum.Enum) -> str:
    return member_docs(type(member)).get(member.name, "").rstrip(".")


# Parameters.


def content(value: Value) -> str:
    match value.value:
        case int():
            return f"{value.number:,}"
        case str(text):
            return f"`{text}`"
        case _:
            listed = ", ".join(f"`{each}`" for each in value.members) or "(empty)"
            return listed if value.complete else f"{listed} (incomplete)"


def parameter_row(value: Value) -> tuple[object, ...]:
    where = f"[{value.source}]({value.source.where})" if value.source.where else value.source
    return value.since, content(value), value.status, where, value.note or ""


def code_tables(parameter: Parameter) -> Iterator[str]:
    """What the codes mean, newest table first."""
    if parameter.unit is Unit.CODES:
        for value in reversed(parameter.values):
            if value.codes:
                rows = ((f"`{each.code}`", each.label.zh, each.label.en) for each in value.codes)
                yield table([f"code from {value.since}", "意義", "meaning"], rows)


def parameter_part(parameter: Parameter) -> str:
    note, tighter = parameter.note, parameter.tighter
    rows = map(parameter_row, parameter.values)
    return "\n\n".join([
        f"## {parameter.name}",
        f"{parameter.title.zh}  \n{parameter.title.en}",
        f"Unit: {parameter.unit}." + (f" A school may set {tighter.words.en}." if tighter else ""),
        *([f"{note.zh}  \n{note.en}"] if note else []),
        table(["in force from", "value", "status", "source", "note"], rows),
        *code_tables(parameter),
    ])  # fmt: skip


def parameters() -> str:
    known = load_parameters().values()
    return page(
        "Parameters",
        "Every number and closed list of the law, by the day from which it is in force. "
        "`confirmed` means that the source was seen and says so; `unverified` that it is believed, "
        "and the note says what is missing. `learnport law` prints the same on the command line.",
        *(parameter_part(each) for each in sorted(known, key=lambda each: each.name)),
    )


# Life cycles and permissions.


def action_cells(action: Action) -> tuple[str, str, str]:
    title = ACTION_TITLES[action]
    return f"`{action}`", title.zh, title.en


def life_cycle(cycle: Lifecycle[Any]) -> str:
    states = ((f"`{state}`", in_words(state)) for state in cycle.table)
    edges = [("–", cycle.birth, f"`{cycle.initial}`")]
    edges += [(f"`{state}`", action, f"`{target}`") for state, action, target in cycle.edges()]
    rows = ((start, *action_cells(action), end) for start, action, end in edges)
    return "\n\n".join([
        f"## {cycle.title.en} {cycle.title.zh}",
        f"```mermaid\n{diagram(cycle).strip()}\n```",
        table(["state", "狀態"], states),
        table(["from", "action", "作業", "meaning", "to"], rows),
    ])  # fmt: skip


def life_cycles() -> str:
    cycles: tuple[Lifecycle[Any], ...] = LIFECYCLES
    return page(
        "Life cycles",
        "The tables of `learnport.workflow`: which action each state accepts and where it leads. "
        "An action that stands in no row is refused and changes nothing. Whether an action is "
        "permitted in the case at hand is a matter of the [rules](rules.md), who may take it of "
        "the [permissions](permissions.md).",
        *map(life_cycle, cycles),
    )


def permissions() -> str:
    def holders(action: Action) -> str:
        grants = sorted(grant for grant in PERMISSIONS if grant.action is action)
        return "; ".join(f"`{grant.role}` (`{grant.relation}`)" for grant in grants)

    return page(
        "Permissions",
        "Who may take which action: a role, in a relation to the record. What is not listed is "
        "denied to everybody.",
        table(
            ["action", "作業", "meaning", "who (in which relation)"],
            ((*action_cells(action), holders(action)) for action in Action),
        ),
        "## Roles",
        table(["role", "角色"], ((f"`{role}`", in_words(role)) for role in Role)),
        "## Relations",
        table(["relation", "關係"], ((f"`{each}`", in_words(each)) for each in Relation)),
    )


# Rules.


def validity(entry: Rule[Any]) -> str:
    """From its first day to the day before it ends; empty for what holds without end."""
    days = (entry.since or "…", entry.until or "…")
    return " – ".join(map(str, days)) if entry.since or entry.until else ""


def examples(code: str) -> Iterator[tuple[str, str]]:
    """What keeps a rule, then what breaks it, in the words of the law cases shipped."""
    for case in sorted(law_examples(code), key=lambda case: not case.keeps):
        yield (
            "符合之例 kept" if case.keeps else "違反之例 broken",
            f"{case.title.zh}。{case.title.en}.",
        )


def coded(entry: Rule[Any]) -> str:
    rows = [
        ("嚴重度", words(entry.severity).zh),
        ("severity", f"`{entry.severity}`: {in_words(entry.severity)}"),
        ("訊息", entry.message.zh),
        ("message", entry.message.en),
        ("補救", entry.remedy.zh),
        ("remedy", entry.remedy.en),
        ("出處 source", entry.source),
    ]
    if days := validity(entry):
        rows.append(("效期（末日不含）valid, last day excluded", days))
    rows += examples(entry.code)
    says = f"{entry.says.zh}  \n{entry.says.en}"
    return "\n\n".join([f"### {entry.code}", says, table(["", ""], rows)])


def coded_group(title: Text, entries: Iterable[Rule[Any]]) -> str:
    return "\n\n".join([f"## {title.en} {title.zh}", *map(coded, entries)])


def rules() -> str:
    groups = itertools.groupby(CATALOGUE, key=lambda entry: entry.code[:4])
    return page(
        "Rules",
        "Every code a finding can bear. Words in braces are filled in; where a limit comes from a "
        "[parameter](parameters.md), a finding names the source of its value on the day. A finding "
        "that stops or rejects keeps the item or record from passing, others are shown and pass. "
        "Codes are never reused. The examples are [law cases](../how-to/add-a-law-case.md), which "
        "the tests run. `learnport rules` prints the same on the command line.",
        *(coded_group(SUBJECTS[hundred], entries) for hundred, entries in groups),
    )


# Rosters.


def column_row(column: Column) -> tuple[object, ...]:
    kind = f"`{column.type}`" + (f" ({column.table.zh})" if column.table else "")
    flags = {"required": column.required, "personal": column.personal}
    marks = ", ".join(mark for mark, is_set in flags.items() if is_set)
    return column.header, f"`{column.key}`", kind, marks, column.standing, column.evidence


def sheet_part(sheet: Sheet) -> str:
    head = ["欄位", "key", "cells", "", "standing", "evidence"]
    summary = f"`{sheet.key}`, {sheet.standing}. {sheet.evidence}".strip()
    return "\n\n".join([f"### {sheet.name}", summary, table(head, map(column_row, sheet.columns))])


def layout_part(layout: Layout) -> str:
    codes = ", ".join(f"{code} ({turn})" for turn, code in layout.codes)
    return "\n\n".join([
        f"## {layout.name}",
        f"{layout.workbook.zh}  \n{layout.workbook.en}",
        f"From school year {layout.since}, by {layout.period}. 名冊別: {codes}. {layout.evidence}",
        *map(sheet_part, (layout.cover, *layout.sheets)),
    ])  # fmt: skip


def code_table_part(codes: CodeTable) -> str:
    whole = "Complete." if codes.complete else "Not complete: other codes only alert."
    rows = ((f"`{entry.code}`", entry.zh, entry.en) for entry in codes.entries)
    title = f"### {codes.zh} {codes.en}"
    return "\n\n".join([title, f"{whole} {codes.evidence}", table(["code", "zh", "en"], rows)])


def rosters() -> str:
    layouts = load_layouts().values()
    columns = (c for layout in layouts for sheet in layout.sheets for c in sheet.columns)
    tables = {column.table.name: column.table for column in columns if column.table}
    return page(
        "Rosters",
        "How the workbooks for the central database look, as the layout files say. `seen` means "
        "seen in real files or in programs that read or write them; `inferred` that nobody states "
        "it, and the evidence says what it was concluded from.",
        *map(layout_part, layouts),
        "## Code tables",
        *map(code_table_part, tables.values()),
    )


# Hooks and services.


def signature(name: str, function: Callable[..., object]) -> str:
    """Name, parameters and answer as they stand in the source, without `self`."""
    spec = inspect.signature(function)
    taken = [each for each in spec.parameters.values() if each.name != "self"]
    return f"{name}{spec.replace(parameters=taken)}".replace("'", "")


def hook_part(hook: Callable[..., object]) -> str:
    name = hook.__name__
    summary, _, headings = (inspect.getdoc(hook) or "").partition("\n\n")
    rows = re.findall(r"^(\w+): +(.*(?:\n .*)*)", headings, flags=re.MULTILINE)
    unfolded = ((heading, " ".join(text.split())) for heading, text in rows)
    shown = f"```text\n{signature(name, hook)}\n```"
    return "\n\n".join([f"### {name}", summary, shown, table(["", ""], unfolded)])


def service_part(service: type) -> str:
    methods = [
        f"{signature(name, method)}\n{textwrap.indent(inspect.getdoc(method) or '', '    ')}"
        for name, method in vars(service).items()
        if inspect.isfunction(method) and not name.startswith("_")
    ]
    text = "\n\n".join(methods)
    return "\n\n".join(
        [f"### {service.__name__}", inspect.getdoc(service) or "", f"```text\n{text}\n```"]
    )


def hooks() -> str:
    return page(
        "Hooks and services",
        "A plugin answers hooks; what it hands over is a value or an object that has the methods "
        "of a service. It needs no base class, may take fewer arguments than a hook offers, but "
        "none with a default.",
        "## Hooks",
        *map(hook_part, HOOKS),
        "## Services",
        *map(service_part, (RecordStore, BlobStore, Identity, CoursePlans, Transport)),
    )


# The command line.


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and everything below it, with full names."""
    yield name, command
    if isinstance(command, click.Group):
        for child, below in command.commands.items():
            yield from commands(below, f"{name} {child}")


def command_part(name: str, command: click.Command) -> str:
    # A command keeps the help option of its first call, which has the names the root gives it.
    context = click.Context(
        command,
        info_name=name,
        terminal_width=88,
        max_content_width=88,
        help_option_names=main_command.context_settings["help_option_names"],
    )
    return f"## {name}\n\n```text\n{command.get_help(context)}\n```"


def command_line() -> str:
    return page(
        "Command line",
        "Exit code 0 means fine, 1 findings, 2 misuse. With `--json` the answer is for programs; "
        "standard output holds nothing but the answer.",
        *(command_part(*each) for each in commands(main_command, "learnport")),
    )


# Errors.


def error_classes(root: type[Exception]) -> Iterator[type[Exception]]:
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
            yield from error_classes(child)


def error_row(kind: type[Exception]) -> tuple[str, ...]:
    fields = ", ".join(f"`{name}`" for name in inspect.get_annotations(kind))
    summary = (inspect.getdoc(kind) or "").partition("\n")[0]
    return f"`{kind.__name__}`", f"`{kind.__mro__[1].__name__}`", summary, fields


def all_errors() -> str:
    return page(
        "Errors",
        "An exception means that a caller, a plugin or a data file is wrong. A breach of the law "
        "is never an exception: it is a finding (see [rules](rules.md)). All descend from "
        "`LearnportError`, carry their facts as attributes, survive pickling, and never hold "
        "personal data.",
        table(
            ["error", "is a", "meaning", "attributes"],
            map(error_row, error_classes(errors.LearnportError)),
        ),
    )


# The table of pages.


def index() -> str:
    names = ((f"[{name.removesuffix('.md')}]({name})",) for name in PAGES if name != "index.md")
    return page(
        "Reference",
        "Generated from the code; a stale page fails the tests.",
        table(["page"], names),
    )


PAGES: Final[dict[str, Callable[[], str]]] = {
    "index.md": index,
    "rules.md": rules,
    "parameters.md": parameters,
    "rosters.md": rosters,
    "life-cycles.md": life_cycles,
    "permissions.md": permissions,
    "hooks.md": hooks,
    "command-line.md": command_line,
    "errors.md": all_errors,
}


def stale() -> dict[str, str | None]:
    """Pages that differ from the code, with what they should hold; None for one too many."""
    wanted: dict[str, str | None] = {name: render() for name, render in PAGES.items()}
    present = {path.name: path.read_text("utf-8") for path in TARGET.glob("*")}
    return {
        name: wanted.get(name)
        for name in sorted(wanted.keys() | present.keys())
        if wanted.get(name) != present.get(name)
    }


def write(pages: dict[str, str | None]) -> None:
    TARGET.mkdir(exist_ok=True)
    for name, text in pages.items():
        if text is None:
            (TARGET / name).unlink()
        else:
            (TARGET / name).write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    pages = stale()
    if arguments == ["--check"]:
        for name in pages:
            print(f"stale: docs/reference/{name}; run python docs/generate.py", file=sys.stderr)
        return 1 if pages else 0
    write(pages)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
