"""Whatever anybody types, a header of a message stays one header."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reclaim.act.letters import rules
from reclaim.act.letters.models import Delivery, Letter
from reclaim.act.letters.services import composing
from reclaim.core import clock
from tests.builders import OWN_WORDS, make_appeal, make_organization

pytestmark = pytest.mark.django_db
EXPECTED = {
    *("content-type", "mime-version", "content-transfer-encoding"),
    *("subject", "from", "to", "date", "reply-to", "message-id"),
}
TRICKY = st.sampled_from(["\r\nBcc: all@people.example", "\n\n", "\u2028", "\x85", "\x0b", "%0a"])
TYPED = st.text(max_size=40) | st.builds("{}{}{}".format, st.text(max_size=9), TRICKY, st.text())


@pytest.fixture
def appeal(db):
    return make_appeal(make_organization("Local 4120"))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=TYPED, subject=TYPED)
def test_typed_text_never_makes_a_header(appeal, name, subject):
    if rules.why_not_name(name) or rules.why_not_subject(subject):
        return
    letter = Letter(
        appeal=appeal,
        office=appeal.campaign.targets.get().office,
        writer_name=name,
        writer_email="rosa@people.example",
        subject=subject,
        body=OWN_WORDS,
        to_email="clerk@council.example",
        language="en",
    )
    delivery = Delivery(letter=letter, message_id="<letter.1@reclaim.example>")
    raw = composing.compose_letter(delivery, clock.now()).message().as_bytes(linesep="\r\n")
    head = raw.partition(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert {line.partition(b":")[0].decode().lower() for line in lines} == EXPECTED
    assert len(lines) == len(EXPECTED)
    assert b"\n" not in head.replace(b"\r\n", b"")


@given(text=st.text())
def test_one_line_means_one_line(text):
    if rules.is_one_line(text):
        assert not set(text) & set("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\0")


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x7f"])
def test_no_address_breaks_a_line_between_quotation_marks(mark):
    assert rules.why_not_email(f'"rosa{mark}{mark}X-More:1"@people.example')


def test_an_address_longer_than_mail_allows_is_none():
    assert rules.why_not_email(f"rosa@{'people.' * 36}example")
