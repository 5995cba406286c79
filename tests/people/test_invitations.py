"""Inviting by e-mail: queued, sent once in the invitee's language, accepted once."""

import re
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core import mail as outbox
from django_tasks_db.models import DBTaskResult

from reclaim.core import clock, mail
from reclaim.core.errors import Refused, Unavailable
from reclaim.people import queries, services
from reclaim.people.models import Invitation, Membership, Person, Role, User
from tests.builders import PASSWORD, make_invitation, make_person, make_user, run_jobs

pytestmark = pytest.mark.django_db


def invite(local, by, email="nadia@people.example", role=Role.READER, language="en"):
    return services.invite(local, email, role, language, by=by, at=clock.now())


def accept(token, **changes):
    facts = {"given_name": "Nadia", "family_name": "Roy", "password": PASSWORD, **changes}
    return services.accept_invitation(token, **facts, at=clock.now())


def link_in(message):
    return re.search(r"/people/invitations/([\w-]+)/", message.body)


def test_the_message_waits_in_the_queue(ana, local):
    assert invite(local, ana).status == "queued"
    assert outbox.outbox == []


def test_the_message_says_who_invites_to_what_and_how_to_accept(ana, local, settings):
    invite(local, ana)
    run_jobs()
    (message,) = outbox.outbox
    assert message.to == ["nadia@people.example"]
    assert message.reply_to == ["ana@people.example"]
    assert message.subject == "Ana invites you to Local 4120 on Reclaim"
    assert "as reader" in message.body
    assert f"{settings.BASE_URL}/people/invitations/" in message.body
    assert "until 19 October 2026" in message.body


def test_the_message_is_written_in_the_language_of_the_invited(ana, local):
    invite(local, ana, language="fr")
    run_jobs()
    (message,) = outbox.outbox
    assert message.subject == "Ana vous invite à rejoindre Local 4120 sur Reclaim"
    assert "/fr/people/invitations/" in message.body
    assert "19 octobre 2026" in message.body


def test_the_link_is_kept_nowhere_but_in_the_message(ana, local):
    invitation = invite(local, ana)
    run_jobs()
    token = link_in(outbox.outbox[0])[1]
    kept = Invitation.objects.values().get(pk=invitation.pk)
    jobs = list(DBTaskResult.objects.values("args_kwargs", "return_value"))
    lines = list(LogEntry.objects.values())
    assert queries.invitation_behind(token) == invitation
    assert token not in f"{kept}{jobs}{lines}"


def test_a_message_is_sent_once_though_the_job_runs_twice(ana, local):
    invitation = invite(local, ana)
    run_jobs()
    services.send_invitation.call(invitation.pk)
    assert len(outbox.outbox) == 1


def test_a_mail_server_that_is_away_is_asked_again_later(ana, local, monkeypatch):
    def away(message):
        raise Unavailable("connection refused")

    monkeypatch.setattr(mail, "send", away)
    invitation = invite(local, ana)
    run_jobs()
    invitation.refresh_from_db()
    assert invitation.status == "queued"
    assert DBTaskResult.objects.filter(status="READY", run_after__gt=invitation.invited_at).exists()


def test_an_address_the_mail_server_refuses_is_shown_with_its_answer(ana, local, monkeypatch):
    def refuse(message):
        raise Refused("550 no such user")

    monkeypatch.setattr(mail, "send", refuse)
    invitation = invite(local, ana)
    run_jobs()
    invitation.refresh_from_db()
    assert (invitation.status, invitation.refused_because) == ("refused", "550 no such user")


def test_an_invitation_withdrawn_before_it_left_is_not_sent(ana, local):
    services.withdraw_invitation(invite(local, ana), by=ana, at=clock.now())
    run_jobs()
    assert outbox.outbox == []


def test_a_reader_invites_nobody(ben, local):
    with pytest.raises(Refused, match="Only an administrator or a coordinator"):
        invite(local, ben)


def test_nobody_invites_to_a_role_above_theirs(ana, local):
    with pytest.raises(Refused, match="not this one"):
        invite(local, ana, role=Role.ADMINISTRATOR)


def test_nobody_invites_outside_their_reach(cleo, local):
    with pytest.raises(Refused, match="Local 4120"):
        invite(local, cleo)


def test_an_address_that_holds_the_role_is_not_invited_to_it(ana, ben, local):
    with pytest.raises(Refused, match=r"ben@people\.example already holds this role"):
        invite(local, ana, email=" Ben@People.example ")


def test_an_address_is_invited_to_a_role_once(ana, local):
    invite(local, ana)
    with pytest.raises(Refused, match="already invited"):
        invite(local, ana, email="NADIA@people.example")


