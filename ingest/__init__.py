"""Jobs that turn files into the searchable store: load, read metadata and facts, chunk, embed, index."""
