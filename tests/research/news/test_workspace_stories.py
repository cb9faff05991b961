"""A workspace understands news, joins it, and tells its stories."""

from research.nouns.access import Access
from research.nouns.news import NewsFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.research.news.entries import make_entry


def test_entries_that_a_workspace_notes_are_told_as_stories(tmp_path):
    text = "Lochmere Brewing agreed to buy Old Tally Ales for $90 million in cash, the craft brewer said."
    with Workspace.open(Settings(home=tmp_path / "home")) as workspace:
        documents = [make_entry("Lochmere Brewing buys Old Tally Ales", text, key=key) for key in ("a", "b")]
        for document in documents:
            workspace.documents.add(document, [], [])
        workspace.news.note(documents)
        (story,) = workspace.stories.stories(Access("ann"), NewsFilter())
        assert [entry.document_id for entry in story.entries] == ["id-a", "id-b"]
        assert workspace.news.outdated() == []
