"""Charts that work without colour, on the screen and on paper."""
