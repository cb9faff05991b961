"""How a team comes in: the sign-in page, the gate before every request, and whose session a page is drawn for."""
