"""Pages of signing and of the signed minutes."""