def test_an_expired_invitation_makes_room_for_a_new_one(ana, local):
    old, _ = make_invitation(
        local, ana, "nadia@people.example", invited_at=clock.now() - timedelta(days=14)
    )
    new = invite(local, ana)
    old.refresh_from_db()
    assert (old.status, new.status) == ("withdrawn", "queued")


def test_accepting_makes_the_account_with_its_role(ana, local):
    invitation, token = make_invitation(local, ana, role=Role.ORGANIZER, language="fr")
    user = accept(token)
    assert user.check_password(PASSWORD)
    assert (str(user), user.email, user.language) == ("Nadia Roy", invitation.email, "fr")
    assert user.holds(local, Role.ORGANIZER)


def test_accepting_joins_the_account_to_the_record_with_its_address(ana, local, other_local):
    mine = make_person(local, email="Nadia@people.example")
    elsewhere = make_person(other_local, email="nadia@people.example")
    _, token = make_invitation(local, ana, "nadia@people.example")
    user = accept(token)
    assert list(Person.objects.filter(user=user)) == [mine]
    elsewhere.refresh_from_db()
    assert elsewhere.user is None


def test_two_records_with_one_address_are_joined_to_nobody(ana, local):
    for _ in range(2):
        make_person(local, email="nadia@people.example")
    _, token = make_invitation(local, ana, "nadia@people.example")
    assert not Person.objects.filter(user=accept(token)).exists()


def test_a_link_works_once(ana, local):
    _, token = make_invitation(local, ana)
    accept(token)
    with pytest.raises(Refused, match="already accepted"):
        accept(token)


def test_an_expired_link_says_so(ana, local):
    _, token = make_invitation(local, ana, invited_at=clock.now() - timedelta(days=14))
    with pytest.raises(Refused, match="expired"):
        accept(token)


def test_a_withdrawn_link_says_so(ana, local):
    invitation, token = make_invitation(local, ana)
    services.withdraw_invitation(invitation, by=ana, at=clock.now())
    with pytest.raises(Refused, match="withdrawn"):
        accept(token)


def test_a_link_cut_short_says_so(ana, local):
    _, token = make_invitation(local, ana)
    with pytest.raises(Refused, match="not complete"):
        accept(token[:-1])


def test_an_invitation_by_a_closed_account_lets_nobody_in(ana, local):
    _, token = make_invitation(local, ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    with pytest.raises(Refused, match="can no longer do so"):
        accept(token)


def test_a_link_used_while_another_click_waited_says_so(ana, local, monkeypatch):
    invitation, token = make_invitation(local, ana)
    stale = Invitation.objects.get(pk=invitation.pk)
    accept(token)
    monkeypatch.setattr(queries, "invitation_behind", lambda _token: stale)
    with pytest.raises(Refused, match="already accepted"):
        accept(token)


def test_an_invitation_by_somebody_who_lost_the_role_lets_nobody_in(dora, ana, local):
    _, token = make_invitation(local, ana)
    services.end_role(Membership.objects.get(user=ana), by=dora, at=clock.now())
    with pytest.raises(Refused, match="can no longer do so"):
        accept(token)
    assert not User.objects.filter(first_name="Nadia").exists()


def test_an_address_with_an_account_is_asked_to_sign_in(ana, cleo, local):
    _, token = make_invitation(local, ana, cleo.email)
    with pytest.raises(Refused, match="already have an account"):
        accept(token)


def test_an_account_gets_the_role_by_accepting_signed_in(ana, cleo, local, other_local):
    _, token = make_invitation(local, ana, cleo.email, role=Role.LEADER)
    services.accept_signed_in(token, by=cleo, at=clock.now())
    assert cleo.holds(local, Role.LEADER)
    assert cleo.holds(other_local, Role.COORDINATOR)


def test_an_account_cannot_accept_what_went_to_another_address(ana, cleo, local):
    _, token = make_invitation(local, ana, "nadia@people.example")
    with pytest.raises(Refused, match="another address"):
        services.accept_signed_in(token, by=cleo, at=clock.now())


def test_an_accepted_invitation_is_not_withdrawn(ana, local):
    invitation, token = make_invitation(local, ana)
    accept(token)
    with pytest.raises(Refused, match="not open any more"):
        services.withdraw_invitation(invitation, by=ana, at=clock.now())


def test_an_organizer_withdraws_no_invitation(ana, local):
    organizer = make_user("Olu", local, Role.ORGANIZER)
    invitation, _ = make_invitation(local, ana)
    with pytest.raises(Refused, match="Only an administrator or a coordinator"):
        services.withdraw_invitation(invitation, by=organizer, at=clock.now())
