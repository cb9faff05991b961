"""Word files: a brought draft given back with comments and footnotes, and a draft of ours written with footnotes, captions and contents."""

from ui.render.word.annotating import annotate

__all__ = ["annotate"]
