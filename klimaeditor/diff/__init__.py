"""What differs: compare, describe, decide (three-way), apply, revert; the one place that knows."""
