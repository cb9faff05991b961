"""Everything that stands behind a seam of `research.protocols`: one module or package per outside library.

Nothing here is imported but by `research.workspace`, which builds the program from its settings.
"""
