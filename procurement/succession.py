"""Which awards come before an award of the same work.

An award `follows` the one whose known end is nearest to it, from 180 days before to 90 days after;
those that end on that day are taken together, and more than ten are a list of suppliers rather than
one piece of work, of which nothing is said. Where it follows none, but an earlier award has no known
end, the last such made at least 90 days before stands in, and the succession is not known.

Pairs of all awards of a key would grow with the square of it. What comes before depends on the day
alone, so it is found for each day once: the last end before it and the last award without an end by
running along the days, the next end by looking through two blocks of 90 days.
"""

from __future__ import annotations

from datetime import date

import ibis

LATEST_DAYS, EARLIEST_DAYS = 180, -90
PARALLEL_DAYS = 90
MOST_AT_ONCE = 10
_FIRST = ibis.date(date(1900, 1, 1))
_FAR = 1_000_000
_BEFORE = ("first_firm", "last_firm", "contracts")
_RENAMED = {"before_document": "document", "before_awarded": "awarded"}


def day_number(day: ibis.Value) -> ibis.Value:
    return day.delta(_FIRST, unit="day").cast("int64")


def preceding(awards: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    """For each day of award, the awards it follows or may follow.

    In: awards (`key`, document, awarded, ended, first_firm, last_firm, contracts), days as numbers,
    `ended` null when not known, the firms in any order. Out: `key`, awarded, before_document,
    before_awarded, gap_days (null when it is not known that it follows), and of all the awards
    before their contracts_before, first_before and last_before: the first and last firm.
    """
    asked = awards.select(*key, "awarded").distinct()
    passed = _passed(awards, asked, key)
    seen = passed.left_join(_next_ends(awards, asked, key), [*key, "awarded"])
    near = _nearest(seen.select(*key, "awarded", "last_end", "last_open", "next_end"))
    found = ibis.union(_followed(near, awards, key), _stood_in(near, awards, key))
    together = found.group_by([*key, "awarded"]).agg(
        crowd=found.count(),
        first_before=found.first_firm.min(),
        last_before=found.last_firm.max(),
        contracts_before=found.contracts.sum(),
    )
    few = together.filter(together.crowd <= MOST_AT_ONCE).drop("crowd")
    return found.drop(*_BEFORE).join(few, [*key, "awarded"])


def _passed(awards: ibis.Table, asked: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    """The last known end by a day, and the last award without one 90 days before it."""
    nothing = ibis.null("int64")
    known, unknown = awards.filter(awards.ended.notnull()), awards.filter(awards.ended.isnull())
    events = ibis.union(
        known.select(
            *key,
            day=ibis.greatest(known.ended, known.awarded + 1),
            end=known.ended,
            opening=nothing,
            is_asked=ibis.literal(0),
        ),
        unknown.select(
            *key,
            day=unknown.awarded + PARALLEL_DAYS,
            end=nothing,
            opening=unknown.awarded,
            is_asked=ibis.literal(0),
        ),
        asked.select(
            *key, day=asked.awarded, end=nothing, opening=nothing, is_asked=ibis.literal(1)
        ),
    )
    so_far = ibis.window(
        group_by=list(key), order_by=["day", "is_asked"], preceding=None, following=0
    )
    run = events.mutate(
        last_end=events.end.max().over(so_far), last_open=events.opening.max().over(so_far)
    )
    return run.filter(run.is_asked == 1).select(*key, "last_end", "last_open", awarded="day")


def _next_ends(awards: ibis.Table, asked: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    """The next end after a day, at most 90 days later, of an award made before that day."""
    width = -EARLIEST_DAYS
    known = awards.filter(awards.ended.notnull())
    ends = known.group_by([*key, "ended"]).agg(earliest=known.awarded.min())
    ends = ends.mutate(block=(ends.ended / width).floor().cast("int64"))
    block = (asked.awarded / width).floor().cast("int64")
    blocks = ibis.union(asked.mutate(block=block), asked.mutate(block=block + 1))
    pairs = blocks.join(ends, [*key, "block"])
    ahead = pairs.filter(
        pairs.ended > pairs.awarded,
        pairs.ended <= pairs.awarded + width,
        pairs.earliest < pairs.awarded,
    )
    return ahead.group_by([*key, "awarded"]).agg(next_end=ahead.ended.min())


def _nearest(seen: ibis.Table) -> ibis.Table:
    back = (seen.awarded - seen.last_end).fill_null(_FAR)
    back = ibis.ifelse(back <= LATEST_DAYS, back, _FAR)
    ahead = (seen.next_end - seen.awarded).fill_null(_FAR)
    return seen.mutate(back=back, ahead=ahead, near=ibis.least(back, ahead))


def _followed(near: ibis.Table, awards: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    """The awards that end on the nearest day, before or after; no more of them than tell a crowd."""
    known = _some(awards.filter(awards.ended.notnull()), [*key, "ended"])
    known = known.select(*key, "ended", *_BEFORE, **_RENAMED)
    follows = near.filter(near.near < _FAR)
    days = ibis.union(
        *(
            on.select(*key, "awarded", ended=on.awarded + sign * on.near)
            for sign, on in (
                (-1, follows.filter(follows.back == follows.near)),
                (1, follows.filter(follows.ahead == follows.near)),
            )
        )
    )
    pairs = days.join(known, [*key, "ended"])
    pairs = pairs.filter(pairs.before_awarded < pairs.awarded)
    return pairs.select(*key, "awarded", *_RENAMED, *_BEFORE, gap_days=pairs.awarded - pairs.ended)


def _stood_in(near: ibis.Table, awards: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    unknown = _some(awards.filter(awards.ended.isnull()), [*key, "awarded"])
    unknown = unknown.select(*key, *_BEFORE, **_RENAMED)
    loose = near.filter(near.near == _FAR, near.last_open.notnull())
    pairs = loose.select(*key, "awarded", before_awarded="last_open")
    pairs = pairs.join(unknown, [*key, "before_awarded"])
    return pairs.select(*key, "awarded", *_RENAMED, *_BEFORE, gap_days=ibis.null("int64"))


def _some(awards: ibis.Table, same: list[str]) -> ibis.Table:
    """Of those alike the earliest, and one more than may stand together: it tells a crowd."""
    alike = awards.group_by(same).agg(alike=awards.count())
    counted = awards.join(alike, same)
    many = counted.filter(counted.alike > MOST_AT_ONCE + 1)
    order = ibis.window(group_by=same, order_by=["awarded", "document"])
    numbered = many.mutate(nth=ibis.row_number().over(order))
    first = numbered.filter(numbered.nth <= MOST_AT_ONCE).select(*awards.columns)
    few = counted.filter(counted.alike <= MOST_AT_ONCE + 1).select(*awards.columns)
    return ibis.union(few, first)
