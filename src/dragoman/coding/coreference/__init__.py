"""Which mentions of an article speak of one act: event coreference within a document.

`features` says what two mentions have in common, `linking` weighs it and puts together what belongs together.
The weights are in ``weights.npz``, fitted to annotated articles by ``training.coreference``.
"""

from dragoman.coding.coreference.linking import digest, link

__all__ = ["digest", "link"]
