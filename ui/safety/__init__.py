"""What keeps an open document safe: journal, lock, an eye on the files, merging (SAFE-06…12)."""
