"""What every command of the menus does."""
