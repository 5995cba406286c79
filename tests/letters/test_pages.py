"""The supporter's pages: one question a screen, nothing typed is lost, nothing leaves too early."""

import re

import pytest
from django.core import mail

from reclaim.act.letters import queries
from reclaim.act.letters.models import Appeal, Fact, Letter
from reclaim.campaigns.models import Campaign
from tests.builders import (
    OWN_WORDS,
    STARTER,
    make_appeal,
    make_seat,
    make_share,
    run_jobs,
)
from tests.letters.steps import ROSA, WORDS, address, live, write

pytestmark = pytest.mark.django_db


# --- where do you live? -----------------------------------------------------------------------
def test_the_page_says_what_the_campaign_asks(client, appeal):
    page = client.get(address("start", appeal)).text
    assert "Shelters need people who stay." in page
    assert "Your postal code" in page


def test_a_sure_district_leads_straight_to_the_letter(client, wide_appeal):
    answer = live(client, wide_appeal)
    assert answer.url == address("letter", wide_appeal)
    page = client.get(answer.url).text
    assert "Rima Berns" in page
    assert "Member for Beaches–East York" in page
    assert "found from M4C 1M5." in page


def test_one_office_is_the_same_for_every_postal_code(client, appeal):
    answer = live(client, appeal, "K1A 0A6")
    assert answer.url == address("letter", appeal)
    assert "The committee" in client.get(answer.url).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write your postal code, such as M4C 1M5."),
        ("M4C 1MO", "Did you mean M4C 1M0, with a zero?"),
        ("X9X 9X9", "We don&#x27;t know the postal area X9X"),
        ("90210", "is not a Canadian postal code"),
        ("<script>alert(1)</script>", "is not a Canadian postal code"),
    ],
)
def test_a_code_that_is_none_gets_a_sentence_and_stays_in_the_field(
    client, wide_appeal, typed, sentence
):
    page = live(client, wide_appeal, typed)
    assert page.status_code == 200
    assert sentence.replace("&#x27;", "'") in page.text.replace("&#x27;", "'").replace("’", "'")
    assert page.context["form"]["postal_code"].value() == typed
    assert "<script>alert" not in page.text


def test_the_phones_position_finds_the_district_too(client, wide_appeal):
    where = {"postal_code": "", "latitude": "0.5", "longitude": "0.5"}
    answer = client.post(address("start", wide_appeal), where)
    assert answer.url == address("letter", wide_appeal)


def test_a_position_at_sea_asks_for_the_postal_code(client, wide_appeal):
    where = {"postal_code": "", "latitude": "45", "longitude": "-40"}
    page = client.post(address("start", wide_appeal), where)
    assert "We know no district where you are." in page.text


@pytest.mark.parametrize(("confirmed", "is_shown"), [(4, False), (5, True), (1284, True)])
def test_neighbours_are_counted_aloud_from_five(client, appeal, confirmed, is_shown):
    Appeal.objects.update(confirmed=confirmed)
    page = client.get(address("start", appeal)).text
    assert (f"{confirmed:,} neighbours have written." in page) is is_shown


# --- who answers for you? -----------------------------------------------------------------------
def test_a_code_in_two_districts_asks_which(client, wide_appeal):
    answer = live(client, wide_appeal, "M6H 2X1")
    assert answer.url == address("official", wide_appeal)
    page = client.get(answer.url).text
    assert page.index("Davenport") < page.index("Beaches–East York")
    assert "more than half of it" in page
    assert "about half of it" in page


def test_the_chosen_district_is_written_to(client, wide_appeal):
    live(client, wide_appeal, "M6H 2X1")
    chosen = queries.recipients_for(wide_appeal, "M6H 2X1").likely[1]
    answer = client.post(address("official", wide_appeal), {"office": chosen.office.pk})
    assert "Rima Berns" in client.get(answer.url).text


