"""HTML pages and SEC filings with inline XBRL: markup into text, tables, pages and tagged figures."""
