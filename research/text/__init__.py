"""Text as data: normal forms for comparing quotes, words, sentences."""
