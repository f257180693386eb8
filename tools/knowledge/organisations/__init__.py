"""Lists of bodies by country and sector, and the command that adds them to the table."""
