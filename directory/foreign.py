"""Languages the house does not understand: told by their script, or by small words. Better none than a wrong one.

Whoever writes one of them is told so in it (locales/foreign.yaml) and shown what needs no reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from directory.folding import AT_MOST
from directory.function_words import SPEAKERS

# Scripts in which no language of the house is typed: first and last letter.
_SCRIPTS = (
    ("ja", 0x3040, 0x30FF),
    ("zh", 0x4E00, 0x9FFF),
    ("ko", 0xAC00, 0xD7AF),
    ("th", 0x0E01, 0x0E5B),
    ("hi", 0x0904, 0x0939),
    ("bn", 0x0985, 0x09B9),
    ("pa", 0x0A05, 0x0A39),
    ("ta", 0x0B85, 0x0BB9),
    ("el", 0x0391, 0x03C9),
    ("hy", 0x0531, 0x0587),
    ("ka", 0x10D0, 0x10FA),
    ("he", 0x05D0, 0x05EA),
)
_WRITTEN = {
    "am": "ነው ነኝ ነን ናቸው አለ አለኝ አለን የለኝም የለም አይደለም አይደለሁም እንዴት የት ምን ማን መቼ ለምን ስንት እፈልጋለሁ እንፈልጋለን እችላለሁ አልችልም እባክዎ እባክህ እባክሽ"
    " እባካችሁ አመሰግናለሁ ልጄ ልጆቼ እና ያስፈልገኛል ያስፈልገናል ይቻላል እኔ የእኔ እኛ አንተ እርስዎ እሱ እሷ አሁን እዚህ በጣም ነበር ባለቤቴ ቤቴ አልቻልኩም አላውቅም ውስጥ"
    " ጋር",
    "ur": "ہے ہیں میں مجھے کیا نہیں ہوں کہاں چاہیے چاہئے کیسے میری میرا میرے اور آپ لیے بہت ہمیں ہم کو سے یہ وہ کا کی کے ہو"
    " گیا رہا رہی رہے سکتا سکتے بھی",
    "es": "yo tú él ella nosotros ustedes mi mis el los las una unos y o pero no es son soy estoy está estamos tengo tiene"
    " tenemos quiero queremos necesito necesitamos puedo puede cómo dónde quién qué cuándo cuánto por para con sin en"
    " del al muy aquí ahora hola gracias favor busco hay hijo hija",
    "it": "io tu lui lei noi voi loro mio mia miei il lo gli una uno e o ma non è sono sei siamo ho ha abbiamo voglio"
    " vogliamo serve mi posso può come dove chi che cosa quando quanto per con senza nel della dei delle degli molto"
    " qui adesso ciao grazie favore cerco devo buongiorno figlio figlia",
    "pt": "eu você ele ela nós vocês meu minha meus o os as um uma e ou mas não é são sou estou está estamos tenho tem"
    " temos quero queremos preciso precisamos posso pode como onde quem que quando quanto por para com sem em do da"
    " no na muito aqui agora olá obrigado obrigada favor procuro filho filha",
    "hu": "én te ő mi ti ők az egy és vagy de nem van vannak vagyok vagyunk kell kellene szeretnék szeretnénk tudok lehet"
    " hogyan hol hova ki mit mikor miért mennyi nekem nekünk nincs itt most nagyon köszönöm kérem szépen jó napot"
    " keresek gyerekem férjem feleségem hogy meg",
    "vi": "tôi bạn anh chị em chúng tôi của là và hoặc nhưng không có cần muốn phải được ở đâu như thế nào ai gì khi bao"
    " nhiêu cho với xin cảm ơn giúp con chồng vợ này đây bây giờ rất một các những làm",
    "nl": "ik jij je hij zij wij jullie mijn onze het een en of maar niet geen ben bent zijn heb hebt heeft hebben wil"
    " willen moet moeten kan kunnen hoe waar wie wat wanneer waarom voor met zonder naar ook hier heel graag dank"
    " zoek kind hallo goedendag",
    "lt": "aš tu jis ji mes jūs jie mano mūsų ir arba bet ne nėra yra esu esame turiu turime noriu norime reikia galiu gali"
    " kaip kur kas ką kada kodėl kiek su be į iš apie prie labai čia dabar ačiū prašau ieškau vaikas laba diena",
    "sw": "mimi wewe yeye sisi nyinyi wao yangu yako yetu na au lakini si siyo ni nina tuna hana nataka tunataka nahitaji"
    " tunahitaji naweza vipi wapi nani nini lini kwa nini ngapi kwa bila katika sana hapa sasa asante tafadhali"
    " natafuta mtoto mume mke habari jambo",
}
_SMALL_WORDS: Mapping[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _WRITTEN.items()}
_FEWEST, _LEAST = 2, 0.3  # small words: so many, and so many more than a language of the house has; such a share of all words
_THEIRS = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for _, first, last in _SCRIPTS) + "]")
_WORD = re.compile(r"[^\W\d_]+")


def _script(letter: str) -> str:
    return next(code for code, first, last in _SCRIPTS if first <= ord(letter) <= last)


@lru_cache(4)  # the language is guessed and the words are understood one after the other
def foreign_language(text: str) -> str | None:
    """The code of a language that the house has no words of, when a text is plainly in it; else None. Never raises."""
    text = text[:AT_MOST].lower()
    theirs = _THEIRS.findall(text)
    if len(theirs) * 2 > sum(map(str.isalpha, text)):
        counts = Counter(_script(letter) for letter in theirs)
        return "ja" if counts["ja"] else counts.most_common(1)[0][0]
    words = _WORD.findall(text)
    several = frozenset(words)
    told = {code: several & small for code, small in _SMALL_WORDS.items()}
    most = max(told, key=lambda code: len(told[code]))
    ours = Counter(language for word in several for language in SPEAKERS.get(word, ()) if language != most)
    fewest = _FEWEST if most != "am" else 1  # no word of the list is Tigrinya
    count = len(told[most])
    enough = count >= fewest and count >= _LEAST * len(words) and count >= max(ours.values(), default=0) + fewest
    return most if enough else None
