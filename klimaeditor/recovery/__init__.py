"""What was typed and not saved survives a crash or a power cut (SAFE-12)."""
