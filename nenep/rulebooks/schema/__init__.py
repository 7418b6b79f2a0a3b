"""The shape of an edition file, one module per topic."""
