"""Word documents: paragraphs, headings, lists, tables, notes and text boxes in reading order."""
