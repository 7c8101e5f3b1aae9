"""People who use the system: roles, teams, sign-in."""
