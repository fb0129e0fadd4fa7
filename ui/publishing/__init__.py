"""Publish: the gate, what has changed, what the publication says about itself."""
