"""The audit trail looked at as a whole: whether it is what was recorded."""
