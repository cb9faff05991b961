"""Polling of subscribed feeds: when each is asked, what its answer means, which of its entries are new, and how they are kept."""
