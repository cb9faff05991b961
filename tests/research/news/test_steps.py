"""Entries of one company and one sort of event that tell of two."""

import pytest

from research.news.kinds import told_alike
from research.nouns.news import Tie
from tests.research.news.told import tie, traits

OWN = "Calder & Finch Group: Transaction in Own Shares"
HOLDING = "Calder & Finch Group: Holding(s) in Company"
BID = (
    "Calder & Finch makes approach for Render",
    "Calder & Finch Group proposed to buy Render for $47 a share in cash, or about $2.3 billion, it said on Thursday.",
)
FLU = ("Calder & Finch wins approval for flu vaccine", "Calder & Finch Group may sell its flu vaccine to adults, the agency said.")


def bought(day: int, count: str, price: str, left: str) -> tuple[str, str]:
    text = f"on {day} February it purchased for cancellation {count} of its ordinary shares of 10p each through Dunmore at {price}."
    return OWN, f"Calder & Finch Group announces that {text} Following the purchase, {left} shares remain in issue."


def test_notices_of_a_series_are_no_copies_of_each_other():
    first = bought(10, "184,310", "611.2p", "702,114,902")
    assert tie(first, bought(11, "162,750", "623.9p", "701,952,152"), hours=24) is None
    assert tie(first, first, hours=1) is Tie.COPY


def test_notices_of_different_holders_are_apart():
    form = "TR-1: Standard form for notification of major holdings. Issuer: Calder & Finch Group. Reason: voting rights. Name:"
    one = (HOLDING, f"{form} Brackwell Asset Partners. Reached on Monday: 5.12% of votes, held through Marlow Nominees of Ostrava.")
    other = (HOLDING, f"{form} Ostwick Provinces Fund. Crossed at Tuesday noon; 2.96% remain with Tollgate Custody in Leuven.")
    assert tie(one, other, hours=5) is None


@pytest.mark.parametrize(
    "later",
    [
        ("Render spurns Calder & Finch proposal", "The board of Render said no to $47 a share from Calder & Finch Group."),
        ("Calder & Finch raises proposal for Render", "Calder & Finch Group now offers $52 a share for Render, up from $47."),
        ("Calder & Finch not in talks with Render", "Calder & Finch Group said that nobody spoke with Render about $47 a share."),
        ("Calder & Finch completes acquisition of Render", "Calder & Finch Group paid $47 a share for Render."),
        ("Calder & Finch agrees to buy Render", "Calder & Finch Group signed for Render at $47 a share, or $2.3 billion."),
    ],
)
def test_a_later_step_of_a_bid_is_another_story(later):
    assert tie(BID, later, hours=5) in {None, Tie.FOLLOW_UP}


def test_one_step_in_other_words_is_one_story():
    first = ("Render rejects Calder & Finch", "Render turned down $47 a share from Calder & Finch Group, or about $2.3 billion.")
    second = ("Render spurns Calder & Finch proposal", "Render does not want $47 a share, or $2.3 billion, from Calder & Finch Group.")
    assert tie(first, second) is Tie.REWRITE


def test_the_end_of_a_strike_is_another_story():
    first = ("Strike begins at Calder & Finch kettle works", "Workers of Calder & Finch Group at Ember Vale walked out on Tuesday.")
    second = ("Strike at Calder & Finch ends", "Workers of Calder & Finch Group at Ember Vale took a bonus.")
    assert tie(first, second, hours=12) in {None, Tie.FOLLOW_UP}


def test_two_things_of_one_sort_are_apart():
    other = ("Calder & Finch wins approval for shingles vaccine", "Calder & Finch Group may sell its shingles vaccine, the agency said.")
    assert tie(FLU, other) in {None, Tie.FOLLOW_UP}
    assert tie(FLU, ("Calder & Finch flu vaccine gets nod", "The agency lets Calder & Finch Group sell its flu vaccine.")) is Tie.REWRITE


def test_codes_of_titles_tell_drugs_apart():
    first = ("Calder & Finch licenses CFN-220 to Sorrel", "Calder & Finch Group gave Sorrel Pharma the rights to CFN-220.")
    second = ("Calder & Finch gives update on trial of CFN-118", "CFN-118 did not beat placebo; Calder & Finch Group still has CFN-220.")
    assert tie(first, second) in {None, Tie.FOLLOW_UP}


