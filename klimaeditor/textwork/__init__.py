"""Working on many texts: search, filters, bulk edits, replacing, clean-up."""
