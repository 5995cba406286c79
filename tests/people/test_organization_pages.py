"""Organizations: the tree, roles, worksites, and inviting from the page."""

import pytest

from reclaim.people.models import Invitation, Membership, Role, Worksite
from tests.builders import make_invitation, make_organization, make_person, make_user, make_worksite

pytestmark = pytest.mark.django_db
TREE = "/people/organizations/"


@pytest.fixture
def url(local):
    return f"{TREE}{local.slug}/"


class TestTree:
    def test_it_shows_what_i_reach_each_under_the_one_above(self, client_of, dora, local):
        page = client_of(dora).get(TREE).text
        names = ["Ontario Division", "Municipal Council", "Local 4120"]
        assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)
        assert "administrator" in page

    def test_a_member_of_one_local_sees_that_local_only(self, client_of, ben, other_local):
        page = client_of(ben).get(TREE).text
        assert "Local 4120" in page
        assert "Local 77" not in page
        assert "Municipal Council" not in page

    def test_it_takes_no_posts(self, client_of, ana):
        assert client_of(ana).post(TREE).status_code == 405

    def test_an_account_without_a_role_is_told_whom_to_ask(self, client_of, staff):
        assert "You hold no role" in client_of(staff).get(TREE).text

    def test_a_visitor_is_asked_to_sign_in(self, client):
        assert client.get(TREE).status_code == 302

    @pytest.mark.parametrize("locals_", [2, 30])
    def test_it_asks_the_same_few_questions_at_any_size(
        self, client_of, dora, council, django_assert_num_queries, locals_
    ):
        for _ in range(locals_):
            make_worksite(make_organization(under=council))
        client = client_of(dora)
        with django_assert_num_queries(5):  # session, account, roles, organizations, worksites
            client.get(TREE)


class TestOrganization:
    def test_a_coordinator_sees_who_does_what_and_who_is_invited(
        self, client_of, ana, ben, local, url
    ):
        make_invitation(local, ana, "nadia@people.example")
        page = client_of(ana).get(url).text
        for shown in ["Ben", "reader", "nadia@people.example", "Invite somebody", "19 Oct. 2026"]:
            assert shown in page

    def test_a_teammate_sees_the_worksites_but_not_who_does_what(
        self, client_of, ana, ben, local, url
    ):
        make_worksite(local, "North kitchen", headcount=40)
        make_invitation(local, ana, "nadia@people.example")
        page = client_of(ben).get(url).text
        assert "North kitchen" in page
        for hidden in [
            "nadia@people.example",
            "Invite somebody",
            "Who does what",
            "Add a worksite",
        ]:
            assert hidden not in page

    def test_roles_that_ended_are_not_shown(self, client_of, ana, ben, local, url):
        client = client_of(ana)
        client.post(f"/people/roles/{Membership.objects.get(user=ben).pk}/end/")
        assert "Ben" not in client.get(url).text

    def test_a_refused_invitation_shows_what_the_server_said(self, client_of, ana, local, url):
        make_invitation(local, ana, sent_at=None, refused_because="550 No such user")
        assert "550 No such user" in client_of(ana).get(url).text

    def test_worksites_count_the_people_on_our_lists(self, client_of, ana, local, url):
        kitchen = make_worksite(local, "North kitchen", headcount=1234)
        for _ in range(3):
            make_person(local, worksite=kitchen)
        page = client_of(ana).get(url).text
        assert "1,234" in page
        assert '<td class="n">3</td>' in page

    def test_it_takes_no_posts(self, client_of, ana, url):
        assert client_of(ana).post(url).status_code == 405

    @pytest.mark.parametrize("who", ["cleo", "staff"])
    def test_a_stranger_finds_nothing(self, client_of, url, who, request):
        assert client_of(request.getfixturevalue(who)).get(url).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, url):
        assert client.get(url).status_code == 302

    def test_it_asks_the_same_few_questions_at_any_size(
        self, client_of, ana, local, url, django_assert_max_num_queries
    ):
        for _ in range(20):
            make_user(organization=local)
            make_invitation(local, ana)
            make_worksite(local)
        client = client_of(ana)
        with django_assert_max_num_queries(10):
            client.get(url)


