"""How long it takes to say what the sentences of a section rest on, the first time and after one sentence was changed.

usage: python -m tests.bench.draft_support --home FOLDER [--company NAME]

A section of 20 sentences: those of a tear sheet that cite a source, and typed ones on revenue. Five are changed, one at a time.
"""

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from research.drafting.editing.supporting import SupportFinder
from research.drafting.writing.writer import Subject
from research.nouns.access import Access
from research.nouns.answers import Claim
from research.nouns.drafts import ParagraphBlock, Section
from research.settings import load_settings
from research.workspace import Workspace

SENTENCES, OF_A_PARAGRAPH, CITED = 20, 4, 12
ANALYST = Access("analyst")


def section_of(claims):
    """Return sentences as a section of paragraphs."""
    return Section(
        "Results", tuple(ParagraphBlock(tuple(claims[at : at + OF_A_PARAGRAPH])) for at in range(0, len(claims), OF_A_PARAGRAPH))
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--company", default="")
    options = parser.parse_args()
    with Workspace.open(load_settings(options.home), create=False) as workspace:
        company = next(one for one in workspace.directory.companies(ANALYST) if options.company.casefold() in one.name.casefold())
        template = workspace.drafting.shelf.the("tear-sheet")
        draft = workspace.drafting.write(template, Subject(company), ANALYST, datetime.now(UTC)).draft
        claims = [claim for section in draft.sections for claim in section.claims if claim.citations][:CITED]
        claims += [Claim(f"{company.name} had revenue of ${at}.{at} million in {2020 + at % 4}.") for at in range(SENTENCES - len(claims))]
        finder = SupportFinder(workspace.draft_checker, workspace.documents, workspace.evidence, workspace.accepted)

        def seconds(said):
            """Return processor and clock seconds of a look at some sentences."""
            cpu, clock = time.process_time(), time.perf_counter()
            finder.support(draft, section_of(said), ANALYST)
            return {"cpu": round(time.process_time() - cpu, 3), "clock": round(time.perf_counter() - clock, 3)}

        found = {"first": seconds(claims), "again": seconds(claims), "one_changed": []}
        for at in (0, 2, 9, 13, 19):
            typed = (
                f"{company.name} earned net income of ${at + 7} million in 2021."
                if at % 2
                else "Management spoke of firm demand for Pumps."
            )
            changed = [*claims[:at], Claim(typed), *claims[at + 1 :]]
            found["one_changed"].append(seconds(changed))
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    sys.exit(main())
