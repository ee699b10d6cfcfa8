"""Small words: they tell the language of a message and say nothing about the need.

A word that stands in a listed danger is no small word of another language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from directory.folding import fold

_WRITTEN = {
    "de": "ich du er sie es wir ihr mich mir dich dir uns euch mein meine meinen meiner der die das den dem des ein eine einen einem"
    " einer und oder aber nicht kein keine keinen ist sind war habe hat haben hab bin will möchte brauche kann können muss wie wo was wer"
    " wann warum für mit auf im in an am zu zum zur von vom bei nach aus über um auch noch schon sehr hier jetzt bitte danke wenn weil"
    " dass gibt suche mal nur hallo wohin jemand soll mehr keiner unser unsere sich",
    "en": "i you he she it we they me him her us them my your his our their the a an and or but not no is are was were be been have has had"
    " do does did don't am want need can could must should how where what who when why which for with on in at to from of about also"
    " very here now please thanks if because that this there get got would like hello hi im i'm any some someone will more",
    "uk": "я ти він вона воно ми ви вони мене мені тебе тобі його її нас нам вас вам їх мій моя моє мої моїй свій і й та або але не ні"
    " є був була було були буду хочу треба потрібно потрібна потрібен потрібні можу можна як де що хто коли чому який яка яке які для"
    " з зі із на в у до від про за під при по також ще вже дуже тут зараз будь ласка дякую якщо бо тому це цей ця немає маю має чи"
    " куди щоб дуже шукаю привіт добрий день",
    "ar": "أنا انا نحن انت هو هي هم في من على عن إلى الى مع هل ما ماذا متى اين أين وين كيف كيفية لماذا ليش شو ايش لا ليس لي لدي عندي"
    " عندنا معي هذا هذه هاد هاي ذلك التي الذي اللي يا كان كنت قد لقد أريد اريد بدي بدنا احتاج أحتاج محتاج محتاجة لازم ممكن يمكن أو او"
    " و ثم لكن بس إذا اذا لأن لان كل بعد قبل عند مش مو ما شكرا مرحبا السلام عليكم لو سمحت كم هنا هون ابحث أبحث يوجد فيه حدا أحد",
    "ru": "я ты он она оно мы вы они меня мне тебя тебе его её нас нам вас вам их мой моя моё мои моей свой и или но не нет есть был была"
    " было были хочу надо нужно нужна нужен нужны могу можно как где что кто когда почему какой какая какие для с со на в к от про"
    " о об за под при по также еще ещё уже очень здесь сейчас пожалуйста спасибо если потому это этот эта чтобы куда ищу привет"
    " здравствуйте",
    "fa": "من تو او ما شما آنها را از به در با برای که چه چی چگونه چطور کجا کی چرا این آن است هست نیست هستم دارم ندارم داریم می"
    " میخواهم میخوام میشود میشه باید یا اگر هم خیلی اینجا الان لطفا ممنون سلام خود یک کنم کنید کند شده بود نمی یه رو نیاز",
    "tr": "ben sen o biz siz onlar beni bana benim bizim ve veya ama değil var yok bir bu şu için ile nasıl nerede ne kim zaman neden"
    " hangi mi mı istiyorum lazım gerek ihtiyacım çok burada şimdi lütfen teşekkürler eğer çünkü de da merhaba olarak daha",
    "ku": "ez tu ew em hûn wan min te me we û yan lê ne na heye tune dixwazim divê çawa li ku kî çi kengî çima ji bo bi di de gelek vir"
    " niha spas eger ji ku ev vê xwe pêwîst hewce silav",
    "fr": "je tu il elle nous vous ils me moi mon ma mes le la les un une des et ou mais pas ne est sont suis ai avez avoir veux besoin"
    " peux comment où que qui quand pourquoi pour avec sur dans à au de du aussi très ici merci si parce cherche bonjour j'ai",
    "ro": "eu tu el ea noi voi ei ele mă mie meu mea un o și sau dar nu este sunt am are vreau trebuie nevoie pot cum unde ce cine când"
    " pentru cu pe în la de din foarte aici acum mulțumesc dacă caut bună",
    "bg": "аз ти той тя ние вие те ме ми мен мой моя и или но не е са съм имам има искам трябва мога как къде какво кой кога защо за"
    " с на в от до по също още много тук сега моля благодаря ако се търся здравейте да ще",
    "pl": "ja ty on ona my wy oni mnie mi mój moja i lub ale nie jest są mam ma chcę potrzebuję mogę jak gdzie co kto kiedy dlaczego dla"
    " z na w do od o też bardzo tu teraz proszę dziękuję jeśli szukam się to dzień dobry",
    "sq": "unë ti ai ajo ne ju ata mua më im ime një dhe ose por nuk është janë kam ka dua duhet mund si ku çfarë kush kur pse për me në"
    " te nga shumë këtu tani ju lutem faleminderit nëse kërkoj përshëndetje të",
    "so": "waxaan waxay anigu adigu isaga iyada annaga iyo ama laakiin ma maya waa leeyahay rabaa u baahanahay karaa sidee xagee maxay yaa"
    " goorma ku ka la oo halkan hadda mahadsanid haddii raadinayaa fadlan aan",
    "sr": "ja ti on ona mi vi oni mene meni moj moja i ili ali ne nije je su sam imam ima hoću treba mogu kako gde šta ko kada zašto za"
    " sa na u od do o takođe vrlo ovde sada molim hvala ako tražim da se",
    "ti": "ኣነ አነ ንስኻ ንስኺ ንሱ ንሳ ንሕና ንስኻትኩም ንሳቶም ናተይ ናይ ኣብ አብ ካብ ናብ ምስ ብዛዕባ ንኣይ ንዓይ እዩ እያ እየ ኢና ኢኹም እዮም ኣሎ ኣላ ኣለኒ ኣለና ኣለዎ የለን የብለይን "
    "የብልናን ኣይኮነን ኣይኮንኩን ከመይ ኣበይ አበይ እንታይ መን መዓስ ስለምንታይ ንምንታይ ክንደይ ኣየናይ እዚ እቲ እታ ነዚ ነቲ ወይ ግን እሞ እውን ድማ ሕጂ ኣብዚ ኣብኡ ሎሚ ጽባሕ ኣዝዩ "
    "ብዙሕ ሓደ ካልእ ኩሉ እደሊ ደልየ ይደሊ ንደሊ የድልየኒ የድልየና ክኽእል ይኽእል ይከኣል በጃኹም በጃኻ የቐንየለይ ሰላም ድዩ ዶ ከም ane nay abey entay kemey yelen "
    "alo gn hji ydeli",
    "ckb": "من تۆ ئەو ئێمە ئێوە ئەوان و یان بەڵام نا نەخێر بەڵێ هەیە نییە نیە دەمەوێت دەمەوێ پێویستم پێویستە چۆن لە لەگەڵ بۆ بە کێ "
    "چی چییە کوێ لەکوێ کەی بۆچی زۆر ئێرە لێرە ئەوێ ئێستا سوپاس تکایە ئەگەر چونکە ئەم ئەمە ئەوە خۆم خۆی سڵاو چەند کام هەر "
    "هەموو هیچ کەس شت دەتوانم ناتوانم بکەم کرد بوو بووە نەبوو هەم تا دوای پێش لەسەر ناو بێ تەنها ئیتر هێشتا دەکەم دەکات با "
    "کە وەک min to ema la bo chon zor esta supas balam niya haya damawe",
    "ps": "زه ته موږ مونږ تاسو تاسې دوی هغه ما تا زما ستا ستاسو زموږ مې مو یې یم یو شته نشته نه هو او یا خو چې چي که د له په کې "
    "کي پر سره لپاره دپاره پاره څه څنګه چېرته چیرته چیری څوک ولې ولي څومره کوم کومه دلته هلته اوس نن سبا ډېر ډیر هم بل یوه "
    "لرم لري لرو نلرم غواړم غواړو باید کولای کولی کړم کړي وکړم مهرباني مننه سلام اړتیا za zama chirta sanga sta kawom "
    "ghwaram nishta shta rata",
}

FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(fold(word) for word in words.split()) for language, words in _WRITTEN.items()
}
# Not "die": it is an article in one language and a cry in another.
ARTICLES = frozenset(
    fold(word)
    for word in (
        *("der", "das", "den", "dem", "ein", "eine", "einen", "einem", "mein", "meine", "meinen", "meinem", "meiner"),
        *("unser", "unsere", "the", "a", "an", "my", "our", "мій", "моя", "моє", "мої"),
    )
)
# After them something else is meant than before.
CONTRASTS = frozenset(
    fold(word)
    for word in (
        *("aber", "doch", "sondern", "jedoch", "but", "however", "though"),
        *("لكن", "ولكن", "بس", "але", "проте", "однак", "но", "однако"),
    )
)
NEGATIONS = frozenset(
    fold(word)
    for word in (
        *("nicht", "nichts", "kein", "keine", "keinen", "nie", "not", "no", "dont", "doesnt", "cant", "wont", "never", "without", "ohne"),
        *("لا", "ما", "مو", "مش", "ليس", "لم", "لن", "بدون", "не", "ні", "нет", "немає", "без"),
    )
)


def _speakers() -> Mapping[str, tuple[str, ...]]:
    speakers: defaultdict[str, list[str]] = defaultdict(list)
    for language, words in FUNCTION_WORDS.items():
        for word in words:
            speakers[word].append(language)
    return {word: tuple(languages) for word, languages in speakers.items()}


SPEAKERS = _speakers()  # word -> the languages that have it
