"""Hits in texts, each to be accepted or refused: shared by clean-up and find-and-replace."""
