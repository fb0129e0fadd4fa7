"""Small widgets and painters that several panes share; they know the theme and nothing else."""
