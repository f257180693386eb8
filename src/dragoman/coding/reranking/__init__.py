"""A second opinion on what the language model drew: log-linear models over words and the tree.

The encoder learns much from few articles and half remembers them; a linear model over lemmas, prepositions
and paths in the tree learns less and remembers less, and errs elsewhere. Both are asked, and their log odds
added: is this word an act, of which type, who takes part, did it happen. `features` says what is looked at,
`loglinear` adds up the weights of ``weights.npz`` (made by ``python -m training.reranker``), `reranker`
puts the two opinions together.
"""

from dragoman.coding.reranking.loglinear import Models
from dragoman.coding.reranking.reranker import Reranker

__all__ = ["Models", "Reranker"]
