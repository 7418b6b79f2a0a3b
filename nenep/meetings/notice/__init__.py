"""Who is told of a meeting, in time or late, and what they answer."""
