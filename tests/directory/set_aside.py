"""More tellings of the father's story, set aside while the lists were written. They measure: no words of theirs go into a list.

The first two of each language led to two general rules after their first run; the last two were written after that.
"""

from __future__ import annotations

SET_ASIDE: dict[str, tuple[str, ...]] = {
    "de": (
        "Guten Abend. Asylantrag haben wir gestellt letztes Jahr, jetzt ist Post gekommen vom Amt und ich heiße da "
        "„geduldet“. Ich habe Angst. Kann ich Arbeit annehmen? Wo frage ich nach einem Job? Zu viert in einem Zimmer im "
        "Wohnheim in Büren geht nicht mehr, wir hätten gern eine kleine Wohnung für uns allein. Mein Sohn ist in der vierten "
        "Klasse, danach soll er auf die Gesamtschule oder Realschule, wie meldet man ihn an? Die Kleine ist drei und hat noch "
        "keinen Kitaplatz. Meiner Frau geht es seelisch schlecht nach allem, was auf dem Weg passiert ist, sie hätte gern "
        "eine Therapie. Wer hilft bei so vielen Sachen?",
        "bin vater 2 kinder büren asyl gemacht jetzt papier sagt duldung ich kann nicht schlafen deswegen ob ich arbeiten "
        "kann weis ich nicht und wo man arbeit findet auch nicht wir wolen weg von der unterkunft eigene haus oder wohnung "
        "grose tochter nach 4 klasse welche schule anmelden kleine tochter kindergarten plats gibts keine frau ist krank im "
        "kopf vom krieg sie will mit jemand reden psycholge",
        "Hallo KIM. Mein Name ist egal, ich wohne mit Familie in Büren in der Unterkunft. Vor zwei Tagen Brief gekommen: "
        "Duldung statt Asyl. Was heißt das für uns, müssen wir weg? Ich bin Maler von Beruf, darf man mit diesem Papier eine "
        "Stelle annehmen und wer vermittelt Arbeit? Wir brauchen Platz, drei Zimmer wären schön, wie findet man als Ausländer "
        "eine Mietwohnung? Amal ist zehn, die Grundschule ist im Juli vorbei, an welcher Schule kann sie weitermachen? Für "
        "Sami (4) habe ich überall gefragt, kein Kindergarten hat was frei. Und meine Frau: seit der Überfahrt hat sie Panik "
        "und Albträume, sie möchte zu einem Psychologen.",
        "ich heise karim aus büren wir haben duldung bekomen und angst das sie uns zurük schicken kan ich so arbeit haben wo "
        "fragt man nach job unsere familie will eine wohnung nicht mehr heim der große ist vierte klasse fertig welche schule "
        "jetzt wie anmelden der kleine 3 jahre braucht kita meine frau immer traurig und weint trauma von flucht sie braucht "
        "hilfe von psychologe",
    ),
    "en": (
        "Dear KIM team, I am a father from Büren. We asked for asylum last year and now the office has written that our stay "
        "is only tolerated. What does that mean for us? May I take a job, and which office helps with finding one? Four "
        "people in one room in the shelter is too much, we dream about renting a small flat. My son is in his last year of "
        "elementary school. How do I sign him up for the next school? His little sister is three and stays at home because "
        "there is no daycare place. My wife has nightmares from the journey and wants therapy. Nobody explained us how things "
        "work here.",
        "sorry my english im dad in bueren town they give me paper duldung after asylum what now is it allowed working and "
        "who give work we are 5 people one room in heim want house for us only my girl after summer go to big school must "
        "sign her somewhere and baby boy 3 years no kita nobody take him wife not ok in head since the boat she cry all night "
        "want talk to psycholog",
        "Hello, we are staying in the shelter in Büren since March. The asylum office rejected us and gave us a Duldung, I am "
        "afraid of deportation. Is it legal for me to work now, and where can a painter like me apply for jobs? We would love "
        "to move into an apartment, just our family. Our daughter Amal is ten, she is done with Grundschule in July, so which "
        "school is next and how do we enrol her? Sami is four, every kindergarten told us they are full. My wife gets panic "
        "attacks since the crossing, she would like to talk to a therapist.",
        "hello i am karim live in büren with my family got letter duldung i fear they send us back can i take work now where "
        "ask for job we dont want heim anymore we want small apartment big kid finish 4 class which school now how register "
        "little one 3 years need kita my wife always sad and cry from trauma need psychologist help us please",
    ),
    "ar": (
        "تحية طيبة، أنا أب لطفلين وأعيش في مدينة بورن. بعد طلب اللجوء استلمت ورقة مكتوب فيها أن إقامتي مجرد دولدونغ أي سماح "
        "بالبقاء مؤقتا، ماذا يعني هذا؟ هل يسمح لي أن أشتغل ومن يساعدني في إيجاد وظيفة؟ نعيش أربعة أشخاص في غرفة واحدة في مركز "
        "الإيواء ونحلم بشقة صغيرة مستقلة. ولدي في الصف الرابع وبعده يجب أن ينتقل إلى مدرسة أكبر، كيف أسجله؟ أخته عمرها ثلاث "
        "سنوات ولم نجد لها مكانا في الحضانة. زوجتي ترى كوابيس بسبب ما عشناه في الطريق وتريد علاجا نفسيا.",
        "السلام عليكم انا اب من بورن عطوني دولدونغ بعد اللجوء شو يعني هاد وفي حق اشتغل او ممنوع ومين بيلاقيلي شغل ونحنا خمسه "
        "بغرفه وحده بالهايم بدي استاجر شقه لعيلتي بنتي خلصت صف رابع لازم تروح عالمدرسه الكبيره وما بعرف وين تسجيلها والصغيره "
        "عمرها تلات سنين مافي كيتا الها ومرتي كل الليل عم تبكي من بعد البحر محتاجه معالج نفسي بلييز ساعدونا",
        "مرحبا، نحن عائلة من أربعة أشخاص نعيش في كامب في بورن. رفضوا لجوءنا وأعطونا دولدونغ وأخاف من الترحيل. أنا دهان، هل "
        "أقدر أشتغل بهذه الورقة وأين أقدم على شغل؟ نريد أن ننتقل إلى شقة لنا وحدنا. ابنتي عمرها عشر سنوات وستنهي الابتدائية، "
        "إلى أي مدرسة تذهب وكيف نسجلها؟ ابني عمره أربع سنوات وكل الروضات مليانة. زوجتي من يوم البحر عندها نوبات خوف وتريد "
        "طبيبا نفسيا.",
        "هاي انا كريم من بورن اجانا دولدونغ وخايفين يرجعونا بقدر اشتغل هلق ووين اسال عن شغل ما بدنا الهايم بدنا شقه صغيره "
        "لعيلتنا الكبير خلص صف رابع اي مدرسه هلق وكيف منسجلو والصغير عمرو تلت سنين بدو روضه مرتي دايما زعلانه وعم تبكي من "
        "الصدمه بدها دكتور نفساني الله يخليكم",
    ),
    "uk": (
        "Вітаю. Я батько двох дітей, місто Бюрен. Після заяви на азюль отримали папір: нас лише терплять, «Duldung». Що це "
        "означає? Чи дозволено мені влаштуватися на роботу і хто допоможе її знайти? У хаймі нас четверо в одній кімнаті, "
        "мріємо винайняти маленьке помешкання. Син у четвертому класі, далі потрібна більша школа, як подати документи? Його "
        "сестричці три роки, у дитсадок не беруть, немає місць. Дружині сняться жахіття про дорогу, вона хоче до "
        "психотерапевта.",
        "добрий вечір я тато з бюрена дали дульдунг після азиля шо тепер робить мона чи нєльзя і хто дає роботу нас пятеро в "
        "одній комнаті в хаймі хочу зняти хату для сімї дочка после четвертого класа має йти в другу школу не знаю де "
        "записувать а мала 3 роки дома сидить бо в кіту не берут жінка плаче ночами після моря треба дохтор душевний психолог",
        "Добрий день, ми родина з чотирьох людей, живемо в гуртожитку в Бюрені. Притулок нам не дали, дали дульдунг, боюся "
        "депортації. Я маляр, чи маю право працювати з цим папером і де шукати роботу? Хочемо знайти квартиру тільки для "
        "нашої сім'ї. Доньці десять, вона закінчує початкову школу, в яку школу йти далі і як записати? Синові чотири роки, в "
        "жодному садочку немає місця. У дружини після переправи панічні атаки, вона хоче до психолога.",
        "привіт я карім з бюрена нам дали дульдунг боїмось шо вишлють назад можна мені зараз працювать і де питать за роботу "
        "не хочем хайм хочем маленьку квартиру старший закінчив 4 клас в яку школу тепер і як записать малому 3 роки треба "
        "садік жінка все сумна плаче від травми треба психолог поможіть",
    ),
}
