"""Makers of coders for tests; they run in processes of their own."""

import os
import signal
import time

from dragoman.records import Article, Coding, Versions


class Quick:
    """Codes nothing, at once; POISON in an article ends its process, HANGS keeps it for ever."""

    def versions(self):
        return Versions("1", "quick", "1", "1")

    def code_article(self, article: Article) -> Coding:
        if "POISON" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANGS" in article.text:
            time.sleep(600)
        return Coding(article, (), (), (), self.versions())


class Slow(Quick):
    """The same, but it takes a while."""

    def code_article(self, article: Article) -> Coding:
        time.sleep(0.02)
        return super().code_article(article)


class Noted(Slow):
    """The same, and it notes the id of each article that it has finished in the file that NOTES names."""

    def versions(self):
        return Versions("2", "noted", "1", "1")

    def code_article(self, article: Article) -> Coding:
        coding = super().code_article(article)
        with open(os.environ["NOTES"], "a", encoding="utf-8") as out:
            out.write(f"{article.id}\n")
        return coding
