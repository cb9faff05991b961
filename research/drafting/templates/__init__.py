"""Templates of drafts: files with front matter and Markdown, read, held against the rules, and filled in a sandbox."""
