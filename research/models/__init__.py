"""Answers written by a language model under the same checks: prompts, sources, drafts, their verification, and what may leave."""
