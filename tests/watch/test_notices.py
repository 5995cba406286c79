"""A call's title is found in its boilerplate, and our words are marked in it."""

import pytest

from reclaim.watch.templatetags.notices import headline, marked


@pytest.mark.parametrize(
    ("published", "title"),
    [
        (
            (
                "This RFP is an invitation by the City of Toronto (the “City”) to prospective suppliers"
                " to submit Bids for Security Guard Services at Various Events as further described in"
                " Part 3 (Requirements for Deliverables)."
            ),
            "Security Guard Services at Various Events",
        ),
        (
            (
                "This Notice of Intended Procurement is to notify Proponents of the upcoming negotiated"
                " Request for Proposal (nRFP) for Street Litter Bins Replacement, Repair and"
                " Maintenance Services. The overall objective is"
            ),
            "Street Litter Bins Replacement, Repair and Maintenance Services",
        ),
        (
            (
                "The objective of this RFP is to retain an experienced and qualified security services"
                " Successful Supplier to provide Security Guard Services at various City of Toronto"
                " Parks. The Successful Supplier shall also"
            ),
            "Security Guard Services at various City of Toronto Parks",
        ),
        (
            (
                "Quotations are invited for the non-exclusive for the supply of all labour, equipment"
                " and material necessary to provide Winter Maintenance Services for Depot 1 from"
            ),
            "Winter Maintenance Services for Depot 1 from",
        ),
        ("Cyber Security Services", "Cyber Security Services"),
        ("", ""),
    ],
)
def test_the_title_is_what_is_bought(published, title):
    assert headline(published) == title


def test_a_long_title_is_cut_between_words():
    assert headline("snow " * 60) == "Snow " + "snow " * 28 + "snow…"


def test_words_are_marked_whatever_their_case_or_plural():
    text = "Guard services; guards, vanguard."
    assert marked(text, ["guard"]) == (
        "<mark>Guard</mark> services; <mark>guards</mark>, vanguard."
    )


def test_what_the_publisher_wrote_is_escaped():
    assert marked("<b>guard</b>", ["guard"]) == "&lt;b&gt;<mark>guard</mark>&lt;/b&gt;"
    assert marked("<i>", []) == "&lt;i&gt;"
