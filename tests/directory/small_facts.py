"""What people tell about themselves before they say what they need: where they live, since when, with whom. None of it is danger."""

from __future__ import annotations

# language -> lines; {town} stands for one of our towns or villages.
FACTS: dict[str, str] = {
    "de": """wir sind in {town} zu hause
        seit märz bin ich in {town}
        ich und meine kinder leben in {town} neben der kirche
        gestern waren wir in {town} am see
        meine schwester lebt auch hier
        ich bin 41 und komme aus dem irak
        heute scheint die sonne
        der bus war voll""",
    "en": """our home is in {town}
        i am in {town} since march
        me and my kids live in {town} next to the church
        yesterday we were at the lake in {town}
        my sister lives here too
        i am 41 and i come from iraq
        the sun is shining today
        the bus was full""",
    "ar": """بيتنا في {town}
        صارلي من شهر آذار في {town}
        انا واولادي عايشين في {town} جنب الكنيسة
        مبارح كنا عند البحيرة في {town}
        اختي كمان ساكنة هون
        عمري 41 سنة وجاي من العراق
        اليوم في شمس
        الباص كان مليان""",
    "uk": """наш дім у {town}
        я в {town} з березня
        ми з дітьми мешкаємо в {town} біля церкви
        вчора ми були на озері в {town}
        моя сестра теж тут живе
        мені 41 рік, я з харкова
        сьогодні світить сонце
        автобус був повний""",
    "ru": """наш дом в {town}
        я в {town} с марта
        мы с детьми живем в {town} возле церкви
        вчера мы были на озере в {town}
        моя сестра тоже здесь живет
        мне 41 год, я из ирака
        сегодня светит солнце
        автобус был полный""",
    "fa": """خانه ما در {town} است
        از ماه مارس در {town} هستم
        من و بچه هایم در {town} نزدیک کلیسا زندگی میکنیم
        دیروز کنار دریاچه در {town} بودیم
        خواهرم هم همینجا زندگی میکند
        من ۴۱ ساله هستم و از عراق آمده ام
        امروز آفتابی است
        اتوبوس پر بود""",
    "ps": """زموږ کور په {town} کې دی
        له مارچ راهیسې په {town} کې یم
        زه او اولادونه مې په {town} کې کلیسا ته نږدې اوسیږو
        پرون په {town} کې د ډنډ غاړې ته ولاړو
        خور مې هم دلته اوسیږي
        زه ۴۱ کلن یم او له عراق راغلی یم
        نن لمر راختلی دی
        بس ډک و""",
    "tr": """evimiz {town} içinde
        marttan beri {town} dayım
        ben ve çocuklarım {town} de kilisenin yanında oturuyoruz
        dün {town} de gölün kenarındaydık
        kız kardeşim de burada oturuyor
        41 yaşındayım ve ıraktan geldim
        bugün güneş var
        otobüs doluydu""",
    "ku": """mala me li {town} ye
        ji adarê ve ez li {town} me
        ez û zarokên xwe li {town} li kêleka dêrê dijîn
        duh em li ber golê bûn li {town}
        xwişka min jî li vir dijî
        ez 41 salî me û ji iraqê hatime
        îro roj derketiye
        otobus tijî bû""",
    "ckb": """ماڵمان لە {town} ە
        لە مانگی سێوە لە {town}م
        من و منداڵەکانم لە {town} نزیک کڵێساکە دەژین
        دوێنێ لە {town} لای دەریاچەکە بووین
        خوشکەکەشم هەر لێرە دەژی
        تەمەنم ٤١ ساڵە و لە عێراقەوە هاتووم
        ئەمڕۆ خۆرە
        پاسەکە پڕ بوو""",
    "ro": """casa noastră e în {town}
        sunt în {town} din martie
        eu și copiii mei stăm în {town} lângă biserică
        ieri am fost la lac în {town}
        și sora mea locuiește aici
        am 41 de ani și vin din irak
        azi e soare
        autobuzul era plin""",
    "bg": """домът ни е в {town}
        от март съм в {town}
        аз и децата ми живеем в {town} до църквата
        вчера бяхме на езерото в {town}
        сестра ми също живее тук
        на 41 години съм и идвам от ирак
        днес грее слънце
        автобусът беше пълен""",
    "sq": """shtëpia jonë është në {town}
        jam në {town} që nga marsi
        unë dhe fëmijët e mi jetojmë në {town} afër kishës
        dje ishim te liqeni në {town}
        edhe motra ime jeton këtu
        jam 41 vjeç dhe vij nga iraku
        sot ka diell
        autobusi ishte plot""",
    "sr": """naša kuća je u {town}
        u {town} sam od marta
        ja i moja deca živimo u {town} pored crkve
        juče smo bili na jezeru u {town}
        i moja sestra živi ovde
        imam 41 godinu i dolazim iz iraka
        danas sija sunce
        autobus je bio pun""",
    "pl": """nasz dom jest w {town}
        jestem w {town} od marca
        ja i moje dzieci mieszkamy w {town} obok kościoła
        wczoraj byliśmy nad jeziorem w {town}
        moja siostra też tu mieszka
        mam 41 lat i pochodzę z iraku
        dziś świeci słońce
        autobus był pełny""",
    "fr": """notre maison est à {town}
        je suis à {town} depuis mars
        moi et mes enfants on vit à {town} à côté de l'église
        hier on était au lac à {town}
        ma sœur habite ici aussi
        j'ai 41 ans et je viens d'irak
        aujourd'hui il y a du soleil
        le bus était plein""",
    "ti": """ገዛና ኣብ {town} እዩ
        ካብ መጋቢት ኣብ {town} ኣለኹ
        ኣነን ደቀይን ኣብ {town} ኣብ ጥቓ ቤተ ክርስትያን ንነብር
        ትማሊ ኣብ {town} ኣብ ቀላይ ነይርና
        ሓፍተይ እውን ኣብዚ እያ ትነብር
        ወዲ 41 ዓመት እየ ካብ ኤርትራ መጺአ
        ሎሚ ጸሓይ ኣላ
        ኣውቶቡስ መሊኡ ነይሩ""",
    "so": """gurigayagu wuxuu ku yaalaa {town}
        bishii maarso ilaa hadda {town} ayaan joogaa
        aniga iyo carruurtaydu waxaan deganahay {town} kaniisadda agteeda
        shalay waxaan joognay harada {town}
        walaashay sidoo kale halkan ayay deggan tahay
        waxaan jiraa 41 waxaana ka imid ciraaq
        maanta qorraxdu way soo baxday
        basku wuu buuxay""",
}


def facts(language: str) -> list[str]:
    """The lines of a language, with {town} still in them."""
    return [line.strip() for line in FACTS[language].splitlines()]
