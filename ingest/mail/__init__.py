"""E-mail messages as saved (.eml)."""
