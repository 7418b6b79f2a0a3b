"""Villages and quarters of communes: which cell covers each, how many households, who heads it."""
