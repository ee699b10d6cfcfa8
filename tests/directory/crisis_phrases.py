"""Cries for help as people might type them, written without looking at the word lists: they measure what the lists leave out."""

from __future__ import annotations

# language -> type -> messages, one a line
CRIES: dict[str, dict[str, str]] = {
    "de": {
        "suicide": """ich kann nicht mehr, ich will einfach nur noch sterben
            ich habe tabletten gesammelt und nehme sie heute abend alle
            ohne mich wären alle besser dran
            mein sohn hat gesagt er will sich umbringen
            Ich denk jeden tag an selbstmord
            ich ritze mich wieder
            ich will nicht mehr aufwachen
            ich spring von der brücke
            meine freundin will sich das leben nehmen""",
        "domestic_violence": """mein mann schlägt mich jeden tag
            Mein Ehemann hat mich gestern wieder geschlagen und gewürgt
            mein freund sperrt mich in der wohnung ein
            ich hab angst vor meinem mann er hat gedroht mich umzubringen
            ich suche ein frauenhaus
            mein schwager schlagt mich
            meine eltern wollen mich zwingen zu heiraten
            mein mann hat mich mit dem messer bedroht""",
        "medical_emergency": """mein vater ist umgekippt und atmet nicht mehr
            starke schmerzen in der brust und der linke arm ist taub
            mein baby hat putzmittel getrunken
            meine frau blutet sehr stark sie ist schwanger
            er ist bewusstlos
            Die Fruchtblase ist geplatzt, das Kind kommt jetzt
            ich glaube meine oma hat einen schlaganfall
            er hat einen krampfanfall was soll ich tun""",
        "child_protection": """der nachbar schlägt sein kind
            meine tochter ist verschwunden seit gestern abend
            mein stiefvater fasst mich an ich bin 12
            papa schlägt mich immer mit dem gürtel
            mein onkel hat meine tochter missbraucht
            die kinder nebenan sind seit zwei tagen allein und weinen""",
        "trafficking": """mein chef hat mir den pass weggenommen und lässt mich nicht gehen
            ich werde zur prostitution gezwungen
            ich muss arbeiten ohne geld und darf das haus nicht verlassen
            sie haben meinen ausweis und sagen ich habe schulden bei ihnen""",
        "sexual_violence": """ich wurde vergewaltigt
            ein mann im heim hat mich angefasst ich wollte das nicht
            der hausmeister belästigt mich sexuell
            meine schwiegermutter will dass meine tochter beschnitten wird""",
        "threat": """jemand steht vor meiner tür und will mich töten
            er verfolgt mich seit wochen
            mein ex droht mir mit dem tod
            sie haben uns mit steinen angegriffen
            ein mann mit messer ist im haus""",
    },
    "en": {
        "suicide": """i dont want to live anymore
            I am thinking about killing myself
            my brother says he wants to end his life
            I took too many pills on purpose
            everyone would be better off without me
            i keep cutting my arms
            there is no reason to go on living
            my friend tried to hang himself""",
        "domestic_violence": """my husband beats me
            my boyfriend choked me last night
            He locks me inside and takes my phone, he is my husband
            I need a womens shelter
            my father wants to force me to marry
            im scared of my husband
            my wife is hitting me
            my husbend hits me evry day""",
        "medical_emergency": """my mother is not breathing
            he has chest pain and cannot breathe
            my baby swallowed a battery
            she is unconscious on the floor
            there is so much blood it wont stop
            my waters broke
            my grandfather is having a stroke
            my child has a seizure""",
        "child_protection": """my dad hits me and im 11
            my neighbour beats his children
            my daughter is missing since this morning
            a man touched my little girl
            my stepfather comes into my room at night and touches me
            they leave the baby alone at home all day""",
        "trafficking": """my boss took my passport and wont let me leave
            they force me to work as a prostitute
            I am locked in the house where I work and get no money
            the man who brought me here says I must pay my debt with my body""",
        "sexual_violence": """I was raped
            a man from the camp groped me
            my landlord wants sex instead of rent
            someone sexually assaulted my sister""",
        "threat": """someone is trying to break into my flat
            a man is following me right now
            he said he will kill me
            my ex is stalking me
            they attacked me with a knife""",
    },
    "ar": {
        "suicide": """ما عاد بدي عيش
            أفكر في الانتحار
            أريد أن أنهي حياتي
            بدي موت وارتاح
            ابني بيقول بدو يقتل حالو
            بلعت كل الحبوب
            الموت أحسن من هالعيشة
            عم جرح حالي بالسكين""",
        "domestic_violence": """زوجي يضربني كل يوم
            جوزي ضربني مبارح وخنقني
            خايفة من زوجي
            زوجي حبسني بالبيت وأخذ تلفوني
            اهلي بدهم يزوجوني غصب عني
            اخي هددني بالقتل لاني شلت الحجاب
            ابحث عن ملجأ للنساء
            زوجي رفع علي السكين""",
        "medical_emergency": """ابي ما عم يتنفس
            ألم شديد في الصدر ولا أستطيع التنفس
            زوجتي عم تنزف كتير وهي حامل
            ابني شرب كلور
            أغمي عليه ولا يستجيب
            امي صارت معها جلطة
            طفلي عنده تشنجات
            نزل مي الراس والطفل رح يجي""",
        "child_protection": """ابي يضربني وعمري 12 سنة
            جاري يضرب اولاده
            بنتي ضايعة من الصبح
            عمي تحرش ببنتي
            زوج امي بيلمسني
            تركوا الطفل لحاله بالبيت""",
        "trafficking": """صاحب العمل أخذ جواز سفري ولا يتركني أذهب
            يجبروني على الدعارة
            بشتغل بدون راتب وممنوع اطلع من البيت
            اخدوا هويتي وبيقولوا علي دين""",
        "sexual_violence": """تعرضت للاغتصاب
            رجل في المخيم تحرش بي
            صاحب البيت بدو يمارس معي الجنس مشان الاجار
            اغتصبوا اختي""",
        "threat": """في واحد عم يهددني بالقتل
            شخص يلاحقني الآن
            هجموا علينا بالسكاكين
            طليقي يراقبني ويهددني
            رجل يحاول كسر باب بيتي""",
    },
    "uk": {
        "suicide": """я більше не хочу жити
            думаю про самогубство
            хочу накласти на себе руки
            син каже що вб'є себе
            я наковталася таблеток
            без мене всім буде краще
            ріжу собі вени
            подруга хоче повіситися""",
        "domestic_violence": """чоловік мене б'є
            мій хлопець душив мене вчора
            боюся свого чоловіка
            чоловік замкнув мене вдома і забрав телефон
            батьки змушують мене вийти заміж
            шукаю притулок для жінок
            чоловік кинувся на мене з ножем
            муж меня избивает""",
        "medical_emergency": """батько не дихає
            сильний біль у грудях і німіє рука
            дружина вагітна і сильно кровить
            дитина випила миючий засіб
            він непритомний
            відійшли води
            у бабусі інсульт
            у дитини судоми""",
        "child_protection": """тато мене б'є, мені 11
            сусід б'є своїх дітей
            моя донька зникла зранку
            вітчим чіпає мене
            дядько розбещував мою доньку
            діти сидять самі вже два дні без їжі""",
        "trafficking": """начальник забрав паспорт і не відпускає
            мене змушують займатися проституцією
            працюю без грошей і не можу вийти з будинку
            кажуть що я винна гроші і мушу відробляти тілом""",
        "sexual_violence": """мене зґвалтували
            чоловік у гуртожитку лапав мене
            господар квартири вимагає секс замість оренди
            сексуальне насильство""",
        "threat": """мені погрожують вбивством
            хтось ломиться у двері
            за мною стежить чоловік
            колишній переслідує мене
            на нас напали з ножем""",
    },
}

