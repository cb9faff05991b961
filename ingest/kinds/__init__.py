"""What documents are that no form names: transcripts of calls and brokers' notes, told by their words and their layout."""
