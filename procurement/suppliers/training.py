"""How the stored parameters (`lists/model.json`) were trained, so that anybody can train again.

python -m procurement.suppliers.training LABELLED.csv.gz UNLABELLED.csv.gz

u (how often two names agree by chance): from pairs of the unlabelled names drawn at random, with a
fixed seed. m (how often names of one firm agree): from the labelled names of the development half,
that is every firm whose hash is even. No parameter is computed from the other half, but it isn't
unseen: the weights set by hand, the prior, the word lists and the guards of `deciding` were chosen
while measures of all labelled names were read. Business numbers, postal codes and names of several
firms are hardly in either file: their weights are set by hand, below.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa

from procurement.suppliers.labels import is_development, labelled, published
from procurement.suppliers.making import LISTS
from procurement.suppliers.model import SHARED, untrained
from procurement.suppliers.records import face_table, frequencies
from procurement.suppliers.words import PERSON, words

PAIRS = 20_000_000
SEED = 20261122
BY_HAND = {
    "number": [(0.99, 0.000001), (0.000000001, 0.999999)],
    "business_number": [(0.95, 0.00001), (0.05, 0.99999)],
    "postal_code": [(0.6, 0.001), (0.4, 0.999)],
    "together": [(0.99, 0.999), (0.000000001, 0.001)],
}
# m and u of single levels; None keeps what was trained. The labels take owners for firms, so that
# other lines of work, and words of one name within another, would weigh too much for one firm.
LEVELS_BY_HAND: dict[str, tuple[float, float | None]] = {
    "one is cut short by the publisher": (0.01, 0.000001),
    "one begins like the other and holds all its words": (0.12, None),
    "one holds all words of the other": (0.005, None),
    "other lines of work": (0.06, None),
}
PRIOR = 0.0025  # set by hand, so that at 0.5 few pairs are wrong; see the docs
LEAST = 1e-9  # a level no pair fell into


def train(labels: Path, names: Path) -> dict[str, Any]:
    """Settings with parameters, as Splink writes them, and the scales of chance agreement."""
    table = face_table({"supplier_key": key} for key in published(names))
    settings = _chance(table)
    known = [(key, firm) for _, key, firm in labelled(labels) if key and is_development(firm)]
    return {
        "scales": _scales(settings, table),
        "settings": _by_hand(_agreement(settings, known)),
    }


def _scales(settings: dict[str, Any], table: pa.Table) -> dict[str, float]:
    """How often names that share a rarest word agree so much: u by the chance to share one."""
    levels = next(one for one in settings["comparisons"] if one["output_column_name"] == "who")
    return {
        level["tf_adjustment_column"]: level["u_probability"]
        / _shared(table, "first" if level["tf_adjustment_column"] == "first" else "rarest")
        for level in levels["comparison_levels"][::-1]
        if level.get("tf_adjustment_column")
    }


def _shared(table: pa.Table, column: str) -> float:
    """How often a name drawn at random shares this word with another.

    Names of persons are left out: `Jones` and `Smith` are weighed alike and share nothing.
    """
    drawn = Counter(word for word in table[column].to_pylist() if word and word != PERSON)
    parts = [count / table.num_rows * words().share(word) for word, count in drawn.items()]
    return float(sum(parts))


def _chance(table: pa.Table) -> dict[str, Any]:
    linker = _linker(table, untrained())
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=SEED)
    settings: dict[str, Any] = linker.misc.save_model_to_json()
    return settings


def _agreement(settings: dict[str, Any], known: list[tuple[str, str]]) -> dict[str, Any]:
    firms = dict(known)
    table = face_table({"supplier_key": key} for key in sorted(firms))
    firm = pa.array([firms[key] for key in table["supplier_key"].to_pylist()], pa.string())
    linker = _linker(table.append_column("firm", firm), settings)
    linker.training.estimate_m_from_label_column("firm")
    trained: dict[str, Any] = linker.misc.save_model_to_json()
    return trained


def _linker(table: pa.Table, settings: dict[str, Any]) -> Any:
    from splink import DuckDBAPI, Linker  # noqa: PLC0415

    engine = DuckDBAPI()
    linker = Linker(engine.register(table), settings, log_level=None, validate_settings=False)
    for column in SHARED:
        shares = engine.register(frequencies(table, column, 1))
        linker.table_management.register_term_frequency_lookup(shares, column)
    return linker


def _by_hand(settings: dict[str, Any]) -> dict[str, Any]:
    for comparison in settings["comparisons"]:
        levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
        given = BY_HAND.get(comparison["output_column_name"])
        for at, level in enumerate(levels):
            m, u = given[at] if given else (level.get("m_probability"), level.get("u_probability"))
            by_hand = LEVELS_BY_HAND.get(level["label_for_charts"])
            m, u = (by_hand[0], by_hand[1] or u) if by_hand else (m, u)
            level["m_probability"], level["u_probability"] = m or LEAST, u or LEAST
    settings["probability_two_random_records_match"] = PRIOR
    settings.pop("linker_uid", None)  # drawn anew each time; training twice gives one file
    return settings


def main(arguments: list[str]) -> None:
    labels, names = map(Path, arguments)
    made = {
        "how": " ".join((__doc__ or "").split()),
        "seed": SEED,
        "pairs": PAIRS,
        "files": [labels.name, names.name],
        **train(labels, names),
    }
    text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    (LISTS / "model.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
