"""The minute book: canonical content, seal, verification."""
