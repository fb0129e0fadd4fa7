"""Taking over files that others made: which column, which measure. Shows and asks, never reads."""
