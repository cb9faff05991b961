"""What brings digests to people: when one is due, messages and files made of it, and handing each over once."""
