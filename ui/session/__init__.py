"""What lives as long as a document is open: keeper, background work, recovery."""
