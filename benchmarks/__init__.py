"""Accuracy and speed, with the figures of record. Run from the repository's root.

``python -m benchmarks.accuracy``, ``python -m benchmarks.speed``; with ``--help`` for what they take.
"""
