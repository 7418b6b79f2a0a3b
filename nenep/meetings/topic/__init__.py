"""Topics of thematic meetings, planned by month."""
