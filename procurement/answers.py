"""One door for every question of the terminal: asked, answered, written, drawn."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis
from rich.console import Console

from procurement import charts, printing
from procurement.asking import Asked, add_options

Key = tuple[str, ...]
CONTRACT = "contract"
NOTHING_READ = "Nothing was read into {path} yet: procurement read FILE --into DIR."
NOTHING_CHOSEN = (
    "No award in {path} by {day} has {said}. Try other or fewer words, a division as the feed "
    "spells it, or a later day."
)
NOTHING_BY = "No award in {path} was made by {day}: try a later --as-of."


def _says_nothing(asked: Asked, key: Key) -> Iterator[str]:
    return iter(())


def _first(options: Namespace, by: Mapping[str, Key]) -> str:
    return next(iter(by))


@dataclass(frozen=True)
class Question:
    """One question of the terminal.

    `columns` are those of its table, after those of --by, and `summed` those of a table that sums
    up; the other forms give all. `by` are the choices of --by, `usual` the one taken when none is
    given. `none` says why no row may answer and what to try; `unknown` what the answer can't know.
    """

    name: str
    help: str
    ask: Callable[[Asked, Key], ibis.Table]
    columns: tuple[str, ...]
    none: str
    by: Mapping[str, Key] = field(default_factory=dict)
    usual: Callable[[Namespace, Mapping[str, Key]], str] = _first
    summed: tuple[str, ...] = ()
    unknown: Callable[[Asked, Key], Iterator[str]] = _says_nothing
    draw: Callable[[Asked, ibis.Table, Key], charts.Picture] | None = None
    options: Callable[[ArgumentParser], None] | None = None

    def shown(self, chosen: str, key: Key) -> tuple[str, ...]:
        return (*key, *self.summed) if self.summed and chosen != CONTRACT else (*key, *self.columns)


def register(commands: Any, questions: Mapping[str, Question]) -> None:
    for question in questions.values():
        parser = commands.add_parser(question.name, help=question.help)
        add_options(parser)
        if question.by:
            parser.add_argument("--by", choices=question.by, help="a row of the answer is one …")
        if question.options:
            question.options(parser)
        printing.add_form(parser)
        if question.draw:
            charts.add_chart(parser)
        parser.set_defaults(command=_answer, question=question, chart=None)


def misuse(options: Namespace) -> str:
    """Why it can't be answered so; empty when it can."""
    if getattr(options, "never", []) and not options.words:
        return "--never takes rows away from those of --words: add --words."
    return printing.misuse(options.format, options.output) or charts.misuse(options.chart)


def _answer(options: Namespace, errors: Console) -> int:
    question: Question = options.question
    asked = Asked(options)
    if refusal := misuse(options):
        errors.print(refusal, style="bold red", markup=False)
        return 2
    if not asked.warehouse.read_files():
        told = NOTHING_READ.format(path=options.warehouse)
        errors.print(told, style="bold red", markup=False)
        return 1
    chosen = (options.by or question.usual(options, question.by)) if question.by else ""
    key = question.by.get(chosen, ())
    options.by = chosen
    _write(question, asked, key, errors)
    return 0


def _write(question: Question, asked: Asked, key: Key, errors: Console) -> None:
    options = asked.options
    answer = question.ask(asked, key)
    title = question.help[:1].upper() + question.help[1:]
    title += f", by {options.by}" if options.by else ""
    shown = question.shown(options.by, key)
    shown = shown if set(shown) <= set(answer.columns) else tuple(answer.columns)
    written = printing.write(answer, options.format, options.output, columns=shown, title=title)
    told = question.unknown(asked, key) if written else iter((why_none(question, asked),))
    for sentence in told:
        errors.print(sentence, markup=False, highlight=False)
    if options.chart and question.draw:
        charts.write(question.draw(asked, answer, key), options.chart)


def why_none(question: Question, asked: Asked) -> str:
    """Nothing was chosen, or nothing of it answers."""
    options, contracts = asked.options, asked.count
    facts = {"path": options.warehouse, "day": asked.as_of.isoformat()}
    if not contracts:
        said = asked.described()
        return (NOTHING_CHOSEN if said else NOTHING_BY).format(said=said, **facts)
    facts |= {"contracts": f"{contracts:,}", "days": getattr(options, "days", "")}
    return question.none.format(**facts)
