"""Releases of one contracting process to its compiled release: the merging rules of OCDS 1.1.

Releases come in the order of their dates and the later value wins
(https://standard.open-contracting.org/1.1/en/schema/merging/):

- a literal, or a list of literals, replaces what was there; null takes it away;
- objects are merged field by field;
- objects in a list are merged by `id`; those without one are added;
- some lists are replaced whole (wholeListMerge), some fields are left out (omitWhenMerged).

Which are which is in the release schema of 1.1; a name means the same wherever it occurs there and
in the extensions we know, so that the rules are kept by name. Contact points are left out, as
everywhere in this library. An empty object, or an empty list that is merged by `id`, says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

Found = dict[str, Any]

WHOLE_LISTS = frozenset(
    {
        "additionalClassifications",
        "additionalIdentifiers",
        "additionalProcurementCategories",
        "changes",
        "relationship",
        "roles",
        "submissionMethod",
    }
)
OMITTED = frozenset({"id", "date", "tag"})  # of the release itself
NEVER = frozenset({"contactPoint"})


def compiled(releases: Iterable[Found]) -> Found:
    """The compiled release of one process.

    In: releases of one ocid, in any order; one that is compiled already stands for all before
    it. Out: a new object with tag ["compiled"], the last release's date, and as id the ocid and
    that date.
    """
    state = Compiled()
    for release in sorted(releases, key=moment):
        state.add(release)
    return state.release


def moment(release: Found) -> tuple[str, int]:
    """What releases are sorted by: the time in UTC, however written; without one they are first.
    A compiled release comes after the releases of its own day and time."""
    return _utc(release.get("date")), int(is_compiled(release))


def is_compiled(release: Found) -> bool:
    tag = release.get("tag")
    return tag == "compiled" or (isinstance(tag, list) and "compiled" in tag)


class Compiled:
    """The state of one process so far; `release` is what it compiles to."""

    def __init__(self) -> None:
        self.release: Found = {}

    def add(self, release: Found) -> None:
        """Merges the next release, by date."""
        if is_compiled(release):
            self.release = {}
        date, ocid = release.get("date"), release.get("ocid")
        told = {key: one for key, one in release.items() if key not in OMITTED}
        merged = _object(_taken(self.release), told)
        head = {"ocid": ocid, "id": f"{ocid}-{date}", "date": date, "tag": ["compiled"]}
        if date is None:
            head |= {"id": str(ocid)}
            del head["date"]
        self.release = head | merged


def _taken(state: Found) -> Found:
    return {key: one for key, one in state.items() if key not in OMITTED}


def _utc(date: object) -> str:
    """`2026-03-01T00:00:00-05:00` and `2026-03-01T05:00:00Z` are one moment."""
    if not isinstance(date, str):
        return ""
    try:
        read = datetime.fromisoformat(date)
        return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return date


def _object(state: Found, told: Found) -> Found:
    """`state` with what `told` says; state may be changed."""
    for key, value in told.items():
        if key in NEVER:
            continue
        if value is None:
            state.pop(key, None)
        elif isinstance(value, dict):
            _merge_object(state, key, value)
        elif isinstance(value, list) and key not in WHOLE_LISTS and _all_objects(value):
            _merge_list(state, key, value)
        else:
            state[key] = _without_contacts(value)
    return state


def _merge_object(state: Found, key: str, value: Found) -> None:
    if not value:
        return
    before = state.get(key)
    merged = _object(before if isinstance(before, dict) else {}, value)
    if merged or key in state or None in value.values():
        state[key] = merged


def _merge_list(state: Found, key: str, value: list[Found]) -> None:
    """By `id`; 1 and "1" are one id, and the first spelling stays."""
    if not value:
        return
    before = state.get(key)
    listed: list[Any] = before if isinstance(before, list) and _all_objects(before) else []
    known = {str(one["id"]): one for one in listed if one.get("id") is not None}
    for one in value:
        found = None if one.get("id") is None else known.get(str(one["id"]))
        if found is None:
            found = {}
            listed.append(found)
            if one.get("id") is not None:
                found["id"] = one["id"]
                known[str(one["id"])] = found
        _object(found, {name: inner for name, inner in one.items() if name != "id"})
    state[key] = listed


def _all_objects(value: list[Any]) -> bool:
    return all(isinstance(one, dict) for one in value)


def _without_contacts(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_contacts(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_contacts(one) for key, one in value.items() if key not in NEVER}
    return value
