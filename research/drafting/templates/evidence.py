"""What a template may ask for: each piece of evidence by its kind, with the keys that it has, and nothing else."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator

from research.concepts.catalogue import Concept, find_concept
from research.metrics.definitions import Metric, find_metric

MOST_ROWS = 60
MOST_YEARS = 10
_Line = Annotated[str, Field(min_length=1, max_length=200)]
_Name = Annotated[str, Field(min_length=1, max_length=80)]


class _Strict(BaseModel):
    """What has only the keys that are known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class RowSpec(_Strict):
    """A row of a table: a figure by its name, its label ("" for the figure's own title), and its growth in place of it.

    One with a `head` alone stands over the rows below it. An `optional` one is not missed where it is known for no period, nor is one
    that is `optional_for` the company's sort ("bank", "insurer").
    """

    figure: str = Field("", max_length=80)
    label: str = Field("", max_length=80)
    growth: bool = False
    optional: bool = False
    optional_for: Annotated[list[_Name], Field(max_length=8)] = []
    head: str = Field("", max_length=80)

    @field_validator("figure")
    @classmethod
    def _is_known(cls, name: str) -> str:
        """Hold that a figure has one of the names that figures have."""
        if name and figure_called(name) is None:
            raise ValueError(f"no figure is called “{name}”; desk metrics and desk facts show their names")
        return name


class _WithRows(_Strict):
    caption: _Line
    rows: Annotated[tuple[RowSpec, ...], Field(min_length=1, max_length=MOST_ROWS)]

    @field_validator("rows", mode="before")
    @classmethod
    def _read(cls, rows: object) -> object:
        """Return rows that are written short, "revenue" or "revenue: growth", as rows."""
        if not isinstance(rows, list):
            return rows
        return tuple(RowSpec.model_validate(_short(row) if isinstance(row, str) else row) for row in rows)


class FiguresSpec(_WithRows):
    """A table of figures over the last fiscal years, or of the newest period beside the same of the year before."""

    kind: Literal["figures"]
    periods: Literal["years", "latest"] = "years"
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)] = 5


class ChartSpec(_WithRows):
    """A chart of figures in one unit over the last fiscal years: the first of its rows that are known, at most `most`."""

    kind: Literal["chart"]
    years: Annotated[int, Field(ge=2, le=MOST_YEARS)] = 5
    most: Annotated[int, Field(ge=1, le=4)] = 4
    form: Literal["columns", "lines"] = "columns"


class PeersSpec(_WithRows):
    """A table of companies side by side, each for its own newest fiscal year."""

    kind: Literal["peers"]


class SegmentsSpec(_Strict):
    """A table of a figure by the parts of the company over the last fiscal years; `any` takes whichever parts add up."""

    kind: Literal["segments"]
    caption: _Line
    figure: _Name
    by: Literal["segment", "geography", "product", "any"] = "segment"
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)] = 3

    @field_validator("figure")
    @classmethod
    def _is_concept(cls, name: str) -> str:
        """Hold that a figure of parts is one that statements print."""
        if find_concept(name) is None:
            raise ValueError(f"no printed figure is called “{name}”")
        return name


class GuidanceSpec(_Strict):
    """A table of what the company expects."""

    kind: Literal["guidance"]
    caption: _Line


class PassagesSpec(_Strict):
    """Sentences of the company's papers on a subject, word for word: from sections so called, or found by words.

    `about` is what is looked for, `lead` the words that tell of it, `papers` which papers are read. Sentences with words of `first` go
    before others, those with words of `without` are left out. With `opening` only sentences that
    open a paragraph are taken, as the headings of risks do. Where a language model is set up it puts the passage in words, each sentence
    checked, but not with `model` of false: then the papers' own words stand in any case.
    """

    kind: Literal["passages"]
    about: _Line
    sections: Annotated[list[_Name], Field(max_length=30)] = []
    lead: Annotated[list[_Name], Field(max_length=60)] = []
    first: Annotated[list[_Name], Field(max_length=40)] = []
    without: Annotated[list[_Name], Field(max_length=60)] = []
    papers: Literal["annual", "latest", "calls", "all"] = "annual"
    most: Annotated[int, Field(ge=1, le=12)] = 5
    opening: bool = False
    style: Literal["prose", "list"] = "prose"
    model: bool = True


class NewsSpec(_Strict):
    """The newest stories about the company."""

    kind: Literal["news"]
    most: Annotated[int, Field(ge=1, le=20)] = 6
    matching: Annotated[bool, Field(description="Only stories that name the topic.")] = False


class NotesSpec(_Strict):
    """What the notes of the library say of the company: rating, target, and the sentence that says them."""

    kind: Literal["notes"]
    caption: _Line
    most: Annotated[int, Field(ge=1, le=10)] = 5


class RestatedSpec(_Strict):
    """What later filings state otherwise than earlier ones of the last fiscal years, and what does not tie out."""

    kind: Literal["restated"]
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)] = 5
    most: Annotated[int, Field(ge=1, le=20)] = 6


class ParticularsSpec(_Strict):
    """What the company and the draft are: its newest filing, its year's end, its currency, and the elements that were given."""

    kind: Literal["particulars"]
    caption: _Line


Spec: TypeAlias = (
    FiguresSpec | ChartSpec | PeersSpec | SegmentsSpec | GuidanceSpec | PassagesSpec | NewsSpec | NotesSpec | RestatedSpec | ParticularsSpec
)


class Front(_Strict):
    """The front matter of a template.

    `sections` are the headings that its text must have, `required` the elements without which a draft is not final, `optional` further
    ones that may be given; `small_print` the sections that are set small, in which the template may name figures of its own.
    """

    title: _Line
    about: Literal["company", "peers", "topic"] = "company"
    description: Annotated[str, Field(max_length=300)] = ""
    sections: Annotated[list[_Line], Field(min_length=1, max_length=30)]
    required: Annotated[list[_Name], Field(max_length=20)] = []
    optional: Annotated[list[_Name], Field(max_length=20)] = []
    small_print: Annotated[list[_Line], Field(max_length=10)] = []
    evidence: Annotated[dict[str, Annotated[Spec, Field(discriminator="kind")]], Field(max_length=40)] = {}


def figure_called(name: str) -> Concept | Metric | None:
    """Return the concept or metric of this name, None when there is none."""
    return find_metric(name) or find_concept(name)


def _short(row: str) -> dict[str, object]:
    name, _, done = (part.strip() for part in row.partition(":"))
    if done not in {"", "growth"}:
        raise ValueError(f"“{row}” is no row: write the name of a figure, or “revenue: growth”")
    return {"figure": name, "growth": bool(done)}
