"""What people note about a dataset: notes, accepted findings, releases; never part of it."""
