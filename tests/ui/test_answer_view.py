from dataclasses import replace

from research.answering.refusals import NOT_YET
from research.nouns.answers import Answer, AnswerStatus, Claim, OtherReading, PeriodTerm, PlanTerm, QuestionPlan, Verdict
from tests.ui.sample_desk import COMPANY, figure_answer
from ui.render.answer_html import (
    calculation_html,
    caveats_html,
    figure_html,
    figure_line_html,
    missing_html,
    notice_html,
    operand_html,
    quote_html,
    refusal_html,
    sentence_html,
    table_html,
    waiting_html,
)
from ui.render.answer_view import COMPARATIVE, SentenceView, SourceCard, struck_out, view_answer, without_markers
from ui.render.lacking import lacking


def test_a_figure_carries_period_unit_basis_and_printed_form():
    figure = view_answer(figure_answer("capex?")).figures[0]
    assert (figure.name, figure.company, figure.display, figure.marker) == ("Capital expenditure", COMPANY, "$63.8 million", "1")
    assert figure.tags == ("FY2024", "USD m", "as reported")
    assert (figure.period, figure.printed) == ("FY2024 (year ended 31 December 2024)", "as printed “(63.8)” in millions")
    shown = figure_html(figure)
    assert "FY2024 · USD m · as reported" in shown
    assert 'tabindex="0"' in shown
    assert "As printed “(63.8)” in millions" in shown


def test_a_refusal_until_figures_are_read_is_headed_so():
    plan = QuestionPlan("Sales?")
    assert "are read yet" in view_answer(Answer("Sales?", AnswerStatus.INSUFFICIENT_EVIDENCE, NOT_YET, plan)).headline
    assert view_answer(Answer("Sales?", AnswerStatus.INSUFFICIENT_EVIDENCE, "None.", plan)).headline.startswith("Nothing was found")


def test_sentences_lose_their_own_markers_only():
    view = view_answer(figure_answer("capex?"))
    assert view.sentences[0].text.endswith("was $63.8 million.")
    assert view.sentences[0].markers == ("1",)
    assert without_markers("See [a] and [1], [12].", ("1",)) == "See [a] and, [12]."


def test_a_calculation_shows_its_operand_with_the_marker_of_its_line():
    calculation = view_answer(figure_answer("capex?")).calculations[0]
    assert calculation.heading == "How it was read"
    operand = calculation.operands[0]
    assert (operand.label, operand.value, operand.marker) == ("Purchases of property, plant and equipment", "(63.8) in millions", "1")


def test_figures_of_one_row_keep_their_own_markers_and_share_the_formula():
    view = view_answer(figure_answer("capex?", (2024, 2023, 2022)))
    assert [(figure.display, figure.marker) for figure in view.figures] == [
        ("$63.8 million", "1"),
        ("$71.5 million", "2"),
        ("$48.2 million", "3"),
    ]
    assert len(view.calculations) == 1
    assert [(one.value, one.marker) for one in view.calculations[0].operands] == [
        ("(63.8) in millions", "1"),
        ("(71.5) in millions", "2"),
        ("(48.2) in millions", "3"),
    ]
    assert view.table is None


def test_many_figures_keep_their_markers_in_lines():
    answer = figure_answer("capex?", (2024, 2023))
    view = view_answer(replace(answer, values=answer.values * 2))
    assert [figure.marker for figure in view.figures] == ["1", "2", "1", "2"]
    assert view.table is None
    assert "$71.5 million" in figure_line_html(view.figures[1])


def test_what_is_concluded_stands_above_the_figures_and_is_said_once():
    answer = figure_answer("capex?", (2024,))
    first, *others = answer.claims
    view = view_answer(replace(answer, claims=(replace(first, text=f"{COMPANY}: no, it fell.\n{first.text}"), *others)))
    assert view.lead == "No, it fell."
    assert view.sentences == view_answer(answer).sentences
    assert view_answer(answer).lead == ""


def test_figures_of_different_names_in_lines_are_named():
    figure = view_answer(figure_answer("capex?")).figures[0]
    assert "Capital expenditure" in figure_line_html(figure, named=True)
    assert "Capital expenditure" not in figure_line_html(figure)


def test_a_table_without_figures_of_its_own_is_shown():
    answer = replace(figure_answer("capex?", (2024, 2023)), values=())
    assert view_answer(answer).table == answer.table
    assert "<td>$71.5 million</td>" in table_html(answer.table)


def test_the_other_printed_reading_stands_beside_its_figure():
    other = OtherReading("1", "diluted", "eps_basic", "basic")
    figure = view_answer(replace(figure_answer("capex?"), readings=(other,))).figures[0]
    assert (figure.read_as, figure.readings) == ("diluted", (other,))


def test_a_figure_s_caveats_stand_on_its_card():
    answer = figure_answer("capex?")
    differing = replace(answer.values[0].calculation, caveats=("another filing states <b>71</b> for the same period", f"{COMPARATIVE}q"))
    figure = view_answer(replace(answer, values=(replace(answer.values[0], calculation=differing),))).figures[0]
    for shown in (figure_html(figure), figure_line_html(figure)):
        assert "≠</span> Another filing states &lt;b&gt;71&lt;/b&gt;" in shown
        assert shown.count("≠") == 1
    assert "≠" not in figure_html(view_answer(answer).figures[0])


