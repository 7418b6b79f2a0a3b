"""Set up, try out and test Nền Nếp. Only the standard library; never part of production."""
