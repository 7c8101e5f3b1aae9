"""Pure parts of keeping clocks: one clock as one line, and a history cut off at a day."""
