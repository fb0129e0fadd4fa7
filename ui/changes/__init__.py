"""What is unsaved, and the way back."""
