"""First pages: of the forms that companies file in the United States, and of a Chinese annual report."""

from __future__ import annotations

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, Paragraph, Spacer, Table, TableStyle

from making.figures import Filing
from making.styles import Styles

_KINDS = {
    "10-K": ("ANNUAL REPORT", "TRANSITION REPORT", "For the fiscal year ended"),
    "10-Q": ("QUARTERLY REPORT", "TRANSITION REPORT", "For the quarterly period ended"),
}
FICTION = "This filing is fictional: company, people and figures were invented as sample data, and nothing was filed with any authority."
_FICTION_CHINESE = "本报告纯属虚构：公司、人物和数据均为示例数据而编造，未向任何机构报送。"


def cover_of(filing: Filing, styles: Styles) -> list[Flowable]:
    """Return the first page's content; [] for a paper that begins with its text."""
    if filing.cover["form"] in _KINDS:
        return _filed(filing, styles)
    return _chinese(filing, styles) if filing.cover["form"] == "年度报告" else []


def _filed(filing: Filing, styles: Styles) -> list[Flowable]:
    cover = filing.cover
    report, transition, period = _KINDS[cover["form"]]
    filer = " &nbsp;&nbsp; ".join(
        f"{name} {'[X]' if name == cover['filer'] else '[ ]'}"
        for name in ("Large accelerated filer", "Accelerated filer", "Smaller reporting company")
    )
    value = [Paragraph(cover["market_value"], styles.body)] if cover["form"] == "10-K" else []
    return [
        Paragraph("UNITED STATES", styles.bold_center),
        Paragraph("SECURITIES AND EXCHANGE COMMISSION", styles.bold_center),
        Paragraph("Washington, D.C. 20549", styles.center),
        HRFlowable(width="30%", color=colors.black, spaceBefore=6, spaceAfter=6),
        Paragraph(f"FORM {cover['form']}", styles.form),
        Paragraph(f"[X] {report} PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934", styles.bold_center),
        Paragraph(f"{period} {cover['year_end']}", styles.center),
        Paragraph(f"[ ] {transition} PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934", styles.center),
        Paragraph(f"Commission file number {cover['commission_file']}", styles.center),
        Paragraph(cover["company"], styles.company),
        Paragraph("(Exact name of registrant as specified in its charter)", styles.small),
        Spacer(1, 10),
        _pair(styles, (cover["state"], "(State of incorporation)"), (cover["employer_id"], "(I.R.S. Employer Identification No.)")),
        _pair(styles, (cover["address"], "(Address of principal executive offices)"), (cover["phone"], "(Registrant's telephone number)")),
        Spacer(1, 10),
        Paragraph("Securities registered pursuant to Section 12(b) of the Act:", styles.center),
        _registered(cover, styles),
        Spacer(1, 12),
        Paragraph(filer, styles.center),
        Paragraph("Indicate by check mark whether the registrant is a shell company: Yes [ ] No [X]", styles.center),
        Spacer(1, 12),
        *value,
        Paragraph(cover["shares_outstanding"], styles.body),
        Spacer(1, 24),
        _notice(FICTION, styles),
    ]


def _registered(cover: dict[str, str], styles: Styles) -> Table:
    """Return the table of registered securities."""
    heads = ("Title of each class", "Trading Symbol(s)", "Name of each exchange on which registered")
    table = Table(
        [
            [Paragraph(f"<b>{text}</b>", styles.small) for text in heads],
            [Paragraph(cover[name], styles.small) for name in ("security", "symbol", "exchange")],
        ],
        colWidths=[styles.width * 0.42, styles.width * 0.2, styles.width * 0.38],
    )
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)]))
    return table


def _chinese(filing: Filing, styles: Styles) -> list[Flowable]:
    cover = filing.cover
    return [
        Paragraph(f"公司代码：{cover['symbol']}　　　　公司简称：{cover['short_name']}", styles.body),
        Spacer(1, 150),
        Paragraph(cover["company"], styles.company),
        Spacer(1, 12),
        Paragraph(f"{cover['year_end'][:4]}年年度报告", styles.form),
        Spacer(1, 200),
        Paragraph(cover["published"], styles.center),
        Spacer(1, 60),
        _notice(_FICTION_CHINESE, styles),
    ]


def _notice(text: str, styles: Styles) -> Paragraph:
    return Paragraph(text, ParagraphStyle("notice", parent=styles.small, borderWidth=0.5, borderColor=colors.black, borderPadding=6))


def _pair(styles: Styles, left: tuple[str, str], right: tuple[str, str]) -> Table:
    """Return two facts of the cover side by side, each above its caption."""
    return Table(
        [
            [Paragraph(f"<b>{text}</b>", styles.center) for text in (left[0], right[0])],
            [Paragraph(text, styles.small) for text in (left[1], right[1])],
        ],
        colWidths=[styles.width / 2] * 2,
    )
