"""Backups of a workspace: everything that cannot be made again in one file, proved when it comes back."""
