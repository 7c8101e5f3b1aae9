"""The law and guidance as data, the working-day calendar, and the engine that counts."""
