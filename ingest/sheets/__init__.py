"""Workbooks and files of separated values, written as their cells are displayed."""