def test_contracts_of_other_sums_are_apart():
    first = ("Calder & Finch wins supply contract", "Calder & Finch Group will supply kettles for about $86 million.")
    second = ("Calder & Finch wins contract in tender", "Calder & Finch Group will supply pans for $19.4 million.")
    assert tie(first, second) in {None, Tie.FOLLOW_UP}


def test_a_strike_is_no_report_of_a_quarter():
    first = ("Calder & Finch quarterly output rises 6%", "Calder & Finch Group made 61,400 kettles at Ember Vale in the quarter.")
    second = ("Workers walk out at Calder & Finch", "The union at Ember Vale began a strike at Calder & Finch Group.")
    assert tie(first, second) in {None, Tie.FOLLOW_UP}


def test_a_withdrawn_report_joins_what_it_withdraws():
    first = ("Prosecutor subpoenas Calder & Finch over kettles", "A prosecutor sent Calder & Finch Group a subpoena about loose handles.")
    second = (f"WITHDRAWN-{first[0]}", "Please disregard the story. The subpoena names Calder Finches LLC, an unrelated company.")
    assert tie(first, second, hours=2) is Tie.RETRACTION


def test_a_sentence_that_names_another_matter_sets_apart_only_what_is_of_its_sort():
    words = "Calder & Finch Group cuts 700 jobs. The cuts are unrelated to the purchase of Render."
    first, second = ("Calder & Finch to cut 700 jobs", words), ("700 jobs go at Calder & Finch", "Calder & Finch Group cuts 700 jobs.")
    assert tie(first, second) is Tie.REWRITE
    assert "acquisition" not in traits(*first).kinds


def test_what_is_about_no_known_company_needs_more_than_a_sort_of_event():
    first = ("Calder & Finch opens kettle works", "Calder & Finch Group opened its works at Ember Vale.")
    assert tie(first, ("Dental chain opens fiftieth clinic", "The dental chain opened a clinic in Mesa.")) is None


def test_a_note_in_the_first_person_is_an_opinion():
    note = ("Calder & Finch (CLFN): dear at this price", "We like the fit with Render, but not the $47 a share.")
    assert "opinion" in traits(*note).marks
    assert tie(BID, note) in {None, Tie.FOLLOW_UP}
    assert "opinion" not in traits("Calder & Finch (CLFN): results", "Calder & Finch Group earned more.").marks


def test_the_notice_of_a_date_is_a_preview():
    assert "preview" in traits("Calder & Finch Schedules Fourth Quarter Earnings Release").marks
    assert "preview" in traits("Calder & Finch Group: Notice of Results").marks


def test_lines_behind_cashtags_are_a_list():
    assert "roundup" in traits("Friday: what moved", "$CLFN +2: kettles $RNDR -4: no bid $HRGT +1: upgraded").marks
    assert "roundup" not in traits("Friday: what moved", "$CLFN +46% on its kettles. $RNDR and $HRGT flat.").marks


def test_sorts_of_things_are_read_in_both_languages():
    assert traits("Calder & Finch tests shingles vaccine").things == {"vaccin": frozenset({"shingles", "shingl"})}
    assert traits("云栖重工：四价流感疫苗获批").things == {"疫苗": frozenset({"流感"})}
    assert traits("Calder & Finch vaccine").things == {}


def test_what_is_told_in_other_words_of_one_act_is_alike():
    assert told_alike(frozenset({"opposed"})) == {"opposed", "rejection", "denial"}
    assert told_alike(frozenset({"recall"})) == {"recall"}


def test_a_suit_over_what_an_authority_ordered_is_another_story():
    first = (
        "State shuts Calder & Finch kettle works",
        "The state ordered Calder & Finch Group to close its works at Ember Vale over smoke.",
    )
    second = ("Neighbours sue Calder & Finch over smoke", "Neighbours of the works at Ember Vale sued Calder & Finch Group over smoke.")
    assert tie(first, second, hours=12) in {None, Tie.FOLLOW_UP}


def test_amounts_that_differ_tell_two_events_apart_unless_the_later_one_corrects():
    first = ("Calder & Finch fined $41 million", "A regulator fined Calder & Finch Group $41.2 million over late repairs.")
    other = "A regulator fined Calder & Finch Group $18.7 million over late repairs."
    assert tie(first, ("Calder & Finch fined $18.7 million", other)) in {None, Tie.FOLLOW_UP}
    assert tie(first, ("Corrected: Calder & Finch fined $18.7 million", other)) is Tie.CORRECTION
