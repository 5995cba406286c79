"""`procurement suppliers`: firms and their names, why, and what a person says of them."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import ibis
from rich.console import Console

from procurement import charts, printing
from procurement.contracts import contracts
from procurement.suppliers import corrections
from procurement.suppliers.groups import owners
from procurement.suppliers.keys import supplier_key
from procurement.suppliers.labels import labelled
from procurement.suppliers.linkage import Linkage, stored_linkage
from procurement.suppliers.linking import link, published_names
from procurement.tables import in_memory, records
from procurement.warehouse import Warehouse

Row = dict[str, Any]
SAYINGS = {
    "same": corrections.SAME,
    "different": corrections.DIFFERENT,
    "same-group": corrections.GROUP,
    "not-same-group": corrections.NOT_GROUP,
    "withdraw": corrections.WITHDRAWN,
}
_HELP = {
    "same": "say that two names are one firm",
    "different": "say that two names are two firms",
    "same-group": "say that two firms are of one group",
    "not-same-group": "say that two firms are not of one group",
    "withdraw": "take back what was said of two names",
}
_SHOWN = ("firm", "names", "awards", "amount", "group_key", "spellings")
_MAYBE = ("one", "other", "outcome", "probability", "because")
_MEASURED = ("part", "names", "pairs_found", "pairs_labelled", "precision", "recall",
             "recall_same_name")  # fmt: skip


def register(commands: Any) -> None:
    parser = commands.add_parser("suppliers", help="which names are one firm, and which one group")
    _asking(parser, _firms)
    charts.add_chart(parser)
    parser.add_argument("--warehouse", type=Path, default=Path("warehouse"), metavar="DIR")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE")
    duties = parser.add_subparsers(metavar="DUTY")
    linking = _duty(duties, "link", "link the names of the warehouse anew", _link)
    linking.add_argument("--groups", type=Path, metavar="FILE.csv", help="name, group, source")
    _asking(_duty(duties, "candidates", "pairs a person should look at", _candidates), _candidates)
    _two_names(_duty(duties, "explain", "why two names are one firm, or aren't", _explain))
    for word in SAYINGS:
        said = _two_names(_duty(duties, word, _HELP[word], _say))
        said.add_argument("--by", required=True, metavar="WHO")
        said.add_argument("--why", required=True, metavar="TEXT")
        said.set_defaults(word=word)
    measuring = duties.add_parser("measure", help="precision and recall on labelled names")
    measuring.add_argument("labelled", type=Path, metavar="LABELLED.csv")
    _asking(measuring, _measure)


def _duty(duties: Any, name: str, said: str, command: Callable[..., int]) -> Any:
    parser = duties.add_parser(name, help=said)
    parser.add_argument("--warehouse", type=Path, default=argparse.SUPPRESS, metavar="DIR")
    parser.set_defaults(command=command)
    return parser


def _asking(parser: Any, command: Callable[..., int]) -> None:
    printing.add_form(parser)
    parser.set_defaults(command=command)


def _two_names(parser: Any) -> Any:
    parser.add_argument("one", metavar="NAME")
    parser.add_argument("other", metavar="NAME")
    return parser


def folder(warehouse: Path) -> Path:
    """Where a warehouse keeps what is known of suppliers."""
    return warehouse / "suppliers"


def linked(asked: argparse.Namespace) -> Linkage | None:
    """Links all names of the warehouse, with what persons said and the groups known."""
    awards = Warehouse(asked.warehouse).awards()
    names = published_names(awards, contracts(awards, as_of=date.max))
    if not records(names.limit(1)):
        return None
    kept = folder(asked.warehouse)
    before = stored_linkage(kept)
    tables = [path for path in (kept / "groups.csv", getattr(asked, "groups", None)) if path]
    known = [owner for path in tables if path.is_file() or path.parent != kept
             for owner in owners(path)]  # fmt: skip
    linkage = link(
        names,
        said=corrections.read(kept / "corrections.jsonl"),
        owners=known,
        before=before.keys() if before else None,
    )
    linkage.write(kept)
    return linkage


def _firms(asked: argparse.Namespace, errors: Console) -> int:
    if refusal := printing.misuse(asked.format, asked.output) or charts.misuse(asked.chart):
        errors.print(refusal, style="bold red", markup=False)
        return 2
    linkage = stored_linkage(folder(asked.warehouse)) or linked(asked)
    if linkage is None:
        return _nothing(asked, errors)
    firms = _as_of(linkage, asked).firms()
    printing.write(firms, asked.format, asked.output, columns=_SHOWN, title="Firms")
    if asked.chart:
        charts.write(charts.firm_names(firms, language=asked.language), asked.chart)
    _tell_unlinked(asked, linkage, errors)
    return 0


def _as_of(linkage: Linkage, asked: argparse.Namespace) -> Linkage:
    """Awards and amounts counted anew, as the warehouse has them now or had them that day."""
    awards = Warehouse(asked.warehouse).awards()
    if asked.as_of:
        awards = awards.filter(awards.awarded_on.isnull() | (awards.awarded_on <= asked.as_of))
    made = contracts(awards, as_of=asked.as_of or date.max)
    counted = published_names(awards, made).select("supplier_key", "awards", "buyers", "amount")
    kept = in_memory(records(linkage.names), linkage.names.schema())
    now = in_memory(records(counted), counted.schema())
    return Linkage(kept.drop("awards", "buyers", "amount").join(now, "supplier_key"), linkage.pairs)


def _tell_unlinked(asked: argparse.Namespace, linkage: Linkage, errors: Console) -> None:
    awards = Warehouse(asked.warehouse).awards()
    known = set(linkage.keys())
    keys = {row["supplier_key"] for row in records(awards.select("supplier_key").distinct())}
    if new := len(keys - known - {None}):
        errors.print(
            f"{new:,} names were read since the last linking: procurement suppliers link.",
            markup=False,
        )


def _link(asked: argparse.Namespace, errors: Console) -> int:
    linkage = linked(asked)
    if linkage is None:
        return _nothing(asked, errors)
    names = linkage.keys()
    open_ones = linkage.candidates().count().to_pyarrow().as_py()
    print(
        f"{len(names):,} names are {len(set(names.values())):,} firms; {open_ones:,} pairs are "
        "left to a person: procurement suppliers candidates."
    )
    return 0


def _candidates(asked: argparse.Namespace, errors: Console) -> int:
    if refusal := printing.misuse(asked.format, asked.output) or charts.misuse(asked.chart):
        errors.print(refusal, style="bold red", markup=False)
        return 2
    linkage = stored_linkage(folder(asked.warehouse)) or linked(asked)
    if linkage is None:
        return _nothing(asked, errors)
    printing.write(
        linkage.candidates(), asked.format, asked.output, columns=_MAYBE, title="Candidates"
    )
    return 0


def _explain(asked: argparse.Namespace, errors: Console) -> int:
    from procurement.suppliers.explaining import explain  # noqa: PLC0415 -- loads Splink

    linkage = stored_linkage(folder(asked.warehouse)) or linked(asked)
    if linkage is None:
        return _nothing(asked, errors)
    two = [_known(name, linkage, errors) for name in (asked.one, asked.other)]
    if None in two:
        return 1
    one, other = two
    if one == other:
        print(f"Both are the one cleaned name “{one}”.")
        return 0
    names = published_names(Warehouse(asked.warehouse).awards())
    rows = {row["supplier_key"]: row for row in records(names.filter(names[0].isin([one, other])))}
    for sentence in explain(rows.get(one, {"supplier_key": one}),
                            rows.get(other, {"supplier_key": other}), linkage):  # fmt: skip
        print(sentence)
    return 0


def _say(asked: argparse.Namespace, errors: Console) -> int:
    linkage = stored_linkage(folder(asked.warehouse)) or linked(asked)
    if linkage is None:
        return _nothing(asked, errors)
    one, other = (_known(name, linkage, errors) for name in (asked.one, asked.other))
    if one is None or other is None:
        return 1
    kind = SAYINGS[asked.word]
    said = corrections.Correction(kind, one, other, asked.by, asked.why, datetime.now(UTC))
    try:
        corrections.add(folder(asked.warehouse) / "corrections.jsonl", said)
    except corrections.Contradiction as refusal:
        errors.print(str(refusal), style="bold red", markup=False)
        return 1
    print(f"Noted: {said}.")
    return _link(asked, errors)


def _known(name: str, linkage: Linkage, errors: Console) -> str | None:
    """The cleaned name, when the warehouse has it; else a sentence with the nearest names."""
    key = supplier_key(name)
    keys = linkage.keys()
    if key in keys:
        return key
    near = difflib.get_close_matches(key or "", keys, n=3, cutoff=0.6)
    nearest = "The nearest are: " + "; ".join(near) + "." if near else "None is near."
    errors.print(f"No award names “{name}”. {nearest}", style="bold red", markup=False)
    return None


def _measure(asked: argparse.Namespace, errors: Console) -> int:
    from procurement.suppliers.measuring import measure  # noqa: PLC0415

    if refusal := printing.misuse(asked.format, asked.output):
        errors.print(refusal, style="bold red", markup=False)
        return 2
    names = labelled(asked.labelled)
    linkage = link(names_of(key for _, key, _ in names))
    answer = measure(names, linkage.keys())
    printing.write(answer, asked.format, asked.output, columns=_MEASURED, title="Pairs of names")
    return 0


def names_of(keys: Any) -> ibis.Table:
    """Cleaned names by themselves as a table for `link`."""
    rows = [{"supplier_key": key, "supplier": key} for key in sorted({key for key in keys if key})]
    return in_memory(rows, {"supplier_key": "string", "supplier": "string"})


def _nothing(asked: argparse.Namespace, errors: Console) -> int:
    errors.print(
        f"{asked.warehouse} has no awards yet: procurement read FILE --into DIR.",
        style="bold red",
        markup=False,
    )
    return 1
