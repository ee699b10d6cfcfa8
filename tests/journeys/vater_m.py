"""The same story of a father in four languages, once told with care and once by a tired person: no commas, slips, words as heard."""

from __future__ import annotations

# Each of the six with the codes that answer it.
NEEDS = (
    ("residence.toleration",),
    ("work.permit", "work.find_job"),
    ("housing.find_home",),
    ("education.school_enrolment",),
    ("family.childcare",),
    ("health.mental",),
)
CAREFUL = {
    "de": "Guten Tag, wir leben seit vier Monaten in Büren. Ich bin mit meiner Familie geflohen und habe Asyl beantragt. Heute "
    "kam ein Brief von der Behörde. Darin steht, dass ich jetzt geduldet bin. Das beunruhigt mich sehr. Darf ich damit "
    "arbeiten, und wohin gehe ich, wenn ich eine Stelle suche? Außerdem möchten wir nicht mehr in der Sammelunterkunft "
    "leben, sondern in einem eigenen Zuhause. Unsere ältere Tochter beendet im Sommer die Grundschule, wir müssen sie an "
    "einer weiterführenden Schule anmelden. Für unseren kleinen Sohn suchen wir einen Platz in der Kita. Meine Frau hat auf "
    "der Flucht Schlimmes erlebt, sie schläft nicht und möchte mit einer Psychologin sprechen. Wir kennen das deutsche "
    "System der Beratung nicht. Wer kann uns helfen?",
    "en": "Good morning. We live in Büren. I came to Germany with my family and applied for asylum. Yesterday an official letter "
    'arrived. It says that I am now "geduldet", tolerated, and this worries me. Am I allowed to work with this paper, and '
    "where do I go to look for work? We would also like to leave the shared accommodation and live in a home of our own. "
    "Our older daughter finishes primary school this summer and has to be enrolled in a secondary school. Our younger son "
    "needs a place in a nursery. My wife was traumatised on the way here and she would like to get psychological help. We "
    "do not know how advice works in Germany or who can help us.",
    "ar": 'السلام عليكم، نحن نسكن في بورن. هربت مع عائلتي وقدمت طلب لجوء. وصلتني اليوم رسالة رسمية تقول إن وضعي الآن "دولدونغ" '
    "وهذا يقلقني كثيرا. هل يحق لي العمل، وأين أذهب للبحث عن عمل؟ نريد أيضا أن ننتقل من السكن المشترك إلى بيت خاص بنا. ابنتي "
    "الكبيرة ستنهي المدرسة الابتدائية قريبا ويجب تسجيلها في مدرسة إعدادية. وابني الصغير يحتاج إلى مكان في الروضة. زوجتي "
    "مصدومة نفسيا منذ الهروب وتتمنى مساعدة نفسية. لا نعرف نظام الاستشارة في ألمانيا ولا من يستطيع مساعدتنا.",
    "uk": "Доброго дня! Ми живемо в Бюрені. Я втік із сім'єю і подав заяву на притулок. Сьогодні прийшов офіційний лист, у якому "
    "написано, що тепер у мене дульдунг. Мене це дуже турбує. Чи маю я право працювати і куди звертатися, щоб знайти "
    "роботу? Ми також хочемо переїхати зі спільного житла у власну квартиру. Наша старша донька скоро закінчує початкову "
    "школу, її треба записати до середньої школи. Молодшому синові потрібне місце в дитячому садку. Дружина травмована "
    "втечею і хотіла б отримати психологічну допомогу. Ми не знаємо, хто нам може допомогти.",
}
TIRED = {
    "de": "hallo wir wonen in büren ich hab brief gekrigt da steht geduldet was ist das darf ich jetzt arbeiten oder nicht wo "
    "muss man hingehn für arbeit und wir wollen raus aus dem heim brauchen eigene wonung mein große junge ist bald fertig "
    "mit grundschule braucht neue schule und der kleine muss in kindergarten meine frau weint viel seit flucht braucht "
    "psycholgin bitte helfen",
    "en": "hi we live in buren me wife 2 kids i got leter from the office say i am geduldet now im scared can i work or not and "
    "where to find job also we want go out from the camp need our own apartmant my big son finish primary school he need "
    "new school where to register and small one need kindergarden my wife she is traumatized since we run she need "
    "phsycologist plz help i dont know who to ask",
    "ar": "مرحبا نحنا ساكنين ببورن اجتني رساله من الدائره انو صرت دولدونغ وخايف كتير فيني اشتغل ولا لا ووين روح دور ع شغل وبدنا "
    "نطلع من الكامب بدنا بيت لحالنا ابني الكبير عم يخلص ابتدائي وبدو مدرسه جديده وين سجلو والصغير بدو روضه ومرتي نفسيتها "
    "تعبانه كتير من وقت الهرب بدها دكتور نفسي والله ما منعرف مين يساعدنا",
    "uk": "привіт ми в бюрені живем прийшов лист шо я тепер гедульдет я боюся чи можна мені робити і де шукать роботу ще хочем "
    "зїхати з гуртожитка треба своя квартира старший малий закінчує початкову школу треба в нову записать а малій садочок "
    "треба жінка після втечі сама не своя плаче їй психолог потрібен не знаєм до кого йти",
}
