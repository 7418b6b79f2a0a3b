"""Pages of the minute book."""
