"""Word files: a brought draft given back with comments and footnotes, and a draft of ours written with footnotes, captions and contents."""

from ui.render.word.annotating import annotate
from ui.render.word.document import draft_word

__all__ = ["annotate", "draft_word"]
