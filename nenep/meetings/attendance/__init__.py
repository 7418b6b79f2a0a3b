"""Who was there, for which item, and how many."""
