"""Tools for those who work on Dragoman; none of this is installed."""
