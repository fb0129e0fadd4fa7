"""The handbook in a window of its own: chapters, search, print. Its pages are ours, never data."""
