"""What waits for its vectors: news beyond some are held by their ids alone, and none is left out."""

from dataclasses import replace

from ingest.embedding import MOST_NEWS_WAITING, EmbeddingStage
from ingest.pipeline import IngestPipeline
from ingest.progress import Silence
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Tier
from research.nouns.queries import DocumentFilter
from tests.ingest.samples import READER, FakeWorkspace
from tests.ingest.test_lane import AT, readers

NEWS = Document("", "", "", "", Kind.NEWS, Tier.THIRD_PARTY, DocumentState.LEXICAL, AT, title="Orders rise", text="Orders rise.")


def test_all_news_get_their_vectors_however_many_wait(workspace: FakeWorkspace):
    stage = EmbeddingStage(workspace, IngestPipeline(workspace, readers(), Silence()), Silence())
    documents = [replace(NEWS, id=f"n{number:05}", name=f"n-{number}", source_key=f"feed#{number}", content_hash=f"{number:064x}")
                 for number in range(MOST_NEWS_WAITING + 600)]  # fmt: skip
    for one in documents:
        workspace.documents.add(one, [Chunk(f"c-{one.id}", one.id, 0, 0, len(one.text), one.text, 1)], [])
        stage.add([replace(one, text="")])
    while stage.step():
        pass
    found = workspace.documents.find(READER, DocumentFilter(any_state=True))
    assert {one.state for one in found} == {DocumentState.COMPLETE}
    assert sorted(workspace.matrix.held) == [one.id for one in documents]
    assert stage.is_idle
