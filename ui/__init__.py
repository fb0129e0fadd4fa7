"""The window: Qt only. It knows the core, the core does not know it."""
