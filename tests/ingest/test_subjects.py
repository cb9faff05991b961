import pytest

from ingest.loaded import Metadata
from ingest.subjects import Subjects
from research.nouns.access import PUBLIC, Access
from research.nouns.documents import Kind
from research.nouns.queries import DocumentFilter
from tests.research.library import make_library


@pytest.mark.parametrize(
    ("title", "company"),
    [
        ("Quillmere lifts dividend ahead of results", "Quillmere Pumps, Inc."),
        ("CORRECTED: Quillmere Pumps expects sales to grow", "Quillmere Pumps, Inc."),
        ("Small farms merge again, Tarrow Foods Corporation among them", "Tarrow Foods Corporation"),
        ("Quillmere Ventures buys a mill", None),
        ("Quillmere Pumps and Tarrow Foods share a warehouse", None),
        ("Nickel rises for a fifth day", None),
    ],
)
def test_news_is_about_the_one_company_that_its_title_names(title, company):
    subjects = Subjects(make_library().documents, Access("reader"))
    found = subjects.name(Metadata(title=title, kind=Kind.NEWS))
    assert found.company == company
    assert dict(found.sources).get("company") == (company and "named in the title")


def test_a_company_of_restricted_documents_alone_is_not_told_to_the_readers_of_news():
    catalog = make_library()
    tarrow = next(one for one in catalog.documents.find(Access("reader"), DocumentFilter()) if one.company == "Tarrow Foods Corporation")
    news = Metadata(title="Tarrow Foods Corporation buys a mill", kind=Kind.NEWS)
    catalog.documents.relabel(tarrow.id, "internal")
    assert Subjects(catalog.documents, Access("reader")).name(news) == news
    catalog.documents.relabel(tarrow.id, PUBLIC)
    assert Subjects(catalog.documents, Access("reader")).name(news).company == "Tarrow Foods Corporation"


def test_only_news_without_a_company_is_named():
    subjects = Subjects(make_library().documents, Access("reader"))
    assert subjects.name(Metadata(title="Quillmere Pumps plans", kind=Kind.OTHER)).company is None
    assert subjects.name(Metadata(title="Quillmere Pumps plans", kind=Kind.NEWS, company="Harrow Mills plc")).company == "Harrow Mills plc"
