"""A walled library tells an outsider nothing of what is not theirs, by no path; `python -m tests.bench.leaks` asks more of more."""

import pytest

from research.nouns.conversations import FRESH
from research.nouns.queries import DocumentFilter
from tests.bench.leak_paths import GHOST, PATHS, Look, Pages, found_in, plain, uploads
from tests.bench.walled import CHIEF, FALCON, LEAVE, OUTSIDER, PUBLIC_COMPANIES, add_secrets, secrets, walled

QUESTIONS = ("What lowered the cost of freight?", "What were net sales of Alderbrook Pumps in FY2024?")


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walled")
    with walled(folder, 4, companies=PUBLIC_COMPANIES[:1]) as made:
        for one in made.secrets:
            made.workspace.names.put(f"Aliva{one.word}", one.company, user="kim")
        made.kept[0] = made.workspace.converse(
            f"What is the Texva{made.secrets[0].word} programme?", made.workspace.access("kim"), FRESH
        ).id
        yield made


@pytest.fixture
def pages(held):
    return Pages.of(held)


def results(held):
    access = held.workspace.access(OUTSIDER)
    found = [held.workspace.search(question, access).retrieval.results for question in QUESTIONS]
    return [[(one.document, one.score, one.lexical_rank, one.dense_rank, one.features) for one in each] for each in found]


@pytest.mark.parametrize("name", [name for name, (_, is_of_one) in PATHS.items() if not is_of_one and "commands" not in name])
def test_no_list_tells_of_what_is_hidden(held, pages, tmp_path, name):
    path, _ = PATHS[name]
    told = [*path(Look(held, pages, OUTSIDER, GHOST, tmp_path)), held.desk(OUTSIDER, "names").all, held.desk(OUTSIDER, "status").all]
    assert [word for one in told for word in found_in(one, held.hidden(OUTSIDER), None)] == []
    assert "alderbrook-note" in "".join(told)


def test_what_is_not_allowed_reads_like_what_is_not_there(held, pages, tmp_path):
    path, _ = PATHS["direct links: documents, pages, images, originals, facts, answers"]
    pages.read_by(held, OUTSIDER)
    told, ghost = (list(path(Look(held, pages, OUTSIDER, one, tmp_path))) for one in (held.secrets[0], GHOST))
    assert [plain(one, held.secrets[0]) for one in told] == [plain(one, GHOST) for one in ghost]


def test_a_file_with_the_bytes_of_a_hidden_document_comes_in_like_a_new_one(held, pages, tmp_path):
    told = [plain(uploads(Look(held, pages, "eve", one, tmp_path)), one) for one in (held.secrets[0], GHOST)]
    assert told[0] == told[1]
    assert "added" in told[0]


def test_more_restricted_documents_change_no_score_of_an_outsider(held, tmp_path):
    before = results(held)
    add_secrets(held.workspace, tmp_path, secrets(6)[4:])
    assert results(held) == before
    assert all(before)


def test_a_revocation_holds_on_the_next_request(held):
    rights, documents = held.workspace.rights, held.workspace.documents

    def seen():
        return {one.label for one in documents.find(held.workspace.access("fay"), DocumentFilter())}

    for _ in range(5):
        rights.grant(CHIEF, "fay", FALCON, LEAVE)
        assert FALCON in seen()
        rights.revoke(CHIEF, "fay", FALCON, reason="left")
        assert FALCON not in seen()
