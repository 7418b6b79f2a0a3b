"""Pages of a meeting, of a cell, of a committee."""
