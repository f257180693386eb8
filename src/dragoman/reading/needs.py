"""Libraries that come with an extra: imported when first needed, or said what to install."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

from dragoman.reading.articles import Unusable


def needed(module: str, *, what: str, extra: str) -> Any:
    """The module. Raises Unusable, with the command that installs it, where it is not there."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a library warns of at its import is no user's concern
            return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise Unusable("needs", f"{what} needs {name}: pip install 'dragoman[{extra}]'") from None
