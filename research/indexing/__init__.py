"""The two search indexes as caches: what they hold, whether their files are whole, and how they are brought up to date."""
