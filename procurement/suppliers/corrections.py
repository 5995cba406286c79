"""What persons say of names: the same firm, different firms, the same group, not the same group.

One line a saying in `suppliers/corrections.jsonl` of the warehouse: who, when, why. Nothing is ever
taken out of the file; a saying that is withdrawn stays, with who withdrew it. A saying that
contradicts an earlier one is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

SAME, DIFFERENT, GROUP, NOT_GROUP = "same", "different", "same group", "not same group"
WITHDRAWN = "withdrawn"
KINDS = (SAME, DIFFERENT, GROUP, NOT_GROUP, WITHDRAWN)


class Contradiction(Exception):
    """A saying that can't be true together with an earlier one; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Correction:
    """`one` and `other` are cleaned names (`supplier_key`); `at` is a time with its zone."""

    kind: str
    one: str
    other: str
    by: str
    why: str
    at: datetime

    def __str__(self) -> str:
        day = self.at.date().isoformat()
        return f"“{self.one}” and “{self.other}” are {_SAID[self.kind]} ({self.by}, {day})"


_SAID = {
    SAME: "the same firm",
    DIFFERENT: "different firms",
    GROUP: "of the same group",
    NOT_GROUP: "not of the same group",
    WITHDRAWN: "open again",
}


def standing(said: Iterable[Correction]) -> list[Correction]:
    """What is said and wasn't withdrawn since, in its order."""
    kept: list[Correction] = []
    for one in said:
        if one.kind == WITHDRAWN:
            kept = [old for old in kept if {old.one, old.other} != {one.one, one.other}]
        else:
            kept.append(one)
    return kept


def contradiction(new: Correction, said: Iterable[Correction]) -> str:
    """The sentence that says why this can't stand beside the others; empty when it can."""
    if new.one == new.other:
        return f"“{new.one}” is one name: there is nothing to say of it and itself."
    stands = standing(said)
    if new.kind == WITHDRAWN:
        has = any({old.one, old.other} == {new.one, new.other} for old in stands)
        return "" if has else f"Nothing is said of “{new.one}” and “{new.other}”."
    return next((text for rule in _RULES if (text := rule([*stands, new], new))), "")


def _firms_clash(said: list[Correction], new: Correction) -> str:
    """No two names that sayings make one firm may be called different."""
    firm = together(said, {SAME})
    return _clash(said, new, firm, DIFFERENT)


def _groups_clash(said: list[Correction], new: Correction) -> str:
    group = together(said, {SAME, GROUP})
    return _clash(said, new, group, NOT_GROUP)


_RULES = (_firms_clash, _groups_clash)


def _clash(said: list[Correction], new: Correction, one_of: dict[str, str], kind: str) -> str:
    for old in said:
        if old.kind == kind and _at(one_of, old.one) == _at(one_of, old.other):
            against = old if old is not new else _reason(said, one_of, new)
            return (
                f"This contradicts what was said before: {against}. "
                "Withdraw that first, or leave it."
            )
    return ""


def _reason(said: list[Correction], one_of: dict[str, str], new: Correction) -> Correction:
    """The saying that ties the two; of a chain, its last."""
    tied = [old for old in said if old is not new and old.kind in (SAME, GROUP)]
    return [old for old in tied if _at(one_of, old.one) == _at(one_of, new.one)][-1]


def together(said: Iterable[Correction], kinds: set[str]) -> dict[str, str]:
    """Each name with the first name of all those that sayings of these kinds tie together."""
    head: dict[str, str] = {}
    for one in said:
        if one.kind in kinds:
            kept, gone = sorted((_at(head, one.one), _at(head, one.other)))
            for name in (one.one, one.other, *head):
                if _at(head, name) == gone:
                    head[name] = kept
            head.update({kept: kept, gone: kept})
    return head


def _at(head: dict[str, str], name: str) -> str:
    return head.get(name, name)


def read(path: Path) -> list[Correction]:
    """All sayings, withdrawn ones too, in the order they were said."""
    if not path.is_file():
        return []
    lines = path.read_text("utf-8").splitlines()
    return [_correction(json.loads(line)) for line in lines if line.strip()]


def _correction(row: dict[str, str]) -> Correction:
    return Correction(**{**row, "at": datetime.fromisoformat(row["at"])})  # type: ignore[arg-type]


def add(path: Path, new: Correction) -> None:
    """Writes it at the end. Raises Contradiction, and then nothing is written."""
    if sentence := contradiction(new, read(path)):
        raise Contradiction(sentence)
    path.parent.mkdir(parents=True, exist_ok=True)
    row = asdict(new) | {"at": new.at.astimezone(UTC).isoformat(timespec="seconds")}
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
