"""The yearly report on paper, and the dialog that asks what goes into it."""
