"""PostgreSQL as Django speaks to it, except that nobody waits for an answer for ever."""
