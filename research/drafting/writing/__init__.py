"""Writing drafts: what a template asks for, drawn from the library with its sources, and what is lacking by name."""
