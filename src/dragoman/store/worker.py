"""A process that codes one article after the other: articles come in on standard input, codings go out.

Messages are JSON with their length before them (4 bytes). The process ends when its input does, and by
itself, even in the midst of an article, when that takes longer than its parent would ever wait.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from importlib import import_module
from typing import Any, BinaryIO

_GRACE = 15  # seconds beyond the limit, after which the parent must be gone


def send(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Write one message."""
    data = json.dumps(message, ensure_ascii=True).encode("ascii")
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> dict[str, Any] | None:
    """The next message, None at the end of the stream or where it is cut off."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = struct.unpack(">I", head)[0]
    data = stream.read(size)
    if len(data) < size:
        return None
    message: dict[str, Any] = json.loads(data)
    return message


def make_coder(name: str, knowledge: str | None, preset: str = "balanced") -> Any:
    """The coder that ``module:name`` makes; with ``knowledge``, a folder, it gets those tables.

    It is told of a ``preset`` only if that is not the usual one.
    """
    module, _, attribute = name.partition(":")
    maker = getattr(import_module(module), attribute)
    given: dict[str, Any] = {} if preset == "balanced" else {"preset": preset}
    if knowledge is not None:
        from dragoman.knowledge import Knowledge

        given["knowledge"] = Knowledge.load(extra=knowledge)
    return maker(**given)


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears of Ctrl-C, and closes the input
    source = sys.stdin.buffer
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not taken for an answer
    hello = receive(source)
    if hello is None:
        return
    from dragoman.records import Article

    try:
        coder = make_coder(hello["coder"], hello["knowledge"], hello["preset"])
        getattr(coder, "language", None)  # the model is loaded now, not on the first article's time
    except Exception as error:
        send(out, {"broken": f"{type(error).__name__}: {error}"})
        return
    send(out, {"ready": True})
    alarm = getattr(signal, "alarm", None)
    limit = int(hello["timeout"]) + _GRACE
    while (message := receive(source)) is not None:
        if alarm:
            alarm(limit)
        try:
            answer = {"record": coder.code_article(Article(**message)).to_dict()}
            answer["record"]["article"] = None
        except Exception as error:
            answer = {"failed": f"{type(error).__name__}: {error}"[:300]}
        if alarm:
            alarm(0)
        send(out, answer)
