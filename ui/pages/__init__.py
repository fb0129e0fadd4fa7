"""Pages that fill the window while no dataset is open."""
