"""Messages that threaten staff or speak of a bomb, and messages that only sound so, in every language. None stands in words.yaml."""

from __future__ import annotations

THREATS = {
    "en": "I will kill you all | I'm going to shoot everybody there | tomorrow I will burn down your office | I put a bomb in your office"
    " | there is a bomb in the town hall | the bomb will explode at 12 | I am coming with a knife to your office | I know where you live",
    "de": "Ich bringe euch alle um! | ich werde euch umbringen | Ich zünde euer Büro an | es liegt eine Bombe im Rathaus"
    " | Ich komme morgen mit dem Messer zu euch ins Amt | ich steche euch ab | die Bombe geht gleich hoch | Ihr werdet alle sterben",
    "fr": "je vais tous vous tuer | je vais brûler votre bureau | j'ai posé une bombe | il y a une bombe dans la mairie"
    " | vous allez tous mourir | je sais où vous habitez | je viens avec un couteau chez vous | la bombe va exploser",
    "ar": "سأقتلكم كلكم | والله رح أقتلكم | رح أحرق مكتبكم | حطيت قنبلة بالمكتب | في قنبلة في البلدية | القنبلة رح تنفجر"
    " | جاي لعندكم بسكين عليكم | بعرف وين ساكنين",
    "uk": "я вас усіх уб'ю | підірву ваш офіс | я заклав бомбу | у ратуші бомба | бомба вибухне о 12 | прийду до вас з ножем"
    " | ви всі здохнете | я знаю, де ви живете",
    "ru": "я вас всех убью | взорву ваш офис | я заложил бомбу | в ратуше бомба | бомба взорвётся в 12 | приду к вам с ножом"
    " | вы все сдохнете | застрелю всех",
    "tr": "hepinizi öldüreceğim | büronuzu yakacağım | bomba koydum | belediyede bomba var | bıçakla geliyorum | hepiniz öleceksiniz"
    " | nerede oturduğunuzu biliyorum | bomba 12 de patlayacak",
    "pl": "zabiję was wszystkich | podpalę wasze biuro | podłożyłem bombę | w ratuszu jest bomba | bomba wybuchnie o 12"
    " | przyjdę do was z nożem | wszyscy zginiecie | was wszystkich zastrzelę",
    "ro": "vă omor pe toți | dau foc la biroul vostru | am pus o bombă | e o bombă în primărie | bomba va exploda | vin cu cuțitul la voi"
    " | o să muriți toți | știu unde locuiți",
    "bg": "ще ви убия всичките | ще запаля общината | сложих бомба | в кметството има бомба | бомбата ще гръмне | идвам с нож"
    " | всички ще умрете | знам къде живеете",
    "sr": "ubiću vas sve | zapaliću vam kancelariju | postavio sam bombu | u opštini je bomba | bomba će eksplodirati | dolazim sa nožem"
    " | svi ćete umrijeti | znam gdje živite | убићу вас све",
    "sq": "do t'ju vras të gjithëve | do ta djeg zyrën tuaj | kam vendosur një bombë | ka një bombë në bashki | bomba do të shpërthejë"
    " | vij me thikë | do të vdisni të gjithë | e di ku jetoni",
    "so": "waan idin dilayaa dhammaantiin | xafiiskiinna waan gubayaa | bambo ayaan dhigay | xafiiska bambo ayaa taal"
    " | bambadu way qarxaysaa"
    " | mindi ayaan la imanayaa | waan ogahay meesha aad deggan tihiin",
    "fa": "شما را می‌کشم | همتونو میکشم | دفترتان را آتش می‌زنم | بمب گذاشتم | بمب در شهرداری است | بمب منفجر می‌شود | با چاقو میام"
    " | می‌دانم کجا زندگی می‌کنید",
    "ps": "زه به تاسو ټول ووژنم | ستاسو دفتر به وسوځوم | ما بم ایښی دی | په دفتر کې بم دی | بم به وچوي | زه چاړه راوړم درځم"
    " | ټول به مړه شئ",
    "ku": "ez ê we hemûyan bikujim | ezê ofîsa we bişewitînim | min bombe danî | li şaredariyê bombe heye | bombe dê biteqe"
    " | ez bi kêrê têm | hûn hemû dê bimirin | ez dizanim hûn li ku dijîn",
    "ckb": "دەتانکوژم | هەمووتان دەکوژم | نووسینگەکەتان دەسووتێنم | بۆمبم داناوە | بۆمبێک لە شارەوانی هەیە"
    " | بۆمبەکە دەتەقێتەوە | بە چەقۆوە دێم"
    " | دەزانم لەکوێ دەژین",
    "ti": "ኩልኹም ክቐትለኩም እየ | ንቢሮኹም ከቃጽሎ እየ | ቦምባ ኣቐሚጠ ኣለኹ | ኣብ ቢሮ ቦምባ ኣሎ | እቲ ቦምባ ክፍንዳእ እዩ | ካራ ሒዘ ክመጸኩም እየ | ኣበይ ከምትነብሩ እፈልጥ እየ",
}
ONLY_SOUND_SO = {
    "en": "my husband threatens me, he said I will kill you | a bomb fell on our house | I am afraid of a bomb"
    " | I could kill for a coffee"
    " | I will kill time in your office | there was a bomb in our street in the war | I will bring you the papers | I will not kill you"
    " | my neighbour told me I will burn your house | can I get an appointment in your office",
    "de": "mein Mann droht: ich bringe dich um | eine Bombe ist auf unser Haus gefallen | ich habe Angst vor einer Bombe"
    " | für einen Kaffee könnte ich töten | Ich bringe sie um 8 Uhr zur Schule | Ich bringe euch um 10 Uhr den Brief"
    " | am Bahnhof wurde eine Bombe gefunden | Ich komme mit dem Bus zu euch ins Amt | ich mache euch einen Vorschlag"
    " | Ich steche mir in den Finger | ich schlage euch einen Termin vor",
    "fr": "mon mari m'a dit je vais te tuer | une bombe est tombée sur notre maison | j'ai peur d'une bombe | je tuerais pour un café"
    " | je vais à votre bureau demain | je ne vais pas vous tuer | je viens chez vous avec ma fille",
    "ar": "زوجي قال لي سأقتلك | سقطت قنبلة على بيتنا | أخاف من قنبلة | أقتل نفسي من أجل قهوة | رح أجي على مكتبكم بكرا | هددوني ورح يقتلوني",
    "uk": "чоловік каже: я тебе вб'ю | бомба впала на наш будинок | я боюся бомби | за каву я б убив | прийду до вас з документами"
    " | у нашому місті бомба впала на офіс",
    "ru": "муж сказал: я тебя убью | бомба упала на наш дом | я боюсь бомбы | за кофе я бы убил | приду к вам с документами"
    " | он мне пишет убью тебя",
    "tr": "kocam seni öldüreceğim dedi | evimize bomba düştü | bombadan korkuyorum | bir kahve için adam öldürürüm"
    " | çocuklarımla geliyorum"
    " | komşum tehdit ediyor seni öldürürüm diye",
    "pl": "mąż powiedział: zabiję cię | bomba spadła na nasz dom | boję się bomby | zabiłbym za kawę | przyjdę do was z dokumentami"
    " | sąsiad grozi że mnie zabije",
    "ro": "soțul meu mi-a spus te omor | a căzut o bombă pe casa noastră | mi-e frică de o bombă | aș ucide pentru o cafea"
    " | vin cu actele la voi | vecinul m-a amenințat",
    "bg": "мъжът ми каза ще те убия | бомба падна върху къщата ни | страх ме е от бомба | бих убил за кафе"
    " | идвам с документите | ще дойда в общината",
    "sr": "muž mi je rekao ubiću te | bomba je pala na našu kuću | bojim se bombe | ubio bih za kafu | dolazim sa djecom"
    " | doći ću u opštinu sa papirima",
    "sq": "burri më tha do të vras | një bombë ra mbi shtëpinë tonë | kam frikë nga bomba | do të vrisja për një kafe"
    " | vij me fëmijët | do ta sjell letrën në zyrë",
    "so": "ninkaygu wuxuu yiri waan ku dilayaa | bambo ayaa gurigeenna ku dhacday | waxaan ka cabsanayaa bambo"
    " | carruurtayda ayaan la imanayaa"
    " | xafiiska goorma ayuu furan yahay",
    "fa": "شوهرم گفت می‌کشمت | یک بمب روی خانه ما افتاد | از بمب می‌ترسم | هر روز درد می‌کشم | از دست شما زجر می‌کشم"
    " | با بچه‌ها به دفترتان میام",
    "ps": "مېړه مې وویل زه به تا ووژنم | زموږ په کور بم ولوېد | زه له بم وېرېږم | سبا دفتر ته درځم",
    "ku": "mêrê min got ezê te bikujim | bombe li mala me ket | ez ji bombeyê ditirsim | ez bi zarokan re têm | ez têm ofîsa we",
    "ckb": "مێردەکەم وتی دەتکوژم | بۆمبێک بەسەر ماڵەکەماندا کەوت | لە بۆمب دەترسم | سبەی دێم بۆ ئۆفیسەکەتان",
    "ti": "ሰብኣየይ ክቐትለኪ እየ ኢሉኒ | ቦምባ ኣብ ገዛና ወዲቑ | ቦምባ እፈርሕ | ጽባሕ ናብ ቢሮኹም ክመጽእ እየ",
}


def messages(table: dict[str, str]) -> list[tuple[str, str]]:
    """Language and message, one by one."""
    return [(language, message.strip()) for language, told in table.items() for message in told.split("|")]
