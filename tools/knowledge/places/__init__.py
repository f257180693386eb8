"""The gazetteer's build: see :mod:`tools.knowledge.places.__main__`."""