class TestInviting:
    @pytest.fixture
    def invite(self, url):
        return f"{url}invite/"

    facts = {"email": "nadia@people.example", "role": "leader", "language": "fr"}

    def test_an_invitation_is_kept_and_said_to_be_on_its_way(self, client_of, ana, invite, url):
        answer = client_of(ana).post(invite, self.facts, follow=True)
        assert answer.redirect_chain == [(url, 302)]
        assert "nadia@people.example is invited." in answer.text
        assert Invitation.objects.get().role == Role.LEADER

    def test_the_roles_offered_are_those_i_may_give(self, client_of, ana, dora, invite):
        assert 'value="administrator"' not in client_of(ana).get(invite).text
        assert 'value="administrator"' in client_of(dora).get(invite).text

    def test_a_role_that_is_not_offered_is_not_taken(self, client_of, ana, invite):
        page = client_of(ana).post(invite, {**self.facts, "role": "administrator"})
        assert page.status_code == 200
        assert not Invitation.objects.exists()

    def test_an_address_that_has_the_role_is_one_sentence(self, client_of, ana, ben, invite):
        page = client_of(ana).post(invite, {**self.facts, "email": ben.email, "role": "reader"})
        assert page.status_code == 403
        assert "already holds this role here" in page.text

    @pytest.mark.parametrize("who", ["ben", "lea", "cleo", "staff"])
    def test_who_may_not_invite_finds_nothing(self, client_of, invite, who, request):
        client = client_of(request.getfixturevalue(who))
        assert client.get(invite).status_code == 404
        assert client.post(invite, self.facts).status_code == 404
        assert not Invitation.objects.exists()

    def test_a_visitor_is_asked_to_sign_in(self, client, invite):
        assert client.post(invite, self.facts).status_code == 302


class TestWithdrawing:
    @pytest.fixture
    def invitation(self, local, ana):
        return make_invitation(local, ana)[0]

    @pytest.fixture
    def withdraw(self, invitation):
        return f"/people/invitations/{invitation.pk}/withdraw/"

    def test_it_is_withdrawn(self, client_of, ana, invitation, withdraw):
        answer = client_of(ana).post(withdraw, follow=True)
        assert "Its link no longer works" in answer.text
        invitation.refresh_from_db()
        assert invitation.withdrawn_by == ana

    def test_looking_withdraws_nothing(self, client_of, ana, withdraw):
        assert client_of(ana).get(withdraw).status_code == 405

    @pytest.mark.parametrize("who", ["ben", "cleo", "staff"])
    def test_who_may_not_withdraw_finds_nothing(self, client_of, withdraw, who, request):
        assert client_of(request.getfixturevalue(who)).post(withdraw).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, withdraw):
        assert client.post(withdraw).status_code == 302


class TestEndingARole:
    @pytest.fixture
    def end(self, ben):
        return f"/people/roles/{Membership.objects.get(user=ben).pk}/end/"

    def test_it_asks_first(self, client_of, ana, end):
        page = client_of(ana).get(end)
        assert "End the role of Ben as reader?" in page.text
        assert not Membership.objects.exclude(ended_at=None).exists()

    def test_then_it_ends(self, client_of, ana, ben, end, url):
        assert client_of(ana).post(end).url == url
        assert client_of(ben).get(url).status_code == 404

    def test_a_role_that_may_not_end_says_why_and_offers_no_button(self, client_of, dora):
        own = Membership.objects.get(user=dora)
        page = client_of(dora).get(f"/people/roles/{own.pk}/end/").text
        assert "Nobody else administers" in page
        assert "End it now" not in page

    @pytest.mark.parametrize("who", ["lea", "cleo", "staff"])
    def test_who_may_not_end_it_finds_nothing(self, client_of, end, who, request):
        assert client_of(request.getfixturevalue(who)).post(end).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, end):
        assert client.post(end).status_code == 302


class TestWorksites:
    @pytest.fixture
    def add(self, url):
        return f"{url}worksites/add/"

    facts = {"name_en": "North kitchen", "name_fr": "Cuisine nord", "headcount": "40"}

    def test_a_worksite_is_added(self, client_of, ana, local, add, url):
        assert client_of(ana).post(add, self.facts).url == url
        worksite = Worksite.objects.get()
        assert (worksite.organization, worksite.headcount) == (local, 40)

    def test_a_headcount_may_be_unknown(self, client_of, ana, add):
        client_of(ana).post(add, {**self.facts, "headcount": ""})
        assert Worksite.objects.get().headcount is None

    @pytest.mark.parametrize("wrong", ["many", "-3", "1e3", "99999999999999999999"])
    def test_a_headcount_that_is_no_number_is_said_at_its_field(self, client_of, ana, add, wrong):
        page = client_of(ana).post(add, {**self.facts, "headcount": wrong})
        assert page.status_code == 200
        assert "North kitchen" in page.text  # nothing typed is lost
        assert not Worksite.objects.exists()

    def test_a_worksite_is_named_once(self, client_of, ana, local, add):
        make_worksite(local, "North kitchen")
        page = client_of(ana).post(add, self.facts)
        assert "North kitchen is already among the worksites." in page.text

    @pytest.mark.parametrize("who", ["ben", "lea", "cleo", "staff"])
    def test_who_may_not_add_finds_nothing(self, client_of, add, who, request):
        assert client_of(request.getfixturevalue(who)).post(add, self.facts).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client, add):
        assert client.post(add, self.facts).status_code == 302
