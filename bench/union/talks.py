"""Whom the made-up campaigns talked with, where those stand, and on which list."""

# ruff: noqa: S608 (nothing here comes from outside)

from __future__ import annotations

from bench.union.chance import hit, one_in, put, skewed, uuid
from bench.union.rows import DAYS, MOMENTS
from reclaim.organize.outreach.models import Conversation, ListEntry, Standing

LISTS = 40


def talks(campaign: int, path: str, leader: int, first: int, last: int) -> None:
    """One in eight was tried, some twice, most assessed; standings follow from the talks."""
    below = f"JOIN people_organization o ON o.id = p.organization_id AND o.path LIKE '{path}%'"
    outcome = f"CASE WHEN {one_in(100, 92)} < 70 THEN 'talked' WHEN {one_in(100, 92)} < 95"
    outcome += " THEN 'no_answer' ELSE 'wrong_number' END"
    for again, salt in ((0, 100), (1, 110)):
        talked = outcome.replace(hit(92), hit(salt + 1))
        put(
            Conversation,
            {
                "campaign_id": str(campaign),
                "person_id": "p.id",
                "client_id": uuid(f"p.id + {(2 * campaign + again) * 10_000_000}"),
                "by_id": str(leader),
                "at": "moment.at",
                "outcome": talked,
                "assessment": f"CASE WHEN ({talked}) = 'talked' AND {one_in(10, salt + 2)} < 8"
                f" THEN 1 + {skewed(5, salt + 3)} END",
                "next_on": f"CASE WHEN {one_in(10, salt + 5)} = 0 THEN day.day END",
            },
            f"SELECT WHAT FROM people_person p {below}"
            f" JOIN union_moment moment ON moment.n = {one_in(MOMENTS, salt + 6)}"
            f" JOIN union_day day ON day.n = {DAYS - 1} - {one_in(60, salt + 7)}"
            f" WHERE p.id BETWEEN {first} AND {last} AND {one_in(8, 170 + campaign % 20)} = 0"
            + f" AND {one_in(5, salt)} = 0"
            * again,
        )
    standings(campaign, first, last)


def standings(campaign: int, first: int, last: int) -> None:
    """What `outreach.services.follow` comes to, said of many at once."""
    these = f"campaign_id = {campaign} AND person_id BETWEEN {first} AND {last}"
    of = "FROM outreach_conversation c WHERE c.campaign_id = l.campaign_id"
    of += " AND c.person_id = l.person_id AND"
    put(
        Standing,
        {
            "campaign_id": "l.campaign_id",
            "person_id": "l.person_id",
            "assessment": f"(SELECT c.assessment {of} c.assessment IS NOT NULL"
            " ORDER BY c.at DESC, c.id DESC LIMIT 1)",
            "assessed_at": f"(SELECT max(c.at) {of} c.assessment IS NOT NULL)",
            "talked_at": f"(SELECT max(c.at) {of} c.outcome = 'talked')",
            "tried_at": "l.at",
            "outcome": "l.outcome",
            "next_on": "l.next_on",
        },
        "SELECT WHAT FROM (SELECT c.*, row_number() OVER (PARTITION BY person_id"
        f" ORDER BY at DESC, id DESC) AS place FROM outreach_conversation c WHERE {these}) l"
        " WHERE l.place = 1",
    )


def entries(campaign: int, path: str, first: int, last: int) -> None:
    """Some of those a campaign talks with stand on its lists, each on one."""
    put(
        ListEntry,
        {
            "campaign_id": str(campaign),
            "list_id": f"(SELECT min(id) FROM outreach_list WHERE campaign_id = {campaign})"
            f" + {one_in(LISTS, 130)}",
            "person_id": "p.id",
        },
        "SELECT WHAT FROM people_person p JOIN people_organization o"
        f" ON o.id = p.organization_id AND o.path LIKE '{path}%'"
        f" WHERE p.id BETWEEN {first} AND {last} AND {one_in(10, 131)} = 0",
    )
