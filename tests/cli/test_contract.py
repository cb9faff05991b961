"""The command line as other programs see it: JSON on stdout, nothing else there, and the exit codes."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from research.settings import SAMPLE_HOME
from tests.cli.desk_process import desk
from tests.conftest import ROOT, SAMPLE_FILINGS

CAPEX = "What is Quillmere's FY2024 capital expenditure in USD thousands?"
REFUSED = [
    "acme operating income 2024",
    "acme net income",
    "What was Quillmere's EPS in FY2024? Use the adjusted figure.",
    "Quillmere total assets as of June 30, 2024",
    "Tarrowby Foods total assets at December 31, 2024",
    "Quillmere's revenue for the quarter ended December 31, 2024",
    "Quillmere revenue before 2024",
    "Who is Quillmere's head of sustainability?",
    "Quillmere total income 2024",
    "営業利益は?",
]
OTHER_FIGURES = ["Quillmere's adjusted revenue in FY2024", "Quillmere's revenue in FY2024, segment by segment"]
AT_A_DATE = "Tarrowby Foods total assets at 30 June 2024"
BY_ITS_BEGINNING = "Tarrowby net income 2024"
COMPARED = "Compare Quillmere and Tarrowby Foods: average total assets growth in 2024"
GROWTH = "What is Quillmere's FY2024 revenue growth?"
YEARS = "Quillmere's capex from FY2022 to FY2024"
REASON = "Why did Quillmere's gross margin fall in 2024?"
WHO = "Who is Quillmere's CFO?"


@pytest.fixture(scope="module")
def answers(sample_home, tmp_path_factory):
    """Return the answers to the questions above, each as `ask --json` gives it, by question; one process asks them all."""
    questions = [*REFUSED, *OTHER_FIGURES, AT_A_DATE, BY_ITS_BEGINNING, COMPARED, GROWTH, YEARS, REASON, WHO]
    batch = tmp_path_factory.mktemp("asked") / "questions.jsonl"
    batch.write_text("\n".join(json.dumps({"question": question}) for question in questions), encoding="utf-8")
    done = desk("ask", "--batch", batch, home=sample_home)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [row["question"] for row in rows]) == (0, questions)
    return {row["question"]: row for row in rows}


def test_ask_answers_with_a_figure_its_row_and_its_box(sample_home):
    done = desk("ask", CAPEX, "--json", home=sample_home)
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr, answer["status"]) == (0, "", "answered")
    assert {name: answer["value"][name] for name in ("number", "unit", "scale", "display", "period")} == {
        "number": "63800",
        "unit": "USD",
        "scale": 1000,
        "display": "$63,800 thousand",
        "period": "FY2024",
    }
    (citation,) = answer["citations"]
    assert (citation["document"], citation["page"]) == ("quillmere-10k-2024", 11)
    assert " ".join(citation["quote"].split()) == "Purchases of property, plant and equipment (63.8) (71.5) (48.2)"
    ((x0, y0, x1, y1),) = citation["boxes"]
    assert 0 < x0 < x1 < 612
    assert 0 < y0 < y1 < 792
    (operand,) = answer["calculation"]["inputs"]
    assert (operand["marker"], operand["value"], operand["period"]) == (citation["marker"], "-63800000", "FY2024")
    assert answer["model"] is None
    assert answer["retrieved"][0]["page"] == 11


def test_a_company_that_is_not_there_ends_with_3_and_no_figure(sample_home):
    done = desk("ask", "What is Fennimore's FY2024 revenue?", "--json", home=sample_home)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"], answer["value"], answer["values"], answer["citations"]) == (
        3,
        "insufficient_evidence",
        None,
        [],
        [],
    )
    assert answer["missing"] == ["no document of Fennimore is in the library"]


def test_filters_that_leave_no_document_are_named(sample_home):
    done = desk("ask", "What was net income?", "--company", "Nope", "--period", "FY2024", "--json", home=sample_home)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"], answer["missing"]) == (
        3,
        "insufficient_evidence",
        ["no document of Nope for FY2024 is in the library"],
    )


def test_a_batch_without_questions_says_so_in_one_line(sample_home, tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    done = desk("ask", "--batch", empty, home=sample_home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"batch file {empty} has no questions\n")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What is Quillmere's FY2019 capex?", "FY2019"),
        ("Who won the 1998 chess olympiad in Elista?", "mentions Elista"),
    ],
)
def test_what_the_library_lacks_is_named(sample_home, question, missing):
    done = desk("ask", question, "--json", home=sample_home)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"], answer["values"]) == (3, "insufficient_evidence", [])
    assert any(missing in line for line in answer["missing"])


@pytest.mark.parametrize("question", REFUSED)
def test_no_figure_is_given_for_another_company_part_or_period(answers, question):
    answer = answers[question]
    assert (answer["value"], answer["values"]) == (None, [])
    assert answer["status"] in {"insufficient_evidence", "needs_clarification", "partial"}


def test_a_date_in_the_question_is_its_period(answers):
    answer = answers[AT_A_DATE]
    assert (answer["value"]["number"], answer["value"]["period"]) == ("201293", "FY2024")


def test_the_distinctive_beginning_of_a_name_means_its_company(answers):
    answer = answers[BY_ITS_BEGINNING]
    assert (answer["status"], answer["value"]["period"][:6]) == ("answered", "FY2024")
    assert answer["plan"]["companies"][0]["value"] == "Tarrowby Foods Corporation"
    assert answer["citations"][0]["document"] == "tarrowby-10k-2024"


def test_a_filter_says_which_company_is_meant(sample_home):
    answer = json.loads(desk("ask", "What was revenue in FY2024?", "--company", "Quillmere", "--json", home=sample_home).stdout)
    assert (answer["status"], answer["value"]["number"]) == ("answered", "1284.6")


def test_quoted_rows_say_whose_they_are(answers):
    answer = answers[COMPARED]
    assert "Quillmere Pumps & Instruments, Inc., balance sheet (USD in millions; FY2024 | FY2023): “Total assets" in answer["answer"]


@pytest.mark.parametrize("question", OTHER_FIGURES)
def test_the_plain_row_is_not_quoted_for_another_figure(answers, question):
    answer = answers[question]
    assert answer["value"] is None
    assert "“Total net sales 1,284.6 1,219.3 1,148.6”" not in answer["answer"]


def test_growth_is_computed_from_two_figures_of_one_row(answers):
    answer = answers[GROWTH]
    assert (answer["value"]["number"], answer["value"]["unit"]) == ("5.36", "%")  # 1,284.6 against 1,219.3
    assert [one["value"] for one in answer["calculation"]["inputs"]] == ["1219300000", "1284600000"]
    assert {one["quote"] for one in answer["citations"]} == {"Total net sales 1,284.6 1,219.3 1,148.6"}
    assert {claim["verdict"] for claim in answer["claims"]} == {"supported"}


def test_a_question_without_a_company_asks_which(sample_home):
    done = desk("ask", "What was revenue in FY2024?", "--json", home=sample_home)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"]) == (0, "needs_clarification")
    assert [choice["label"] for choice in answer["choices"]] == ["Quillmere Pumps & Instruments, Inc.", "Tarrowby Foods Corporation"]
    again = json.loads(desk("ask", answer["choices"][1]["question"], "--json", home=sample_home).stdout)
    assert again["status"] == "answered"


def test_several_periods_give_a_table(answers):
    answer = answers[YEARS]
    assert [(value["period"], value["number"]) for value in answer["values"]] == [
        ("FY2022", "48.2"),
        ("FY2023", "71.5"),
        ("FY2024", "63.8"),
    ]
    assert answer["value"] is None
    assert len(answer["table"]["rows"]) == 3


def test_a_question_for_a_reason_is_answered_by_verbatim_sentences(answers):
    answer = answers[REASON]
    assert answer["status"] in {"answered", "partial"}
    assert any("Gross margin fell" in " ".join(citation["quote"].split()) for citation in answer["citations"])
    assert [value["display"] for value in answer["values"]] == ["-1.51 pp"]


def test_who_somebody_is_is_answered_where_a_name_is_printed(answers):
    assert answers[WHO]["status"] == "answered"
    assert ["Tobias Renn" in claim["text"] for claim in answers[WHO]["claims"]] == [True]


def test_search_gives_one_result_a_page_in_rank_order(sample_home):
    found = json.loads(desk("search", "Quillmere capital expenditure 2024", "--top-k", 5, "--json", home=sample_home).stdout)
    pages = [(hit["document"], hit["page"]) for hit in found["results"]]
    assert pages[0] == ("quillmere-10k-2024", 11)
    assert len(pages) == len(set(pages)) == 5
    assert [hit["rank"] for hit in found["results"]] == [1, 2, 3, 4, 5]
    assert found["plan"]["metric"]["value"] == "capital_expenditure"


def test_a_batch_of_too_many_questions_is_refused_before_the_first(sample_home, tmp_path):
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join([json.dumps({"question": CAPEX})] * 3), encoding="utf-8")
    done = desk("ask", "--batch", batch, home=sample_home, DESK_MAX_BATCH_QUESTIONS="2")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"batch file {batch} has 3 questions, more than 2; split it or raise DESK_MAX_BATCH_QUESTIONS" in done.stderr


def test_batch_answers_line_by_line_and_names_bad_lines(sample_home, tmp_path):
    lines = [
        json.dumps({"id": "a", "question": CAPEX, "extra": 1}),
        "not json",
        json.dumps({"id": "b", "query": "Tarrowby Foods total assets FY2024", "document": "quillmere-10k-2024"}),
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    done = desk("ask", "--batch", batch, "--json", home=sample_home)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row.get("id") for row in rows] == ["a", None, "b"]
    assert "line 2" in rows[1]["error"]
    assert (rows[0]["value"]["number"], rows[2]["status"]) == ("63800", "answered")
    only = desk("ask", "--batch", batch, "--use-document", "--json", home=sample_home)
    assert json.loads(only.stdout.splitlines()[2])["status"] == "insufficient_evidence"


def test_a_company_in_lower_case_and_without_punctuation_is_found(sample_home):
    done = desk("search", "capex", "--company", "quillmere pumps & instruments inc", "--top-k", 3, "--json", home=sample_home)
    assert {hit["document"] for hit in json.loads(done.stdout)["results"]} == {"quillmere-10k-2024"}
    facts = json.loads(desk("facts", "TARROWBY FOODS", "--concept", "total_assets", "--json", home=sample_home).stdout)["facts"]
    assert {fact["document"] for fact in facts} == {"tarrowby-10k-2024"}


def test_a_search_that_finds_no_page_says_so(sample_home):
    done = desk("search", "Tarrowby Foods total assets", "--company", "Quillmere", home=sample_home)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("no page was found; ")


def test_facts_name_their_row_page_and_period(sample_home):
    done = desk("facts", "Quillmere", "--concept", "capital_expenditure", "--period", "FY2023", "--json", home=sample_home)
    (fact,) = json.loads(done.stdout)["facts"]
    assert (fact["value"], fact["unit"], fact["page"], fact["document"]) == ("-71500000", "USD", 11, "quillmere-10k-2024")
    assert fact["period"] == {"start": "2023-01-01", "end": "2023-12-31", "label": "FY2023"}
    assert "(71.5)" in fact["quote"]


def test_facts_are_written_with_their_sources(sample_home, tmp_path):
    command = ("facts", "Quillmere", "--concept", "capital_expenditure", "--period", "FY2023")
    done = desk(*command, "-o", tmp_path / "capex.csv", home=sample_home)
    assert (done.returncode, done.stdout) == (0, "")
    (row,) = csv.DictReader((tmp_path / "capex.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (row["Value"], row["Printed form"], row["Document"], row["Page"]) == ("-71500000", "(71.5)", "quillmere-10k-2024", "11")
    done = desk(*command, "-o", tmp_path / "capex.xlsx", "--json", home=sample_home)
    assert json.loads(done.stdout)["output"] == str(tmp_path / "capex.xlsx")
    assert [cell.value for cell in load_workbook(tmp_path / "capex.xlsx")["Sources"][2]][9] == -71500000
    done = desk(*command, "-o", tmp_path / "capex.pdf", home=sample_home)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "neither .csv nor .xlsx" in done.stderr


def test_ingest_again_changes_nothing(sample_home):
    report = json.loads(desk("ingest", *SAMPLE_FILINGS, "--json", home=sample_home).stdout)
    assert [entry["document"] for entry in report["unchanged"]] == ["quillmere-10k-2024", "tarrowby-10k-2024"]
    assert (report["added"], report["failed"], report["documents"], report["pages"]) == ([], [], 2, 22)


def test_one_bad_file_costs_one_line_and_exit_code_1(tmp_path):
    good = ROOT / "data" / "sample" / "library" / "tarrowby-10k-2024.pdf"
    bad = tmp_path / "broken.pdf"
    bad.write_bytes(b"%PDF-1.7 and nothing else")
    done = desk("ingest", bad, good, tmp_path / "absent.pdf", "--json", home=tmp_path / "home")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [entry["document"] for entry in report["added"]] == ["tarrowby-10k-2024"]
    assert sorted(Path(entry["path"]).name for entry in report["failed"]) == ["absent.pdf", "broken.pdf"]
    assert all("\n" not in entry["error"] and "Traceback" not in entry["error"] for entry in report["failed"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ask", ""], 2, "the question is empty"),
        (["ask", "???"], 2, "the question has no words"),
        (["ask"], 2, "either a question in quotation marks or --batch FILE: neither is given"),
        (["ask", "x" * 5000], 2, "longer than"),
        (["ask", "revenue", "--as-of", "yesterday"], 2, "YYYY-MM-DD"),
        (["ask", "revenue", "--period", "soon"], 2, "not understood"),
        (["ask", "--batch", "no-such-file.jsonl"], 1, "batch file no-such-file.jsonl: no such file or directory; name a UTF-8 file"),
        (["ask", "--batch", "data/sample/library/tarrowby-10k-2024.pdf"], 1, "is not UTF-8 text; name a UTF-8 file"),
        (["facts", "Fennimore"], 1, "no document of Fennimore"),
        (["facts", ""], 2, "the company's name is empty; name a company"),
        (["facts", "Quillmere", "--concept", "nosuch"], 2, "concept 'nosuch' is not known; desk facts COMPANY without --concept"),
        (
            ["facts", "Quillmere", "--concept", "capitl_expenditure"],
            2,
            "near ones are capital_expenditure",
        ),
        (
            ["facts", "Quillmere", "--period", "Q3 2023"],
            1,
            "no facts of Quillmere for Q3 FY2023 in the library; there are facts for FY2024",
        ),
        (["facts", "Quillmere", "--document", "nosuch"], 1, "no document of Quillmere named nosuch is in the library"),
        (["search", "capex", "--company", "Fennimore"], 1, "no document of Fennimore is in the library; desk status lists what is"),
        (["search", "capex", "--company", "quillmere", "--period", "FY2001"], 1, "no document of quillmere for FY2001 is in the library"),
        (["facts", "Quillmere", "--statement", "sideways"], 2, "income, balance or cash"),
        (["facts", "Quillmere", "--statement", ""], 2, "income, balance or cash"),
        (["facts", "Quillmere", "--period", "FY2024 or thereabouts"], 2, "period 'FY2024 or thereabouts' is not understood"),
        (["metrics", "Quillmere", "--period", "garbage"], 2, "period 'garbage' is not understood; write it as FY2018 or Q3 FY2018"),
        (["metrics", "Quillmere", "--period", ""], 2, "period '' is not understood"),
        (["metrics", "Quillmere", "--period", "Q7 2024"], 2, "period 'Q7 2024' is not understood"),
        (["metrics", ""], 2, "the company's name is empty"),
        (["metrics", "Fennimore"], 1, "no document of Fennimore is in the library"),
        (["metrics", "Quillmere", "gross_margi"], 2, "metric 'gross_margi' is not known; near ones are gross_margin"),
        (["metrics", "Quillmere", "--document", "nosuch"], 1, "no document of Quillmere named nosuch is in the library"),
        (["eval", "financebench", "no-such-folder"], 1, "no-such-folder"),
    ],
)
def test_bad_input_is_one_line_on_stderr(sample_home, words, code, said):
    done = desk(*words, home=sample_home)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [["ask", "revenue"], ["search", "revenue"], ["facts", "3M"], ["status"], ["eval", "financebench", "."]])
def test_a_mistyped_home_is_not_made_by_a_command_that_only_reads(tmp_path, words):
    home = tmp_path / "mistyped"
    if words[0] == "eval":
        words[2] = tmp_path
        (tmp_path / "questions.jsonl").touch()
    done = desk(*words, home=home)
    assert (done.returncode, done.stdout) == (1, "")
    sample = ", or --home data/sample-workspace for the sample" if SAMPLE_HOME.exists() else ""
    assert done.stderr == f"error: no workspace at {home}; make one with desk ingest, or correct --home or DESK_HOME{sample}\n"
    assert not home.exists()


def test_as_of_hides_what_was_published_or_received_later(sample_home):
    done = desk("ask", CAPEX, "--as-of", "2020-01-01", "--json", home=sample_home)
    assert (done.returncode, json.loads(done.stdout)["values"]) == (3, [])


def test_each_question_leaves_one_audit_row(sample_home):
    from research.adapters.sqlite import open_ledger
    from research.nouns.access import Access

    question = "What was Tarrowby Foods Corporation's FY2024 net income?"
    desk("ask", question, "--json", home=sample_home, DESK_USER="auditor")
    stores = open_ledger(sample_home)
    try:
        (event,) = stores.ledger.events(Access("auditor"), action="ask")
    finally:
        stores.close()
    details = dict(event.details)
    assert (event.subject, details["status"], len(details["answer_sha256"])) == (question, "answered", 64)


def test_help_is_quick_and_loads_nothing_heavy(tmp_path):
    done = desk("--help", home=tmp_path)
    assert done.returncode == 0
    for command in ("ingest", "search", "ask", "facts", "status", "eval", "ui", "demo"):
        assert command in done.stdout
