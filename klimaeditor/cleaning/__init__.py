"""Clean-up as proposals: leftovers of PDF files, and spellings that mean the same (DOM-11)."""
