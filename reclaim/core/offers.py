"""How a lower floor shows what a higher floor knows: rooms offer, lower floors ask.

A room registers its offers in its own `offers.py`, called from `apps.py`. A floor that
shows something (the campaign room, a person's "my data", today's page) walks the list.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

Offer = TypeVar("Offer")


class Offers(Generic[Offer]):
    """An ordered list of what rooms offer under one heading."""

    def __init__(self) -> None:
        self._by_room: dict[str, Offer] = {}

    def add(self, room: str, offer: Offer) -> None:
        self._by_room[room] = offer

    def rooms(self) -> list[str]:
        return list(self._by_room)

    def __iter__(self) -> Iterator[Offer]:
        return iter(self._by_room.values())


@dataclass(frozen=True)
class Meter:
    """A share on its way to a goal, both in percent."""

    value: float
    goal: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Part:
    """The larger piece below a card: a template of the offering room and what it shows."""

    key: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Card:
    """One of the big numbers of a campaign room. The figure opens `url`."""

    key: str
    title: str
    figure: str
    url: str
    text: str = ""
    tag: str = ""
    tag_tone: str = ""  # "", "red" or "held"
    meter: Meter | None = None
    link_text: str = ""
    link_url: str = ""
    part: Part | None = None


@dataclass(frozen=True)
class TodayItem:
    """Something that needs this person now."""

    text: str
    url: str
    due: date | None = None
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class TodayLink:
    """Something this person may begin at any time."""

    text: str
    url: str


@dataclass(frozen=True)
class Subject:
    """Whose facts are asked for: by account, by address, or both."""

    user_id: int | None = None
    email: str = ""


@dataclass(frozen=True)
class PersonalSection:
    """What one room keeps about one person, as a table they can read."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    why: str = ""

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Its rows, each cell with the name of its column: on a phone a row is a card."""
        return [list(zip(self.columns, row, strict=False)) for row in self.rows]


@dataclass(frozen=True)
class Traces:
    """Whom to erase, by everything they are known by here.

    `marks` are the name, addresses and numbers as they stand: what nothing may hold afterwards.
    `names` are the single names: too common to go by, but enough to forget an example.
    """

    user_id: int | None = None
    people: tuple[int, ...] = ()
    emails: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoomErasure:
    """What one room does when somebody is erased: what goes, what must stay and why, each a
    sentence; `erase` does it, inside the transaction of the whole."""

    goes: Sequence[str] = ()
    stays: Sequence[str] = ()
    erase: Callable[[datetime], None] = lambda at: None


def nothing(one: Any, other: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Follows:
    """How the rows of one model follow when two records of a person become one.

    All go to the record that stays. `once_by`: columns of which that record may have one row only
    (none named: one row at all). Of two such rows the one that stays takes what `fold` says of
    (its row, the other's row), and the merge keeps the other. `settle` says what changes on a row
    that comes over, from (the row, the record that stays).
    """

    model: Any
    column: str = "person"
    once_by: Sequence[str] | None = None
    fold: Callable[[Any, Any], Mapping[str, Any]] = nothing
    settle: Callable[[Any, Any], Mapping[str, Any]] = nothing


@dataclass(frozen=True)
class TimelineEntry:
    """Something one person did, or that was done with them, on their page."""

    at: datetime
    text: str
    url: str = ""
    room: str = ""


@dataclass(frozen=True)
class Rows:
    """People of whom a row is here. The rows name them in the column `person`."""

    found: QuerySet[Any]
    person: str = "person"

    def exists(self) -> Q:
        return Q(Exists(self.found.order_by().filter(**{self.person: OuterRef("pk")})))

    def listed(self) -> Q:
        """The same, for a database that should begin with these rows."""
        return Q(pk__in=self.found.order_by().values(self.person))


@dataclass(frozen=True)
class AskedFor:
    """One thing a person fills in on a line of a segment, and how it is read."""

    key: str
    label: str
    kind: str = "choice"  # choice, date, text or number
    choices: Sequence[tuple[str, Any]] = ()  # the second in the reader's language
    is_required: bool = True
    help_text: str = ""
    read: Callable[[str], str] = str  # raises ValidationError with a sentence


@dataclass(frozen=True)
class SegmentFilter:
    """A question about people that a segment may ask.

    `matching` and `says` take the user who looks and the value: what was filled in, by key.
    What the value names is None to `matching` when this user does not reach it, or when it is
    gone; only otherwise is `says` asked, so that no sentence names what is out of reach.
    `matching` joins no rows of several to a person. `says` follows "people who …".
    """

    key: str
    label: str
    asks: Callable[[Any], Sequence[AskedFor]]
    matching: Callable[[Any, Mapping[str, str]], Q | Rows | None]
    says: Callable[[Any, Mapping[str, str], bool], str]


@dataclass(frozen=True)
class ListColumn:
    """A column of the lists of people which a room above fills in.

    `tell` takes the records of a page and says what stands there for some of them, by their keys;
    it asks once, however many they are. What is for the eye only is never taken out in a sheet.
    """

    key: str
    title: Any  # in the reader's language
    tell: Callable[[Sequence[Any]], Mapping[int, str]]
    is_taken_out: bool = True


def nothing_against(user: Any, facts: Mapping[str, Any], people: int) -> str:
    return ""


@dataclass(frozen=True)
class BulkAction:
    """Something done with several people of a list at once.

    `form` takes what was filled in, or None, and by name `by`: who fills it in, and `people`: whom
    it is about. The others take what it read, its facts. `says` is a sentence of what will happen.
    `leaves_out` takes the user too: of whom it is not done, and why, in words that follow
    “because”; these are conditions on a person. `why_not` takes the user, the facts and how many
    are left. `do` takes the people, all that were chosen, and leaves out the same ones itself,
    whoever calls it; it returns how many were changed. `take_back` takes what was kept of each
    and by name `by`: it puts back what nobody changed since, and returns of whom it did not and
    why, by their keys, in words that follow “because”.
    """

    key: str
    label: str
    form: Callable[..., Any]
    says: Callable[[Mapping[str, Any]], str]
    leaves_out: Callable[[Any, Mapping[str, Any]], Sequence[tuple[str, Q]]]
    do: Callable[..., int]
    why_not: Callable[[Any, Mapping[str, Any], int], str] = nothing_against
    take_back: Callable[..., Mapping[int, str]] | None = None


def delete(rows: Any) -> None:
    rows.delete()


@dataclass(frozen=True)
class Forgetting:
    """What is forgotten of one kind of `data/law/retention.toml`: `rows` is given the moment
    before which its time is over; `forget` is given those rows."""

    kind: str
    rows: Callable[[datetime], Any]
    forget: Callable[[Any], object] = delete


@dataclass(frozen=True)
class Tally:
    """A whole and its parts, as numbers of people: what may be told to those outside, once small
    numbers are held back. Nobody is in two parts."""

    title: str
    parts: Sequence[tuple[str, int]]
    url: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class DailyJob:
    """Work done once a day. `run` returns a sentence saying what it did."""

    name: str
    run: Callable[[], str]
    order: int = field(default=50)


# Each takes the campaign's primary key and the user who looks; a room returns None to stay silent.
campaign_cards: Offers[Callable[[int, Any], Card | None]] = Offers()
# The same for a service we guard, on the page that says what we look for.
service_cards: Offers[Callable[[int, Any], Sequence[Card]]] = Offers()
today_items: Offers[Callable[[Any], Sequence[TodayItem]]] = Offers()
today_links: Offers[Callable[[Any], Sequence[TodayLink]]] = Offers()
personal_sections: Offers[Callable[[Subject], Sequence[PersonalSection]]] = Offers()
# Takes the person's primary key and the user who looks.
person_timeline: Offers[Callable[[int, Any], Sequence[TimelineEntry]]] = Offers()
# Takes the user who looks; nothing sealed may be asked for.
segment_filters: Offers[Callable[[Any], Sequence[SegmentFilter]]] = Offers()
# Takes the user who looks: what they may do with several people of a list.
bulk_actions: Offers[Callable[[Any], Sequence[BulkAction]]] = Offers()
# Takes the user who looks, and asks the database nothing: a list asks for its columns each time.
list_columns: Offers[Callable[[Any], Sequence[ListColumn]]] = Offers()
# Takes the person's primary key: partner organizations with whom something of theirs is shared.
partners_of_person: Offers[Callable[[int], Sequence[int]]] = Offers()
# Takes the campaign's primary key: what a partner it is shared with may know of it in numbers.
partner_tallies: Offers[Callable[[int], Sequence[Tally]]] = Offers()
daily_jobs: Offers[DailyJob] = Offers()
erasures: Offers[Callable[[Traces], RoomErasure]] = Offers()
merges: Offers[Sequence[Follows]] = Offers()
retentions: Offers[Sequence[Forgetting]] = Offers()
