"""Who may open what: every address opened as everybody, written as the table of
`docs/reference/access.md`. `python -m tests.web.write_access_table` writes it; a test compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from reclaim.people.models import Organization, Role, User
from tests import builders
from tests.web.world import World

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "access.md"
START, END = (
    "<!-- table: python -m tests.web.write_access_table -->\n",
    "<!-- end of the table -->\n",
)

# The parts of allauth name what they need in a way the resolver does not tell.
FOR_ALLAUTH = {
    "account_code_link": {"code": "ABCD-EFGH"},
    "account_confirm_email": {"key": "key"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
}
# What a form would send, where a button does nothing without it.
SENT = {"watch:dismiss": {"because": "Equipment only"}}
ROOMS = {
    "": "Today and oneself",
    "account": "Signing in",
    "core": "Mailbox",
    "places": "Places",
    "people": "People",
    "watch": "Watch",
    "evidence": "Evidence",
    "campaigns": "Campaigns",
    "outreach": "Outreach",
    "letters": "Letters",
    "scoreboard": "Wins",
}


@dataclass(frozen=True)
class Page:
    name: str
    needs: tuple[str, ...]
    asks_who: bool
    route: str = ""

    @property
    def room(self) -> str:
        space, _, _ = self.name.rpartition(":")
        is_allauth = not space and self.name.startswith(("account_", "mfa_", "usersessions_"))
        return "account" if is_allauth else space

    @property
    def words(self) -> str:
        name = self.name.rpartition(":")[2].removeprefix("account_").removeprefix("mfa_")
        return name.replace("-", " ").replace("_", " ")


def pages(resolver: URLResolver, space: str = "", route: str = "") -> Iterator[Page]:
    for item in resolver.url_patterns:
        longer = route + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from pages(item, item.namespace or space, longer)
        elif isinstance(item, URLPattern):
            name = f"{space}:{item.name}" if space else str(item.name)
            asks = getattr(item.callback, "login_required", True)
            yield Page(name, tuple(item.pattern.converters), asks, longer)


def url_of(page: Page, world: World) -> str:
    kwargs = FOR_ALLAUTH.get(page.name) or world.keys_of(page.name, page.needs)
    return reverse(page.name, kwargs=kwargs)


def make_everybody(world: World, local: Organization, lea: User) -> dict[str, User | None]:
    """One account for each column of the table, seen from the local that owns the world."""
    council = Organization.objects.get_parent(local)
    sibling = builders.make_organization("Sibling Local", under=council)
    partner = builders.make_organization("Neighbours", Organization.Kind.PARTNER)
    own = {
        role.value: builders.make_user(f"The{role.value}", local, role)
        for role in reversed(Role)
        if role != Role.LEADER
    }
    return {
        "visitor": None,
        "stranger": builders.make_user("Stranger"),
        "partner": builders.make_user("Partner", partner, Role.COORDINATOR),
        "reader": own["reader"],
        "researcher": own["researcher"],
        "leader": lea,
        "organizer": own["organizer"],
        "coordinator": own["coordinator"],
        "… of a sibling": builders.make_user("Beside", sibling, Role.COORDINATOR),
        "… of the parent": builders.make_user("Above", council, Role.COORDINATOR),
        "administrator": own["administrator"],
        "installation": builders.make_user("Keeper", is_staff=True),
    }


def answer_to(client: Client, url: str, sent: dict[str, str]) -> tuple[str, bool]:
    """What opening it comes to, and whether it is only a button.
    Whatever the button did is undone, so that the next page still finds its thing."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        answer = client.get(url)
        is_button = answer.status_code == 405
        answer = client.post(url, sent) if is_button else answer
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.status_code == 302 and answer.headers["Location"].startswith(
        reverse("account_login")
    ):
        return "sign in", is_button
    if answer.status_code < 400:
        return "yes", is_button
    return {403: "no", 404: "–"}.get(answer.status_code, str(answer.status_code)), is_button


def measure(
    everything: Mapping[str, Page],
    everybody: Mapping[str, User | None],
    world: World,
    client_of: Callable[[User], Client],
) -> str:
    """The whole table, room by room."""
    clients = {
        who: Client() if user is None else client_of(user) for who, user in everybody.items()
    }
    told: dict[str, list[str]] = {}
    for page in everything.values():
        url = url_of(page, world)
        answers = [answer_to(client, url, SENT.get(page.name, {})) for client in clients.values()]
        name = page.words + (" (button)" if any(button for _, button in answers) else "")
        line = [f"`{path_of(page, url)}`", name, *(answer for answer, _ in answers)]
        told.setdefault(page.room, []).append(as_row(line))
    header = [as_row(["address", "what", *clients]), as_row(["---"] * (len(clients) + 2))]
    rooms = [[f"### {ROOMS[room]}", "", *header, *rows, ""] for room, rows in told.items()]
    return "\n".join(line for room in rooms for line in room)


def path_of(page: Page, url: str) -> str:
    """The address with what varies in it named; those of allauth are patterns nobody reads."""
    return url if page.name in FOR_ALLAUTH or "^" in page.route else f"/{page.route}"


def as_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def written() -> str:
    """The table as the document has it."""
    return DOCUMENT.read_text().partition(START)[2].partition(END)[0]


def write(table: str) -> None:
    before, _, rest = DOCUMENT.read_text().partition(START)
    DOCUMENT.write_text(before + START + table + END + rest.partition(END)[2])
