"""What lies on disk and survives: JSON text, the save transaction, lock, journals, backups."""
