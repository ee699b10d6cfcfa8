"""The phrases of danger in the form in which they are looked for: telling words only, and one word for all that stand for one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from directory.folding import fold
from directory.function_words import ARTICLES, NEGATIONS, SPEAKERS
from directory.lexicon import Words
from directory.needs import taxonomy
from directory.vocabulary import ANY_ENDING, bare, words_of

IDIOM = ""
_GAP = ("", "")
_SENTENCE_END = re.compile(r"[.?!؟]\s")
_PAUSE = "\N{HORIZONTAL ELLIPSIS}"  # Dots in a row are a pause: the sentence goes on.
OR = "/"
FAR = "&"  # "passport & work": the words may stand further from each other
_VIOLENCE, _CHILD = "safety.domestic_violence", "safety.child_protection"

# A phrase that was listed for a husband is meant for a boyfriend too. Only words that may be exchanged without another danger being meant.
_STAND_FOR_ONE_ANOTHER = {
    "=partner": "husband wife boyfriend girlfriend partner fiance spouse mann frau ehemann ehefrau freund freundin partnerin verlobter"
    " زوجي زوجتي زوجها جوزي جوزها مرتي خطيبي чоловік чоловіка дружина дружину хлопець муж мужа жена партнер наречений"
    " хлопця колишній колишнього бывший бывшего бивший парень парня партнера жену співмешканець сожитель",
    "=parent": "father dad daddy mother mum mom stepfather stepdad stepmother uncle aunt brother vater papa mutter mama stiefvater"
    " stiefmutter onkel tante bruder ابي بابا ابوي امي ماما عمي خالي اخي اخوي тато батько мама мати вітчим мачуха дядько брат папа отец",
    "=child": "son daughter child kid kids children baby girl boy sohn tochter kind kinder baby junge mädchen kleinkind säugling"
    " ابني بنتي ابنتي طفلي طفلتي طفل طفلة ولدي اولادي اطفالي ولادي البنت الولد"
    " син сина донька доньку дочка дочку дитина дитину діти дітей малюк хлопчик дівчинка ребенок ребенка"
    " дитини дитинка малюка немовля маля малий малого мала малу хлопчика дівчинку дети детей дочь сын онук онука онуку онучка"
    " племінник племінника племінниця племінницю падчерка падчерку пасинок пасинка",
    "=papers": "passport passports papers documents pass ausweis reisepass papiere dokumente паспорт документ документи паспорта документы"
    " جوازي جواز هويتي باسبوري اوراقي",
    "=boss": "boss employer chef arbeitgeber начальник шеф роботодавець хозяин начальника шефа роботодавця"
    " хозяина хазяїн хазяїна хазяйка бос боса бригадир бригадира посередник посередника المعلم الكفيل مديري رئيسي",
    "=hits": "hit hits hitting beat beats beating beaten slap slaps slapped punch punches punched kick kicks kicked schlägt schlagt schlug"
    " geschlagen verprügelt haut gehauen бє вдарив побив бив бить избивает ударив"
    " бьє бють бити била били бил бьет бьют побила побили вдарила вдарили ударила ударили избил избила избили лупить лупцює",
    "=knife": "knife gun axe machete messer pistole axt waffe ніж ножем нож ножом пістолет سكين سكينة بالسكين السكين مسدس",
}
# Never taken for a form of another word: "we alone" look for a home, "he alone" is a child in danger; "geben" is no slip for "leben".
AS_WRITTEN = frozenset(bare(fold(word)) for word in ("لحالنا", "لحالي", "وحدنا", "geben"))
_LIKES: Mapping[str, str] = {bare(fold(word)): group for group, words in _STAND_FOR_ONE_ANOTHER.items() for word in words.split()}


def typed(phrase: str) -> str:
    """A listed phrase as somebody might type it: the first of its choices, no stars."""
    return " ".join(word.split(OR)[0].rstrip(ANY_ENDING) for word in phrase.split() if word != FAR)


def _written(phrase: str) -> tuple[str, ...]:
    """The folded words of a listed phrase but the articles. "word*" keeps its star, "one/other" stays together."""
    kept = []
    for written in phrase.split():
        choices = [" ".join(words_of(choice)) + (ANY_ENDING if choice.endswith(ANY_ENDING) else "") for choice in written.split(OR)]
        if len(choices) > 1 or choices[0].endswith(ANY_ENDING):
            kept.append(OR.join(choices))
        else:
            kept += choices[0].split()
    return tuple(word for word in kept if word not in ARTICLES)


def _telling(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The words of a phrase that must be there: no articles; if three others are there, no small words but the negation."""
    german = language == "de"
    telling = tuple(word for word in words if word not in SPEAKERS or word in NEGATIONS or (word == "die" and not german))
    if len([word for word in telling if word not in NEGATIONS]) >= 3:
        return telling
    kept = tuple(word for word in words if not (word == "die" and german))
    return kept if len(kept) > 1 else words


def screened_words(text: str) -> tuple[str, ...]:
    """The words of a text that the crisis screen looks at: all but the articles. Between two sentences stands a gap of two words."""
    sentences = _SENTENCE_END.split(text.replace("...", _PAUSE).replace("..", _PAUSE))
    if len(sentences) == 1:
        return tuple([word for word in words_of(text) if word not in ARTICLES])
    words: list[str] = []
    for sentence in sentences:
        words += [word for word in words_of(sentence) if word not in ARTICLES]
        words += _GAP
    return tuple(words)


def _general(words: tuple[str, ...]) -> tuple[str, ...]:
    """The same phrase for all who may be meant; it stays as it is when nothing else would be left to tell the danger."""
    if all(word in _LIKES or word in SPEAKERS for word in words) and "=hits" not in {_LIKES.get(word) for word in words}:
        return words
    return tuple(_LIKES.get(word, word) for word in words) if len(words) > 1 else words


def _of_others(words: tuple[str, ...], code: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a partner does a parent may do, and the other way round; it has another name then."""
    yield words, code
    if code == _VIOLENCE and "=partner" in words:
        yield tuple("=parent" if word == "=partner" else word for word in words), _CHILD
    elif code == _CHILD and "=parent" in words and "=child" not in words:
        yield tuple("=partner" if word == "=parent" else word for word in words), _VIOLENCE


def _of(words: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield IDIOM, words.not_crisis
    yield from words.crisis.items()
    # To ask for shelter is to say that there is danger: the needs of the taxonomy that are crises are cries too.
    yield from ((code, phrases) for code, phrases in words.needs.items() if code in taxonomy() and taxonomy()[code].crisis)


def standing_for(phrases: Iterable[tuple[str, ...]]) -> dict[str, set[str]]:
    """Which words of the phrases stand for others, by the word that may be said instead."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for word, group in _LIKES.items():
        groups[word].add(group)
    for choice in {word for words in phrases for word in words if OR in word}:
        for word in choice.split(OR):
            groups[word].add(choice)
    return groups


def cries(languages: Iterable[Words]) -> list[tuple[tuple[str, ...], str, bool]]:
    """Every phrase as its folded words, with the danger it tells of, or IDIOM, and whether its words may stand far apart."""
    told: dict[tuple[tuple[str, ...], str, bool], None] = {}
    for words in languages:
        for code, phrases in _of(words):
            for phrase in phrases:
                said = _written(phrase)
                if not said:
                    continue
                if code == IDIOM:
                    told[said, code, False] = None
                else:
                    general = _general(_telling(said, words.language))
                    told.update(((*cry, FAR in phrase.split()), None) for cry in _of_others(general, code))
    return list(told)
