"""The errors every room may raise. Views never catch them; one middleware does."""


class Refused(Exception):
    """The person may not do this, or not now. The message is a sentence they may read."""


class Unavailable(Exception):
    """Something outside this program did not answer. Nothing was lost; try again later."""


class Unanswered(Unavailable):
    """It fell silent after we handed something over: it may have been taken, or not."""


def require(reason: str) -> None:
    """Refuse for this reason; an empty one means nothing stands against it."""
    if reason:
        raise Refused(reason)
