"""Documents, pictures and the handbook, and the scripts that make them."""
