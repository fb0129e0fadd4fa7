"""How the handbook is made: chapters in plain markup, tables from the program itself."""
