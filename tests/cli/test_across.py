"""`desk ask --batch --across`: a grid as JSON lines and as a workbook."""

import json

import pytest
from openpyxl import load_workbook

from tests.cli.desk_process import desk, interrupt, start_desk

PUMPS, FOODS = "Quillmere Pumps & Instruments, Inc.", "Tarrowby Foods Corporation"


def write_batch(folder, *rows):
    batch = folder / "questions.jsonl"
    batch.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return batch


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_is_asked_of_every_company_and_written_as_a_workbook(sample_home, tmp_path):
    batch = write_batch(tmp_path, {"id": "a", "question": "What was revenue in FY2024?"}, {"question": "What was revenue in FY2019?"})
    book_path = tmp_path / "grid.xlsx"
    done = desk("ask", "--batch", batch, "--across", "all", "-o", book_path, "--json", home=sample_home)
    rows = lines(done)
    assert (done.returncode, done.stderr) == (0, "")
    assert [(row.get("id"), row["company"], row["status"]) for row in rows] == [
        ("a", PUMPS, "answered"),
        ("a", FOODS, "answered"),
        (None, PUMPS, "insufficient_evidence"),
        (None, FOODS, "insufficient_evidence"),
    ]
    assert [row["value"]["number"] for row in rows[:2]] == ["1284.6", "318462"]
    assert rows[0]["citations"][0]["document"] == "quillmere-10k-2024"
    assert rows[1]["citations"][0]["document"] == "tarrowby-10k-2024"
    assert list(rows[0])[:3] == ["id", "company", "question"]

    book = load_workbook(book_path)
    assert [cell.value for cell in book["Grid"][2]] == ["What was revenue in FY2024?", "FY2024", "USD in millions", 1284.6, 318.462]
    assert book["Grid"]["D3"].value.startswith("not found: the FY2019 filing of Quillmere")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["grid.xlsx", "questions.jsonl"]


def test_named_companies_are_columns_in_order_one_that_is_not_held_too(sample_home, tmp_path):
    batch = write_batch(tmp_path, {"question": "What were total assets at the end of FY2024?"})
    done = desk("ask", "--batch", batch, "--across", "tarrowby foods", "--across", "Fennimore", "--across", "QLMR", home=sample_home)
    rows = lines(done)
    assert (done.returncode, [row["company"] for row in rows]) == (0, [FOODS, "Fennimore", PUMPS])
    assert (rows[1]["values"], rows[1]["missing"]) == ([], ["no document of Fennimore is in the library"])
    assert rows[0]["value"]["number"] == "201293"


def test_a_question_that_names_a_company_is_answered_for_no_other(sample_home, tmp_path):
    batch = write_batch(
        tmp_path,
        {"question": "What was Quillmere's revenue in FY2024?"},
        {"question": "What drove the change in gross margin at Quillmere in 2024?"},
        {"question": "What was Fennimore's revenue in FY2024?"},
    )
    rows = lines(desk("ask", "--batch", batch, "--across", "all", home=sample_home))
    assert [row["status"] for row in rows] == ["answered", "insufficient_evidence"] * 2 + ["insufficient_evidence"] * 2
    for row in rows:
        assert {citation["document"] for citation in row["citations"]} <= {"quillmere-10k-2024"}
    assert rows[1]["missing"] == [f"the question names {PUMPS}, and this column is {FOODS}: ask it without a company"]
    assert rows[4]["missing"] == ["no document of Fennimore is in the library"]


def test_a_word_that_the_company_s_own_documents_use_names_no_company(sample_home):
    answer = json.loads(
        desk("ask", "What was revenue from kefir in FY2024?", "--company", "Tarrowby Foods", "--json", home=sample_home).stdout
    )
    assert answer["values"] == []
    assert not any("no company" in line for line in answer["missing"])
    assert answer["plan"]["companies"][0]["value"] == FOODS
    other = json.loads(desk("ask", "What was revenue from kefir in FY2024?", "--company", "Quillmere", "--json", home=sample_home).stdout)
    assert other["missing"] == [f"no document of {PUMPS} that is searched has “kefir”"]


def test_a_bad_line_and_a_bad_question_cost_one_line_each(sample_home, tmp_path):
    batch = write_batch(tmp_path, "not json", {"id": 1, "question": "?"}, {"id": 2, "question": "What was revenue in FY2024?"})
    done = desk("ask", "--batch", batch, "--across", "Quillmere", "-o", tmp_path / "g.xlsx", home=sample_home)
    rows = lines(done)
    assert done.returncode == 1
    assert "line 1" in rows[0]["error"]
    assert (rows[1]["id"], rows[1]["company"]) == (1, PUMPS)
    assert "the question has no words" in rows[1]["error"]
    assert rows[2]["status"] == "answered"
    found = [row[3].value for row in load_workbook(tmp_path / "g.xlsx")["Grid"].iter_rows(min_row=2)]
    assert found[0].startswith("could not be asked: the question has no words")
    assert found[1] == 1284.6


def test_use_document_asks_only_the_line_s_document(sample_home, tmp_path):
    batch = write_batch(tmp_path, {"question": "What was revenue in FY2024?", "document": "quillmere-10k-2024"})
    rows = lines(desk("ask", "--batch", batch, "--across", "all", "--use-document", home=sample_home))
    assert [row["status"] for row in rows] == ["answered", "insufficient_evidence"]


def test_what_is_there_is_written_when_the_run_is_stopped(sample_home, tmp_path):
    batch = write_batch(tmp_path, *({"question": f"Why did gross margin change in {year}?"} for year in range(1900, 2025)))
    book_path = tmp_path / "part.xlsx"
    run = start_desk("ask", "--batch", batch, "--across", "all", "-o", book_path, "--home", sample_home)
    first = json.loads(run.stdout.readline())
    interrupt(run)
    assert run.returncode != 0
    assert first["company"] == PUMPS
    states = [row[4].value for row in load_workbook(book_path)["Cells"].iter_rows(min_row=2)]
    assert len(states) == 250
    assert states[0] != "not asked"
    assert states.count("not asked") > 100


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["revenue", "--across", "all"], "--across needs --batch FILE"),
        (["--batch", "BATCH", "--across", "all", "--company", "Quillmere"], "--company and --across both say"),
        (["--batch", "BATCH", "-o", "grid.xlsx"], "-o writes the grid of --batch and --across"),
        (["--batch", "BATCH", "--across", "all", "-o", "grid.csv"], "no .xlsx file in a folder that exists"),
        (["--batch", "BATCH", "--across", "all", "-o", "no-such-folder/grid.xlsx"], "no .xlsx file in a folder that exists"),
        (["--batch", "BATCH", "--across", " "], "the company's name is empty"),
    ],
)
def test_options_that_do_not_go_together_are_said_before_anything_is_asked(sample_home, tmp_path, words, said):
    batch = write_batch(tmp_path, {"question": "What was revenue in FY2024?"})
    done = desk("ask", *(batch if word == "BATCH" else word for word in words), home=sample_home)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
