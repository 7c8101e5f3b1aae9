"""Each child's clocks: what is due, met, late, and why."""
