"""Qt models and what they are made of; they present and never open a file."""