def test_not_my_area_leads_to_every_other_member(client, wide_appeal):
    live(client, wide_appeal)
    page = client.get(address("official", wide_appeal)).text
    assert "Davenport: Marit Stiles" in page
    other = queries.recipients_for(wide_appeal, "M6H 2X1").likely[0]
    answer = client.post(address("official", wide_appeal), {"other": other.office.pk})
    assert "Marit Stiles" in client.get(answer.url).text


def test_nobody_is_chosen_for_me(client, wide_appeal):
    live(client, wide_appeal, "M6H 2X1")
    page = client.post(address("official", wide_appeal), {})
    assert "Choose one of them." in page.text


def test_an_office_of_another_campaign_can_not_be_chosen(client, local, wide_appeal):
    other = make_appeal(local).campaign.targets.get().office
    live(client, wide_appeal)
    page = client.post(address("official", wide_appeal), {"office": other.pk})
    assert page.status_code == 200


def test_an_empty_seat_is_said_kindly(client, legislature, wide_appeal):
    make_share("P0T", make_seat(legislature, "Thunder Bay"), 1.0)
    answer = live(client, wide_appeal, "P0T 1A0")
    page = client.get(answer.url)
    assert "The seat “Member for Thunder Bay” is empty at the moment" in page.text
    chosen = queries.recipients_for(wide_appeal, "P0T 1A0").likely[0].office.pk
    again = client.post(answer.url, {"office": chosen})
    assert "is empty at the moment" in again.text
    assert client.get(address("letter", wide_appeal)).url == address("start", wide_appeal)


# --- your letter --------------------------------------------------------------------------------
def test_the_letter_begins_with_a_start_to_be_changed(client, appeal):
    live(client, appeal)
    page = client.get(address("letter", appeal))
    assert page.context["form"]["body"].value() == STARTER
    assert "Say who you are and what you have seen." in page.text


def test_facts_come_with_their_source(client, appeal):
    Fact.objects.create(
        appeal=appeal,
        sentence_en="The contractor changed three times in 30 months.",
        source_en="City of Toronto, awarded contracts",
        url="https://open.city.example/awards",
    )
    live(client, appeal)
    page = client.get(address("letter", appeal)).text
    assert "The contractor changed three times in 30 months." in page
    assert "City of Toronto, awarded contracts" in page
    assert 'href="https://open.city.example/awards"' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": STARTER}, "Something is still missing where it says “name is …”"),
        ({"body": ""}, "Write a few lines of your own."),
        ({"name": ""}, "Write your name, the way you sign."),
        ({"email": ""}, "Write your address, so that they can answer."),
        ({"body": "I agree."}, "Add a sentence or two of your own."),
        ({"body": OWN_WORDS + " word" * 20_000}, "Officials read about two pages"),
        ({"email": "rosa@@people"}, "is not an e-mail address."),
        ({"email": "clerk@council.example"}, "This is the official’s own address."),
        ({"name": "Rosa\r\nBcc: everybody@people.example"}, "Write your name on one line."),
        ({"subject": "Hello\nCc: x@y.example"}, "Write the subject on one line."),
        ({"postal_code": "M4C 1MO"}, "with a zero?"),
    ],
)
def test_a_letter_that_can_not_go_gets_a_sentence_and_loses_nothing(
    client, appeal, changes, sentence
):
    page = write(client, appeal, **changes)
    assert page.status_code == 200
    assert sentence in page.text
    assert {name: page.context["form"][name].value() for name in WORDS} == {**WORDS, **changes}


def test_an_invisible_character_is_dropped(client, appeal):
    write(client, appeal, body=OWN_WORDS + "\u202e\x07 Thank you.\r\nRosa")
    page = client.get(address("preview", appeal))
    assert page.context["desk"].words["body"] == OWN_WORDS + " Thank you.\nRosa"


