"""Forms of the paper sheet."""
