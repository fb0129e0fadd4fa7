"""The steps that can be undone and redone."""
