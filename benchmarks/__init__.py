"""Speed claims as ratios, measured side by side in one run: ``python dev.py bench``."""