# --- read it once more ------------------------------------------------------------------------
def test_the_preview_shows_the_letter_and_sends_nothing(client, appeal):
    answer = write(client, appeal)
    page = client.get(answer.url)
    for shown in ("The committee", "Main Street shelter", "Rosa Lima", "M4C 1M5", ROSA):
        assert shown in page.text
    run_jobs()
    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_changing_something_finds_every_word_again(client, appeal):
    write(client, appeal)
    form = client.get(address("letter", appeal)).context["form"]
    assert {name: form[name].value() for name in WORDS} == WORDS


def test_what_is_typed_is_shown_as_text(client, appeal):
    write(client, appeal, body=OWN_WORDS + " <script>alert(1)</script>")
    assert "<script>alert" not in client.get(address("preview", appeal)).text


@pytest.mark.parametrize("step", ["letter", "preview", "sent"])
def test_a_step_taken_too_early_leads_back(client, appeal, step):
    answer = client.get(address(step, appeal), follow=True)
    assert answer.redirect_chain[-1][0] == address("start", appeal)


# --- who may see what ---------------------------------------------------------------------------
@pytest.mark.parametrize("step", ["start", "official", "letter", "preview", "sent"])
@pytest.mark.parametrize("changes", [{"published_at": None}, {"ends_on": "2026-10-04"}])
def test_a_campaign_that_is_not_public_has_no_page(client, appeal, step, changes):
    Campaign.objects.update(**changes)
    assert client.get(address(step, appeal)).status_code == 404


@pytest.mark.parametrize(
    ("step", "method"),
    [
        ("start", "put"),
        ("official", "delete"),
        ("letter", "put"),
        ("preview", "put"),
        ("sent", "post"),
        ("again", "get"),
    ],
)
def test_another_method_is_refused(client, appeal, step, method):
    assert getattr(client, method)(address(step, appeal)).status_code == 405


def test_pages_with_somebodys_words_are_kept_by_no_cache(client, appeal):
    write(client, appeal)
    for step in ("letter", "preview"):
        assert "no-store" in client.get(address(step, appeal)).headers["Cache-Control"]


@pytest.mark.parametrize("step", ["start", "official", "letter", "preview"])
def test_each_page_takes_few_queries(client, wide_appeal, step, django_assert_max_num_queries):
    write(client, wide_appeal)
    with django_assert_max_num_queries(12):
        client.get(address(step, wide_appeal))


# --- in French ----------------------------------------------------------------------------------
def test_the_whole_way_in_french(client, wide_appeal):
    start = address("start", wide_appeal, "fr")
    assert start.startswith("/fr/write/")
    page = client.get(start).text
    assert "Nos refuges ont besoin de gens qui restent." in page
    assert "Votre code postal" in page
    letter = client.post(start, {"postal_code": "m4c1m5"}).url
    assert "Élue de Beaches–East York" in client.get(letter).text
    words = {
        **WORDS,
        "name": "Zoé Hébert",
        "body": "Je m’appelle Zoé Hébert et j’habite près du refuge de la rue Main. "
        "Mon frère y connaît les gardiens par leur nom. Gardez-les.",
    }
    preview = client.post(letter, words).url
    assert preview.startswith("/fr/")
    assert "Maintenant, regardez vos courriels." in client.post(preview, follow=True).text
    run_jobs()
    asked = mail.outbox[-1]
    assert asked.subject == "Confirmez votre lettre, s’il vous plaît"
    link = re.search(r"http://localhost:8000(/fr/write/confirm/\S+)", asked.body)[1]
    assert "Votre lettre est en route." in client.post(link, follow=True).text
    run_jobs()
    assert "Zoé Hébert a écrit cette lettre" in mail.outbox[-1].body
    assert Letter.objects.get().language == "fr"


def test_a_refusal_is_french_too(client, wide_appeal):
    page = client.post(address("start", wide_appeal, "fr"), {"postal_code": "M4C 1MO"})
    assert "avec un zéro" in page.text
