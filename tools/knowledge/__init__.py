"""How the knowledge tables are made from files, and how good they are."""
