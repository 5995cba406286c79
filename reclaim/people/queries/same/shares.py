"""How often a value occurs among the people compared."""

from __future__ import annotations

from reclaim.people.queries.same.workbench import Workbench

NAME_SHARES = "name_shares"


def put_name_shares(bench: Workbench) -> None:
    """How often somebody else has all the words of a name.

    Two records that agree tell nothing of it: they may be one. So it is the product of the
    shares of the words, or what is left of the name's own share without the two. Whoever has one
    word only has no `joined`, and `whole` is that word.
    """
    bench.run(
        f"""
        CREATE TABLE {NAME_SHARES} AS
        WITH words AS (
            SELECT word, count(*) / {bench.rows}::DOUBLE AS share
            FROM (SELECT unnest(string_split(coalesce(joined, whole), ' ')) AS word FROM faces)
            GROUP BY word
        ), names AS (
            SELECT joined, count(*) AS many FROM faces WHERE joined IS NOT NULL GROUP BY joined
        ), spread AS (
            SELECT joined, many, unnest(string_split(joined, ' ')) AS word FROM names
        )
        SELECT joined, greatest(product(share), (any_value(many) - 2) / {bench.rows}) AS tf_joined
        FROM spread JOIN words USING (word) GROUP BY joined
        """  # noqa: S608 -- our own names and numbers
    )
