"""Pages of log-in, one's own account, and the accounts one looks after."""
