"""Numbers of laws and pages: "Satz 13" is no age. What was learned takes 13 for a child's age wherever it stands alone."""

from __future__ import annotations

import re

# Words before a number that say where something is written, in the languages of the house; none of them ever stands before an age.
_WHERE = (
    "satz sätze absatz abs artikel paragraph paragraf paragrafen seite nummer nr ziffer kapitel zeile klausel anlage"
    " sentence article section page clause chapter line number no alinéa alinea phrase chapitre numéro ligne"
    " articolul alineatul alin pagina punctul punct член чл алинея ал страница стр точка статья статьи статье пункт абзац предложение"
    " стаття статті статтею сторінка стор речення artykuł artykułu ustęp ust strona zdanie član čl stav stranica strana tačka члан став"
    " neni nenit paragrafi faqja madde maddesi fıkra sayfa bent المادة مادة الفقرة فقرة صفحة الصفحة البند بند رقم ماده فقره صفحه تبصره"
    " ماددەی مادەی بڕگەی لاپەڕە benda xala rûpel rûpela qodobka bogga faqradda ዓንቀጽ ገጽ ቁጽሪ"
)
_YEARS = "jahr|year|yo|ans|an|ani|лет|год|рок|річ|lat|rok|godin|годин|vjeç|vjec|yaş|yas|sal|سال|ساله|سنة|سنين|سنوات|عام|ዓመት|jir"
_NUMBER = re.compile(rf"(?<![\d\w])\d{{1,3}}(?!\d|\s*(?:{_YEARS}))", re.IGNORECASE)
_BEFORE = re.compile(r"(?:(?<!\w)([^\W\d_]+)(\.?):?|§)\s{0,3}\Z")
_LOOKS_BACK = 24  # letters; no such word is longer
_CITED = frozenset(word.casefold() for word in _WHERE.split())


def without_citations(text: str) -> str:
    """The text without the numbers of sentences, articles and pages; all else stays, an age too."""

    def kept(number: re.Match[str]) -> str:
        before = _BEFORE.search(text[max(0, number.start() - _LOOKS_BACK) : number.start()])
        if before is None:
            return number[0]
        word = (before[1] or "§").casefold()
        return "" if word in _CITED or word == "§" or (word == "art" and before[2]) else number[0]

    return _NUMBER.sub(kept, text)
