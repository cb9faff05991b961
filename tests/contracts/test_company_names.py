"""What every CompanyNames promises."""

import pytest

from research.errors import NotFoundError


def test_a_name_means_the_company_that_was_said_last(catalog):
    catalog.names.put("Quill & Mere", "Quillmere", user="ann")
    catalog.names.put("Alpha", "Beta", user="ann")
    catalog.names.put("QUILL MERE", "Quillmere Pumps", user="bob")
    assert catalog.names.all() == {"Alpha": "Beta", "QUILL MERE": "Quillmere Pumps"}


def test_a_removed_name_is_gone(catalog):
    catalog.names.put("Alpha", "Beta", user="ann")
    catalog.names.remove("ALPHA")
    assert catalog.names.all() == {}
    with pytest.raises(NotFoundError):
        catalog.names.remove("Alpha")
