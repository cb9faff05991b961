"""Which evidence a section of a template needs."""

from research.drafting.templates.body import evidence_of

BODY = """# {{ company.name }}

## Cash

{{ evidence.table }}

{% if found.chart %}
{{ evidence["chart"] }}
{% endif %}

{% if found.said %}
## Words

{{ evidence.said }}
{% endif %}

## {{ draft.topic }}

{{ evidence.news }}
"""


def test_a_section_needs_what_it_places_and_asks_for():
    assert evidence_of(BODY, "Cash") >= {"table", "chart"}
    assert evidence_of(BODY, "Words") == {"said"}
    assert "news" not in evidence_of(BODY, "Cash") | evidence_of(BODY, "Words")


def test_a_heading_that_is_filled_in_may_need_everything():
    assert evidence_of(BODY, "Tariffs") == {"table", "chart", "said", "news"}
