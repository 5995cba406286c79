"""Who may open and who may send what: every address as everybody, written as the table of
`docs/reference/access.md`. `python -m tests.web.write_access_table` writes it; a test compares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from reclaim.people.models import Organization, Role, User
from tests import builders
from tests.web.sends import Send, as_opened, what_is_sent
from tests.web.world import World, changed_several

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "access.md"
START, END = (
    "<!-- table: python -m tests.web.write_access_table -->\n",
    "<!-- end of the table -->\n",
)

# The parts of allauth name what they need in a way the resolver does not tell.
FOR_ALLAUTH = {
    "account_code_link": {"code": "ABCD-EFGH"},
    "account_confirm_email": {"key": "key"},
    "account_end_session": {"pk": 1},
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
}
WRITES = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"')
LEADS = "coordinator"
# What they answer is a page, and not the form again.
ANSWERS_AT_ONCE = {"places:here", "watch:who-told"}
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
    return reverse(page.name, kwargs=kwargs) + world.asked.get(page.name, "")


def make_everybody(world: World, local: Organization, lea: User) -> dict[str, User | None]:
    """One account for each column of the table, seen from the local that owns the world."""
    council = Organization.objects.get_parent(local)
    sibling = builders.make_organization("Sibling Local", under=council)
    own = {
        role.value: builders.make_user(f"The{role.value}", local, role)
        for role in reversed(Role)
        if role != Role.LEADER
    }
    # Only whoever changed several people takes it back.
    changed = changed_several(world.things["person"], "vi", own[LEADS])
    world.things["people:bulk-change"] = changed
    return {
        "visitor": None,
        "stranger": builders.make_user("Stranger"),
        "partner": builders.make_user("Partner", world.things["partner"], Role.COORDINATOR),
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


@dataclass(frozen=True)
class Answer:
    """What it comes to, in the word of the table, and which tables of the register it wrote."""

    word: str
    changed: frozenset[str] = frozenset()


class Register:
    """Everything the database holds, so that one can tell whether anything changed."""

    def __init__(self) -> None:
        self.before = {
            table: fingerprint(table) for table in connection.introspection.table_names()
        }
        self.written: set[str] = set()

    def watch(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if found := WRITES.match(sql):
            self.written.add(found[1])
        return execute(sql, *rest)

    def changed(self) -> frozenset[str]:
        """Of what was written to, what is not as it was. Who is signed in where does not count."""
        written = self.written - {"django_session"}
        return frozenset(table for table in written if fingerprint(table) != self.before[table])


def fingerprint(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return hash(tuple(sorted(map(repr, cursor.fetchall()))))


class Visit:
    """One person who opens pages and sends forms. Whatever that does is undone at once, so that
    the next page still finds its thing."""

    def __init__(self, client: Client, world: World, register: Register) -> None:
        self.client, self.world, self.register = client, world, register
        self.sends = what_is_sent(world)

    def open(self, page: Page) -> Answer:
        return self.undone(page, lambda: self.client.get(url_of(page, self.world)))

    def send(self, page: Page, opened: Mapping[str, Any]) -> Answer:
        """With the answers the form had when the coordinator `opened` it, and ours added."""
        return self.undone(page, lambda: self.sent(page, opened))

    def sent(self, page: Page, opened: Mapping[str, Any]) -> HttpResponseBase:
        send = self.sends.get(page.name, Send())
        for name in send.before:
            fields, keys = self.sends[name].fields, {"slug": self.world.things["slug"]}
            self.client.post(reverse(name, kwargs=keys), fields)
        self.register.written.clear()
        for sheet in (one for one in send.fields.values() if isinstance(one, File)):
            sheet.seek(0)
        return self.client.post(url_of(page, self.world), {**opened, **send.fields})

    def undone(self, page: Page, ask: Callable[[], HttpResponseBase]) -> Answer:
        cookies = SimpleCookie(self.client.cookies.output(header="", sep=";"))
        self.register.written.clear()
        with transaction.atomic():
            with connection.execute_wrapper(self.register.watch):
                word = word_for(page, ask())
            changed = self.register.changed()
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return Answer(word, changed)


def word_for(page: Page, answer: HttpResponseBase) -> str:
    sign_in = reverse("account_login") + ("?" if is_sent(answer) else "")  # or one is erased
    if answer.status_code == 302 and answer.headers["Location"].startswith(sign_in):
        return "sign in"
    words = {200: "asked again" if is_form_again(page, answer) else "yes", 302: "yes"}
    words |= {403: "no", 404: "–", 405: "button", 422: "asked again"}
    return words.get(answer.status_code, str(answer.status_code))


def is_form_again(page: Page, answer: HttpResponseBase) -> bool:
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return is_page and is_sent(answer) and page.name not in ANSWERS_AT_ONCE


def is_sent(answer: HttpResponseBase) -> bool:
    return bool(answer.wsgi_request.method == "POST")  # type: ignore[attr-defined]


def takes_forms(client: Client, page: Page, world: World) -> bool:
    """Whether anything may be sent there; the parts of allauth act on oneself only."""
    if page.room == "account":
        return False
    with transaction.atomic():
        allowed = client.put(url_of(page, world)).headers.get("Allow", "")
        transaction.set_rollback(True)
    return "POST" in allowed


@dataclass(frozen=True)
class Line:
    """One address, opened or sent to by everybody."""

    page: Page
    what: str  # "opened", "sent" or "button"
    answers: Mapping[str, Answer]

    @property
    def words(self) -> str:
        more = {"opened": "", "sent": ", sent", "button": " (button)"}
        return self.page.words + more[self.what]


def measure(
    everything: Iterable[Page],
    everybody: Mapping[str, User | None],
    world: World,
    client_of: Callable[[User], Client],
) -> list[Line]:
    """Every address opened by everybody; and what can be sent there, sent by everybody."""
    register = Register()
    visits = {
        who: Visit(Client() if user is None else recognised(client_of(user)), world, register)
        for who, user in everybody.items()
    }
    return [line for page in everything for line in lines_of(page, visits, world)]


def recognised(client: Client) -> Client:
    """Somebody who has just given their password, as some pages ask for it once more."""
    client.post(reverse("account_reauthenticate"), {"password": builders.PASSWORD})
    return client


def lines_of(page: Page, visits: Mapping[str, Visit], world: World) -> Iterator[Line]:
    opened = {who: visit.open(page) for who, visit in visits.items()}
    is_button = any(answer.word == "button" for answer in opened.values())
    if not is_button:
        yield Line(page, "opened", opened)
    client = visits[LEADS].client
    if not takes_forms(client, page, world):
        return
    found = {} if is_button else form_on(page, client, world)
    sent = {who: visit.send(page, found) for who, visit in visits.items()}
    yield Line(page, "button" if is_button else "sent", sent)


def form_on(page: Page, client: Client, world: World) -> dict[str, Any]:
    """The first answers of the form on a page, as who leads finds them."""
    with transaction.atomic():
        context = client.get(url_of(page, world)).context
        transaction.set_rollback(True)
    return as_opened(context.get("form")) if context else {}


def as_table(lines: Iterable[Line], world: World) -> str:
    """The whole table, room by room."""
    told: dict[str, list[str]] = {}
    for line in lines:
        path = path_of(line.page, url_of(line.page, world))
        words = (answer.word for answer in line.answers.values())
        told.setdefault(line.page.room, []).append(as_row([f"`{path}`", line.words, *words]))
        everybody = list(line.answers)
    header = [as_row(["address", "what", *everybody]), as_row(["---"] * (len(everybody) + 2))]
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
