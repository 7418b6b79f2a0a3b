"""Reads about the body that meets."""
