"""Measurements: what grows (`province`) and what is busy (`evening`)."""
