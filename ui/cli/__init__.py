"""The command line: thin functions; results on stdout, progress and logs on stderr."""
