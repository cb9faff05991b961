"""Questions into plans: which company, period, form, statement and metric, each with the words it came from."""
