"""Who meets, by which rules, and who runs it."""
