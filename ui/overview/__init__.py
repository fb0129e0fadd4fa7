"""The overview: what needs attention, as charts that work without colour and without a mouse."""