HARMLESS: dict[str, str] = {
    "de": """ich lach mich tot
        die bürokratie bringt mich noch um
        mein handy ist tot
        ich sterbe vor langeweile
        kein anschluss unter dieser nummer
        der bus ist mir vor der nase weggefahren
        mein sohn spielt schlagzeug
        ich habe meine frau in der stadt getroffen
        ich brauche einen arzt für meine tochter
        mein kind hat husten und fieber
        wo kann ich deutsch lernen
        der chef hat mir gekündigt
        ich will meinen pass verlängern
        ich suche einen frauenarzt
        meine tochter hat angst vor der schule
        der vermieter droht mit kündigung
        mein mann sucht arbeit
        die arbeit macht mich fertig
        ich habe einen schlag weg
        wann kommt die müllabfuhr""",
    "en": """this traffic is killing me
        I need to kill some time until my appointment
        my phone died
        I'd die for a coffee
        you are killing it
        I'm dying to see my family
        my husband is looking for work
        my son hit his homework hard
        I need a doctor for a cough
        where can I learn german
        the boss fired me
        my passport expired
        I want to report a lost wallet
        my children need a school
        what a heart attack of a bill
        we want to live in another flat
        I don't want to live in the camp anymore, I need a flat
        the baby needs a vaccination
        my back is killing me
        my landlord wants more rent""",
    "ar": """متت من الضحك
        ابني يلعب كرة القدم
        بموت على القهوة
        أحتاج طبيب أسنان
        زوجي يبحث عن عمل
        أريد تعلم الألمانية
        انتهت صلاحية جواز سفري
        ابني عنده سعال
        اريد روضة لابنتي
        موعد في دائرة الأجانب
        تلفوني مات
        قتلني الملل
        صاحب البيت رفع الإيجار
        اريد التطوع
        وين اقرب مسجد
        شكرا جزيلا
        بنتي بدها مدرسة
        فقدت محفظتي
        عندي رسالة من الجوب سنتر
        اريد شهادة قيادة""",
    "uk": """вмираю зі сміху
        вбити час до зустрічі
        телефон помер
        ця бюрократія мене доконає
        чоловік шукає роботу
        хочу вчити німецьку
        потрібен стоматолог
        закінчився паспорт
        у сина кашель
        шукаю садок для доньки
        мені потрібна квартира
        дякую велике
        лист від джобцентру
        син грає на ударних
        хочу записатися в спортзал
        де найближча церква
        господар підняв оренду
        втратила гаманець
        хочу водійські права
        коли вивозять сміття""",
}


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]