def test_a_caveat_that_no_filing_contradicts_has_not_the_sign_of_what_differs():
    answer = figure_answer("capex?")
    long_year = replace(answer.values[0].calculation, caveats=("this year has 53 weeks",))
    shown = figure_html(view_answer(replace(answer, values=(replace(answer.values[0], calculation=long_year),))).figures[0])
    assert "!</span> This year has 53 weeks" in shown
    assert "≠" not in shown


def test_a_long_question_is_shortened_while_it_is_on_its_way():
    shown = waiting_html("Why " + "so " * 1_300, 2, 1.0)
    assert "Why so so" in shown
    assert len(shown) < 400


def test_a_refusal_says_what_was_looked_for_and_leads_to_adding_it():
    plan = QuestionPlan(
        "q",
        unknown_companies=(PlanTerm("Umbrella & Sons", "Umbrella"),),
        periods=(PeriodTerm(2024, "FY", "2024"),),
        form_types=(PlanTerm("10-K", "10-K"),),
        metric=PlanTerm("capital_expenditure", "capex"),
    )
    view = view_answer(Answer("q", AnswerStatus.INSUFFICIENT_EVIDENCE, "", plan, missing=("no document of Umbrella & Sons",)))
    assert view.looked_for == "capital expenditure of Umbrella & Sons for FY2024, in the 10-K"
    shown = refusal_html(view, lacking(plan, (), ()))
    assert 'href="library?add=Umbrella+%26+Sons+10-K+FY2024"' in shown
    assert "No document of Umbrella &amp; Sons" in shown
    assert "10-K+FY2024&amp;answer=a%261" in refusal_html(view, lacking(plan, (), ()), "a&1")


def test_a_sentence_of_a_question_without_a_company_names_its_document():
    answer = figure_answer("why?")
    nameless = view_answer(replace(answer, plan=QuestionPlan("why?")))
    assert nameless.sentences[-1].source == "quillmere-10k-2024, page 6"
    assert view_answer(answer).sentences[-1].source == ""


def test_an_operand_that_no_citation_covers_has_no_marker():
    answer = figure_answer("capex?")
    view = view_answer(replace(answer, values=(), citations=answer.citations[1:]))
    assert view.calculations[0].operands[0].marker == ""
    assert view_answer(replace(answer, values=())).calculations[0].operands[0].marker == "1"


def test_sources_keep_marker_page_and_quote():
    sources = view_answer(figure_answer("capex?")).sources
    assert sources[0] == SourceCard(
        "1", "quillmere-10k-2024", 11, "Purchases of property, plant and equipment (63.8) (71.5) (48.2)", "quillmere-id"
    )
    assert sources[1].page == 6


def test_what_a_model_drafted_and_the_answer_does_not_say_is_struck_out():
    answer = replace(figure_answer("capex?"), claims=(Claim("Margins rose on price. [1]"), Claim("Volumes fell. [2][3]")))
    words = "Margins rose  on price. [S1]\nA meteor struck.\nVolumes fell. (S2, S3)\nA meteor struck."
    assert struck_out(words, answer) == ("A meteor struck.",)
    assert struck_out("", answer) == ()


def test_a_refused_answer_shows_no_figure_even_if_it_carries_one():
    answer = replace(figure_answer("capex?"), status=AnswerStatus.INSUFFICIENT_EVIDENCE)
    view = view_answer(answer)
    assert view.figures == ()
    assert view.calculations == ()


def test_an_unsupported_sentence_says_so():
    claim = Claim("The outlook is bright.", verdict=Verdict.NO_EVIDENCE)
    answer = Answer("q", AnswerStatus.PARTIAL, claim.text, QuestionPlan("q"), claims=(claim,))
    assert view_answer(answer).sentences == (SentenceView("The outlook is bright.", (), Verdict.NO_EVIDENCE),)


def test_text_of_documents_cannot_become_markup():
    hostile = "<script>alert('$x$')</script>"
    answer = figure_answer("capex?")
    figure = replace(view_answer(answer).figures[0], name=hostile, company=hostile, display=hostile, tags=(hostile,), printed=hostile)
    operand = replace(view_answer(answer).calculations[0].operands[0], label=hostile, value=hostile, period=hostile)
    calculation = replace(view_answer(answer).calculations[0], formula=hostile, convention=hostile, caveats=(hostile,))
    shown = [
        figure_html(figure),
        operand_html(operand),
        calculation_html(calculation),
        caveats_html(calculation),
        sentence_html(SentenceView(hostile, (hostile,), Verdict.MISMATCH, hostile)),
        refusal_html(replace(view_answer(answer), headline=hostile, looked_for=hostile, missing=(hostile,)), hostile),
        figure_line_html(figure),
        quote_html(SourceCard("1", hostile, 1, hostile)),
        missing_html([hostile]),
        notice_html("error", hostile, [hostile], "!"),
    ]
    assert all("<script" not in part for part in shown)
    assert all("&lt;script&gt;" in part for part in shown)


def test_nothing_missing_shows_nothing():
    assert missing_html(()) == ""


def test_two_formulas_under_one_heading_say_whose_they_are():
    answer = figure_answer("capex?", (2024, 2023))
    first, second = answer.values
    other = replace(second.calculation, company="Tarrowby Foods Corporation", formula="Capital expenditure = Additions to plant")
    headings = [one.heading for one in view_answer(replace(answer, values=(first, replace(second, calculation=other)))).calculations]
    assert headings == [
        "How it was read: Capital expenditure, Quillmere Pumps & Instruments, Inc.",
        "How it was read: Capital expenditure, Tarrowby Foods Corporation",
    ]
