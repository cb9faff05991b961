"""In-memory stand-ins for the seams; each passes the contract suite of its protocol."""
