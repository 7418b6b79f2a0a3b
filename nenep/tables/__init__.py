"""Lists as columns: written once, shown on a page and as cards, printed, filed."""
