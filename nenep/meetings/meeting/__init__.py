"""One meeting and one cell as pages that bring everything together."""
