"""Files from outside: requests, returns, other people's tables and reports -> proposals."""
