"""What others would do with the same phrases: each peer takes them by need and gives back a function from text to needs, best first."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from directory.folding import fold

Phrase = tuple[str, str]  # code, folded phrase
Peer = Callable[[str], list[str]]
_BEST = 30  # phrases looked at to find five needs


def _codes(phrases: Sequence[Phrase], ranked: Sequence[int]) -> list[str]:
    return list(dict.fromkeys(phrases[index][0] for index in ranked))[:5]


def rapidfuzz(phrases: Sequence[Phrase]) -> Peer:
    """Brute force: the message against every phrase."""
    texts = [text for _, text in phrases]

    def ask(text: str) -> list[str]:
        return _codes(phrases, [index for _, _, index in process.extract(fold(text), texts, scorer=fuzz.token_set_ratio, limit=_BEST)])

    return ask


def sqlite_fts5(phrases: Sequence[Phrase]) -> Peer:
    """SQLite's full text search over trigrams, ranked by BM25."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table phrases using fts5(words, tokenize = 'trigram')")
    database.executemany("insert into phrases (rowid, words) values (?, ?)", ((index, text) for index, (_, text) in enumerate(phrases)))

    def ask(text: str) -> list[str]:
        folded = fold(text)
        grams = sorted({folded[at : at + 3] for at in range(len(folded) - 2)})
        if not grams:
            return []
        query = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
        found = database.execute("select rowid from phrases where phrases match ? order by rank limit ?", (query, _BEST))
        return _codes(phrases, [row for (row,) in found])

    return ask


def bm25(phrases: Sequence[Phrase]) -> Peer:
    """BM25 over runs of three to five letters, by bm25s."""
    import bm25s

    def runs(text: str) -> list[str]:
        return [text[at : at + length] for length in (3, 4, 5) for at in range(len(text) - length + 1)]

    index = bm25s.BM25()
    index.index([runs(text) for _, text in phrases], show_progress=False)

    def ask(text: str) -> list[str]:
        found = index.retrieve([runs(fold(text))], k=_BEST, show_progress=False).documents[0]
        return _codes(phrases, [int(at) for at in found])

    return ask


def naive_bayes(phrases: Sequence[Phrase]) -> Peer:
    """A plain classifier over runs of two to five letters, as scikit-learn's tutorial builds one."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_pipeline

    pipeline = make_pipeline(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True), ComplementNB(alpha=0.1))
    pipeline.fit([text for _, text in phrases], [code for code, _ in phrases])

    def ask(text: str) -> list[str]:
        chances = pipeline.predict_log_proba([fold(text)])[0]
        return [str(pipeline.classes_[index]) for index in (-chances).argsort()[:5]]

    return ask


PEERS: dict[str, Callable[[Sequence[Phrase]], Peer]] = {
    "rapidfuzz": rapidfuzz,
    "sqlite_fts5": sqlite_fts5,
    "bm25s": bm25,
    "naive_bayes": naive_bayes,
}
