"""PDF files: the one door to pdfium, the layout of words into lines, and the loader that joins them."""
