"""Ask departments: the wizard that makes a request, and the overview of what came back."""
