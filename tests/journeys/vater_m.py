"""The same story of a father in every language, once told with care and once by a tired person: no commas, slips, words as heard."""

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
    "bg": "Добър ден, живеем в Бюрен. Избягах със семейството си и подадох молба за убежище. Вчера дойде официално писмо, "
    "в което пише, че сега съм с Duldung, тоест само ме търпят. Това много ме притеснява. Имам ли право да работя с "
    "този документ и къде да отида, за да си намеря работа? Искаме също да излезем от общежитието и да имаме "
    "собствено жилище. Голямата ни дъщеря това лято завършва началното училище и трябва да я запишем в следващото "
    "училище. За малкия търсим място в детска градина. Жена ми преживя страшни неща по пътя, не спи и иска да говори "
    "с психолог. Не знаем кой може да ни помогне.",
    "ckb": "سڵاو، ئێمە لە بورن دەژین. من لەگەڵ خێزانەکەم هەڵاتم و داوای پەنابەریم کردووە. ئەمڕۆ نامەیەکی فەرمیم بۆ هات، "
    "تێیدا نووسراوە کە ئێستا دولدونگم هەیە. ئەمە زۆر نیگەرانم دەکات. ئایا بەم کاغەزە مافی کارکردنم هەیە و بۆ "
    "دۆزینەوەی کار دەبێت بچم بۆ کوێ؟ هەروەها دەمانەوێت لە هایمەکە دەربچین و خانوویەکی تایبەت بە خۆمان هەبێت. کچە "
    "گەورەکەم بەم زووانە قوتابخانەی سەرەتایی تەواو دەکات و دەبێت لە قوتابخانەی ناوەندی ناونووسی بکەین. کوڕە "
    "بچووکەکەم شوێنێکی لە باخچەی منداڵان پێویستە. خێزانم لە ڕێگا شتی خراپی بینیوە، شەوان ناخەوێت و دەیەوێت لەگەڵ "
    "دەروونناسێک قسە بکات. نازانین کێ دەتوانێت یارمەتیمان بدات.",
    "fa": "سلام، ما در بورن زندگی می‌کنیم. من با خانواده‌ام فرار کردم و درخواست پناهندگی دادم. امروز یک نامه رسمی آمد که "
    "نوشته من حالا دولدونگ دارم. این خیلی نگرانم می‌کند. آیا با این کاغذ اجازه کار دارم و برای پیدا کردن کار کجا "
    "باید بروم؟ همچنین می‌خواهیم از خوابگاه بیرون برویم و یک خانه برای خودمان داشته باشیم. دختر بزرگم تابستان دوره "
    "ابتدایی را تمام می‌کند و باید او را در مدرسه متوسطه ثبت نام کنیم. برای پسر کوچکم دنبال جای مهدکودک هستیم. همسرم "
    "در راه فرار چیزهای بدی دیده، شب‌ها نمی‌خوابد و می‌خواهد با یک روانشناس صحبت کند. نمی‌دانیم چه کسی می‌تواند کمک "
    "کند.",
    "fr": "Bonjour, nous habitons à Büren. J'ai fui avec ma famille et j'ai demandé l'asile. Ce matin j'ai reçu une lettre "
    "officielle : il est écrit que j'ai maintenant une Duldung, que je suis seulement toléré. Cela m'inquiète "
    "beaucoup. Est-ce que j'ai le droit de travailler avec ce papier et où aller pour chercher un emploi ? Nous "
    "voudrions aussi quitter le foyer et avoir notre propre logement. Notre grande fille termine l'école primaire "
    "cet été, il faut l'inscrire au collège. Pour notre petit garçon nous cherchons une place à la crèche. Ma femme "
    "a vécu des choses terribles pendant la fuite, elle ne dort plus et voudrait parler à une psychologue. Nous ne "
    "savons pas qui peut nous aider.",
    "ku": "Rojbaş, em li Büren dijîn. Ez bi malbata xwe re reviyam û min serlêdana penaberiyê kir. Îro nameyeke fermî hat, "
    "tê de dinivîse ku ez niha Duldung im. Ev min pir bi fikar dike. Gelo bi vê kaxizê mafê min heye ku ez bixebitim "
    "û ji bo dîtina kar divê ez herim ku derê? Em dixwazin ji heimê derkevin û xaniyekî me bi xwe hebe. Keça min a "
    "mezin vê havînê dibistana seretayî diqedîne û divê em wê li dibistana navîn qeyd bikin. Ji bo kurê min ê biçûk "
    "em li cihekî di baxçeyê zarokan de digerin. Jina min di rê de tiştên pir xerab dîtin, şevan ranakeve û dixwaze "
    "bi psîkologekî re biaxive. Em nizanin kî dikare alîkariya me bike.",
    "pl": "Dzień dobry, mieszkamy w Büren. Uciekłem z rodziną i złożyłem wniosek o azyl. Dziś przyszło pismo z urzędu, że "
    "mam teraz Duldung, czyli pobyt tolerowany. Bardzo mnie to niepokoi. Czy wolno mi z tym pracować i gdzie mam "
    "iść, żeby znaleźć pracę? Chcielibyśmy też wyprowadzić się z ośrodka i mieć własne mieszkanie. Nasza starsza "
    "córka kończy latem szkołę podstawową i trzeba ją zapisać do następnej szkoły. Dla młodszego synka szukamy "
    "miejsca w przedszkolu. Żona przeżyła po drodze straszne rzeczy, nie śpi i chciałaby porozmawiać z psychologiem. "
    "Nie wiemy, kto może nam pomóc.",
    "ps": "سلام، موږ په بورن کې اوسېږو. زه له خپلې کورنۍ سره وتښتېدم او د پناه غوښتنه مې وکړه. نن یو رسمي لیک راغی چې پکې "
    "لیکل شوي زه اوس دولدونګ لرم. دا ما ډېر اندېښمن کوي. ایا په دې کاغذ د کار اجازه لرم او د کار موندلو لپاره چېرته "
    "ولاړ شم؟ موږ غواړو له کمپه ووځو او خپل ځانګړی کور ولرو. زما لویه لور په دې دوبي کې لومړنی ښوونځی خلاصوي او باید "
    "په منځني ښوونځي کې یې شامله کړو. د وړوکي زوی لپاره په وړکتون کې ځای لټوو. زما مېرمنې د تېښتې په لاره کې ډېر بد "
    "شیان لیدلي، شپه نه ویده کېږي او غواړي له ارواپوه سره خبرې وکړي. نه پوهېږو څوک مرسته راسره کولی شي.",
    "ro": "Bună ziua, locuim în Büren. Am fugit împreună cu familia și am cerut azil. Azi a venit o scrisoare de la "
    "autoritate în care scrie că am acum Duldung, adică sunt doar tolerat. Asta mă îngrijorează mult. Am voie să "
    "muncesc cu hârtia asta și unde merg ca să-mi caut un loc de muncă? Am vrea și să plecăm din cămin și să avem o "
    "locuință a noastră. Fata cea mare termină vara asta școala primară și trebuie s-o înscriem la școala următoare. "
    "Pentru băiatul cel mic căutăm un loc la grădiniță. Soția mea a trăit lucruri grele pe drum, nu mai doarme și ar "
    "vrea să vorbească cu un psiholog. Nu știm cine ne poate ajuta.",
    "ru": "Здравствуйте, мы живём в Бюрене. Я бежал с семьёй и подал на убежище. Сегодня пришло официальное письмо, там "
    "написано, что у меня теперь дульдунг. Меня это очень тревожит. Можно ли мне с этой бумагой работать и куда "
    "обратиться, чтобы найти работу? Ещё мы хотели бы съехать из общежития в свою отдельную квартиру. Старшая дочь "
    "летом заканчивает начальную школу, её нужно записать в следующую школу. Для младшего сына ищем место в детском "
    "саду. Жена многое пережила в дороге, не спит и хотела бы поговорить с психологом. Мы не знаем, кто нам может "
    "помочь.",
    "so": "Salaan, waxaan degan nahay Büren. Aniga iyo qoyskeyga waan soo qaxnay oo magangalyo ayaan dalbaday. Maanta "
    "warqad rasmi ah ayaa ii timid, waxaa ku qoran in aan hadda haysto Duldung. Aad ayaan uga walwalsanahay. Ma u "
    "oggolahay inaan ku shaqeeyo warqaddan, xageese u tagaa si aan shaqo u helo? Waxaan kaloo rabnaa inaan ka guurno "
    "xerada oo aan helno guri gaar noo ah. Gabadhayda weyn xagaagan waxay dhammaynaysaa dugsiga hoose, waana inaan "
    "ka diiwaangelinaa dugsiga sare. Wiilka yar waxaan u raadinaynaa boos xannaano. Xaaskaygu waxyaabo xun bay soo "
    "martay jidka, habeenkii ma seexato, waxayna rabtaa inay la hadasho dhakhtar cilmi nafsi. Ma garanayno cid na "
    "caawin karta.",
    "sq": "Mirëdita, jetojmë në Büren. Kam ikur me familjen dhe kam kërkuar azil. Sot erdhi një letër zyrtare ku shkruan "
    "se tani kam Duldung, pra vetëm më tolerojnë. Kjo më shqetëson shumë. A kam të drejtë të punoj me këtë letër dhe "
    "ku duhet të shkoj për të gjetur punë? Duam edhe të dalim nga kampi dhe të kemi një banesë tonën. Vajza e madhe "
    "e mbaron këtë verë shkollën fillore dhe duhet ta regjistrojmë në shkollën e mesme. Për djalin e vogël kërkojmë "
    "një vend në kopsht. Gruaja ime ka përjetuar gjëra të tmerrshme rrugës, nuk fle dhe dëshiron të flasë me një "
    "psikologe. Nuk e dimë kush mund të na ndihmojë.",
    "sr": "Dobar dan, živimo u Bürenu. Pobjegao sam s porodicom i podnio zahtjev za azil. Danas je stiglo službeno pismo u "
    "kojem piše da sad imam Duldung. To me jako brine. Smijem li s tim papirom raditi i kome da se obratim da nađem "
    "posao? Htjeli bismo i da odemo iz doma za azilante i da imamo svoj stan. Starija kćerka ovog ljeta završava "
    "osnovnu školu i treba je upisati u narednu školu. Za malog sina tražimo mjesto u vrtiću. Žena je na putu "
    "preživjela teške stvari, ne spava i htjela bi razgovarati s psihologom. Ne znamo ko nam može pomoći.",
    "ti": "ሰላም፣ ኣብ ቡረን ንነብር። ምስ ስድራቤተይ ሃዲመ ዑቕባ ሓቲተ። ሎሚ ወግዓዊ ደብዳቤ መጺኡኒ፣ ሕጂ ዱልዱንግ ከም ዘለኒ ይብል። እዚ ኣዝዩ የሻቕለኒ። ብዚ ወረቐት ክሰርሕ "
    "ይፍቀደኒ ዶ፣ ስራሕ ንምርካብ ከ ናበይ ክኸይድ? ካብ ካምፕ ወጺእና ናይ ገዛእ ርእስና ገዛ ክህልወና ንደሊ። እታ ዓባይ ጓለይ ኣብዚ ክረምቲ መባእታ ቤት ትምህርቲ ትውድእ፣ ኣብ "
    "ካልኣይ ደረጃ ቤት ትምህርቲ ከነመዝግባ ኣለና። ንእሽቶ ወደይ ኣብ መዋእለ ህጻናት ቦታ የድልዮ። ሰበይተይ ኣብ መንገዲ ክፉእ ነገር ርእያ፣ ድቃስ የብላን፣ ምስ ስነ ኣእምሮ "
    "ሓኪም ክትዛረብ ትደሊ። መን ክሕግዘና ከም ዝኽእል ኣይንፈልጥን።",
    "tr": "Merhaba, Büren'de oturuyoruz. Ailemle birlikte kaçtım ve iltica başvurusu yaptım. Bugün resmi bir mektup geldi, "
    "artık Duldung'um olduğu yazıyor. Bu beni çok endişelendiriyor. Bu kağıtla çalışma iznim var mı, iş bulmak için "
    "nereye başvurmalıyım? Ayrıca kamptan çıkıp kendimize ait bir eve taşınmak istiyoruz. Büyük kızım bu yaz "
    "ilkokulu bitiriyor, onu bir üst okula kaydettirmemiz gerekiyor. Küçük oğlumuz için anaokulunda yer arıyoruz. "
    "Eşim yolda çok kötü şeyler yaşadı, uyuyamıyor ve bir psikologla konuşmak istiyor. Bize kimin yardım "
    "edebileceğini bilmiyoruz.",
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
    "bg": "здр ние сме в бюрен дойде писмо че съм с дулдунг ся не знам мога ли да работя или не и къде се търси работа "
    "искаме да се махнем от хайма трябва ни квартира наша голямото момче завършва началното трябва му ново училище "
    "къде се записва а малкото за детска градина жена ми откакто избягахме все плаче трябва и психолог помагайте",
    "ckb": "سلاو ئێمە لە بورنین نامەم بۆ هاتووە دەڵێ دولدونگم هەیە زۆر ئەترسم ئەتوانم ئیش بکەم یان نا لە کوێ ئیش بدۆزمەوە "
    "ئەمانەوێ لە کەمپ دەرچین خانوویەکمان ئەوێ بۆ خۆمان کوڕە گەورەکەم سەرەتایی تەواو ئەکا مەکتەبی تازەی ئەوێ لە کوێ "
    "ناوی بنووسم بچووکەکەش ڕەوزە ژنەکەم لەو ڕۆژەوە هەر ئەگری دکتۆری دەروونی ئەوێ تکایە یارمەتی",
    "fa": "سلام ما تو بورن هستیم یه نامه اومده نوشته دولدونگ من خیلی ترسیدم میتونم کار کنم یا نه کجا برم دنبال کار میخوایم "
    "از کمپ بریم بیرون یه خونه جدا میخوایم پسر بزرگم ابتداییش داره تموم میشه مدرسه جدید میخواد کجا ثبت نام کنم "
    "کوچیکه هم مهد کودک لازم داره خانمم از وقتی فرار کردیم همش گریه میکنه روانشناس میخواد تو رو خدا کمک کنید",
    "fr": "bjr on est a buren jai recu une lettre c ecrit duldung jai peur est ce que je peu travailler ou pas et ou aller "
    "pour chercher du travail on veut sortir du camp il nous faut un appartement a nous mon grand fini lecole "
    "primaire faut une nouvelle ecole ou linscrire et le petit doit aller a la creche ma femme depuis la fuite elle "
    "pleure tout le temp elle a besoin dun psy svp aidez nous",
    "ku": "slav em li buren in name hat dibeje duldung ez pir ditirsim ez karim bixebitim an na u li ku kar bigerim em "
    "dixwazin ji kampe derkevin maleke me bi tene lazim e kure min e mezin dibistana seretayi xelas dike mekteba nu "
    "lazim e li ku qeyd bikim e biçuk ji ji bo kita ye jina min ji dema reve ve tim digiri psikolog je re lazim e ji "
    "kerema xwe alikari",
    "pl": "hej mieszkamy w buren przyszlo pismo ze mam duldung boje sie co to znaczy moge pracowac czy nie i gdzie szukac "
    "roboty chcemy wyjsc z heimu potrzebujemy swojego mieszkania starszy syn konczy podstawowke trzeba nowa szkole "
    "gdzie zapisac a maly do przedszkola zona od ucieczki ciagle placze potrzebny psycholog prosze pomozcie",
    "ps": "سلام موږ په بورن کي یو لیک راغلی وایي دولدونګ ډېر وېرېږم کار کولای سم که نه او کار چیري پیدا کړم موږ غواړو له "
    "کمپه ووزو ځانله کور مو پکار دی مشر زوی مې ابتدایه خلاصوي نوی مکتب یې پکار دی چیري یې شامل کړم او وړوکی وړکتون "
    "ته ښځه مې له تېښتې راهیسې ژاړي رواني ډاکټر ته ضرورت لري مرسته وکړئ",
    "ro": "buna suntem in buren a venit o hirtie ca am duldung mi-e frica pot sa lucrez sau nu si unde caut de munca vrem "
    "sa iesim din camin ne trebuie apartamentul nostru baiatu mare termina primara ii trebuie alta scoala unde il "
    "inscriu si asta micu la gradinita nevasta de cand am fugit plange mereu are nevoie de psiholog va rog ajutati",
    "ru": "привет мы в бюрене пришло письмо что я теперь гедульдет боюсь что это значит можно мне работать или нет и где "
    "искать работу хотим съехать с хайма нужна своя квартира старший заканчивает начальную надо в новую школу куда "
    "записывать а мелкому садик жена после бегства плачет все время нужен психолог помогите пожалуйста",
    "so": "asc waxan joognaa buren warqad baa ii timid duldung bay leedahay waan baqayaa ma shaqayn karaa mise maya xagee "
    "shaqo laga raadiyaa waxan rabnaa inan kampka ka baxno guri noo gaar ah ayan u baahanahay wiilka weyn dugsiga "
    "hoose ayuu dhamaynayaa iskuul cusub xagee laga diwan geliyaa kan yarna xanaano xaaskayga ilaa markan soo qaxnay "
    "way ooydaa dhakhtar nafsi bay u baahantahay fadlan na caawi",
    "sq": "tung jemi ne buren na erdhi nje leter qe jam duldung kam frike a mund te punoj apo jo edhe ku me lyp pune duam "
    "me dal prej kampit na duhet banesa jone djali i madh po kryn filloren i duhet shkolle e re ku regjistrohet e i "
    "vogli per qerdhe gruaja qe kur kemi ik veq qan i duhet psikolog ju lutem na ndihmoni",
    "sr": "cao mi smo u birenu stiglo pismo da imam duldung bojim se sta je to jel smem da radim ili ne i gde da trazim "
    "posao hocemo iz hajma treba nam nas stan stariji sin zavrsava osnovnu treba nova skola gde se upisuje a mali u "
    "vrtic zena od bekstva stalno place treba joj psiholog molim pomozite",
    "ti": "ሰላም ኣብ ቡረን ኢና ደብዳቤ መጺኡ ዱልዱንግ ይብል ፈሪሀ ክሰርሕ ይኽእል ዶ ኣይፋል ስራሕ ኣበይ ክደሊ ካብ ካምፕ ክንወጽእ ንደሊ በይንና ገዛ የድልየና ዓቢ ወደይ መባእታ "
    "ይውድእ ኣሎ ሓድሽ ቤት ትምህርቲ ኣበይ የመዝግቦ እቲ ንእሽቶ መዋእለ ህጻናት የድልዮ ሰበይተይ ካብ ዝሃደምና ትበኪ ኣላ ናይ ኣእምሮ ሓኪም የድልያ በጃኹም ሓግዙና",
    "tr": "slm bürendeyiz mektup geldi duldung yazıyo çok korkuyorum çalışabilirmiyim yoksa olmazmı nerden iş bulucam "
    "kamptan çıkmak istiyoz kendi evimiz lazım büyük oğlan ilkokulu bitiriyo yeni okul lazım nereye kaydettircez "
    "küçük de kreşe gitcek hanım kaçtığımızdan beri hep ağlıyo psikolog lazım allah rızası için yardım edin",
}
