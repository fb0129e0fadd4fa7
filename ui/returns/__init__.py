"""What came back from departments, and other files from outside: reviewed, then one step (MRG)."""
