from reclaim.organize.outreach.queries.lists import (
    Progress,
    campaigns_to_organize,
    lists_of,
    my_lists,
    other_lists,
    possible_leaders,
    progress,
    without_list,
    worksites_to_organize,
)
from reclaim.organize.outreach.queries.readiness import CampaignReadiness, Readiness, readiness
from reclaim.organize.outreach.queries.talks import Line, Screen, called, lines, screens, waiting

__all__ = [
    "CampaignReadiness",
    "Line",
    "Progress",
    "Readiness",
    "Screen",
    "called",
    "campaigns_to_organize",
    "lines",
    "lists_of",
    "my_lists",
    "other_lists",
    "possible_leaders",
    "progress",
    "readiness",
    "screens",
    "waiting",
    "without_list",
    "worksites_to_organize",
]
