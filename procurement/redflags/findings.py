"""What was flagged, in the shape of Cardinal's results: group, subject, indicator, value."""

from __future__ import annotations

from math import copysign, floor, isfinite
from typing import Any, Literal

Group = Literal["OCID", "Buyer", "ProcuringEntity", "Tenderer"]
GROUPS: tuple[Group, ...] = ("OCID", "Buyer", "ProcuringEntity", "Tenderer")
ORGANISATIONS_BY_OCID = ("ocid_buyer_r038", "ocid_procuringentity_r038")
TENDERERS_BY_OCID = (
    "ocid_tenderer",
    "ocid_tenderer_r024",
    "ocid_tenderer_r028",
    "ocid_tenderer_r030",
    "ocid_tenderer_r035",
    "ocid_tenderer_r058",
)


class Findings:
    """Grows while a file is read. Maps cost memory by the release and are kept only on request."""

    def __init__(self, *, keeps_maps: bool = False) -> None:
        self.keeps_maps = keeps_maps
        self._flags: dict[Group, dict[str, dict[str, float]]] = {group: {} for group in GROUPS}
        self._meta: dict[str, dict[str, float]] = {}
        self._one: dict[str, dict[str, str]] = {name: {} for name in ORGANISATIONS_BY_OCID}
        self._many: dict[str, dict[str, dict[str, None]]] = {name: {} for name in TENDERERS_BY_OCID}

    def flag(self, group: Group, subject: str, code: str, value: float) -> None:
        codes = self._flags[group].get(subject)
        if codes is None:
            self._flags[group][subject] = {code: value}
        else:
            codes[code] = value

    def value(self, group: Group, subject: str, code: str) -> float | None:
        """The value a subject was flagged with; None when it wasn't."""
        found = self._flags[group].get(subject)
        return None if found is None else found.get(code)

    def flagged(self, code: str) -> bool:
        return any(
            code in codes for subjects in self._flags.values() for codes in subjects.values()
        )

    def note(self, code: str, name: str, value: float) -> None:
        """A quartile or a fence the indicator used."""
        self._meta.setdefault(code, {})[name] = value

    def map_one(self, name: str, ocid: str, organisation: str) -> None:
        if self.keeps_maps:
            self._one[name][ocid] = organisation

    def map_many(self, name: str, ocid: str, tenderer: str) -> None:
        if self.keeps_maps:
            self._many[name].setdefault(ocid, {})[tenderer] = None

    def absorb(self, later: Findings) -> None:
        """Those of the following part of a file."""
        for group, subjects in later._flags.items():
            ours = self._flags[group]
            for subject, codes in subjects.items():
                ours.setdefault(subject, {}).update(codes)
        for name, found in later._one.items():
            self._one[name].update(found)
        for name, by_ocid in later._many.items():
            for ocid, names in by_ocid.items():
                self._many[name].setdefault(ocid, {}).update(names)

    def results(self) -> dict[str, Any]:
        """Groups with flags only; groups without any are left out, as Cardinal does."""
        return {group: subjects for group, subjects in self._flags.items() if subjects}

    def counts(self) -> dict[str, int]:
        return {group: len(subjects) for group, subjects in self._flags.items() if subjects}

    def meta(self) -> dict[str, dict[str, float | None]]:
        """Rounded to four decimals; null for a quartile of nothing."""
        return {
            code: {name: _rounded(value) for name, value in notes.items()}
            for code, notes in self._meta.items()
        }

    def maps(self) -> dict[str, dict[str, Any]]:
        many = {
            name: {ocid: list(names) for ocid, names in found.items()}
            for name, found in self._many.items()
        }
        return {**self._one, **many}


def _rounded(value: float) -> float | None:
    """Halves away from zero, as Rust rounds. (Adding a half and cutting off isn't the same: the
    sum can round up to the next whole number.)"""
    times = abs(value) * 10_000
    if not isfinite(times):
        return None
    whole = floor(times)
    return copysign(whole + (times - whole >= 0.5), value) / 10_000
