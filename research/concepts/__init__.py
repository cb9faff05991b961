"""What filings' rows and analysts' words mean: canonical concepts, and companies' names."""
