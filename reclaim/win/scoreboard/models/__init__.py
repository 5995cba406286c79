from reclaim.win.scoreboard.models.outcomes import Outcome
from reclaim.win.scoreboard.models.when import UNKNOWN, When, read_when

__all__ = ["UNKNOWN", "Outcome", "When", "read_when"]
