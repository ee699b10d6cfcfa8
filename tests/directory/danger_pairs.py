"""Danger told as a situation, and beside each the harmless thing that has the same words."""

from __future__ import annotations

# language -> type -> lines of "what somebody in danger writes | what nobody needs to worry about"
PAIRS: dict[str, dict[str, str]] = {
    "de": {
        "trafficking": """der vermittler hat meinen reisepass und ich schufte jeden tag umsonst | der vermittler hat einen sprachkurs
            die chefin gibt meinen ausweis nicht zurück und ich darf nicht weg | das amt gibt mir keinen neuen ausweis
            wir müssen die reise abarbeiten und dürfen nicht raus | wir müssen die reise selbst bezahlen""",
        "threat": """drei männer treten gegen unsere tür und brüllen | die tür vom keller klemmt
            er steht unten und droht mir | der bus steht unten an der haltestelle
            mein exmann sagt er wird mich finden und mir etwas antun | mein exmann sagt er wird eine wohnung finden""",
        "medical_emergency": """meine tochter hat blaue lippen und atmet komisch | meine tochter hat blaue augen und braucht eine brille
            ich bekomme meinen vater nicht wach | ich bekomme meinen bescheid nicht
            die kleine hat spülmittel geschluckt | die kleine hat den impfpass verloren
            er liegt auf dem boden und reagiert nicht | der teppich liegt auf dem boden
            mein bruder hört auf zu atmen | mein bruder hört auf zu rauchen""",
        "child_protection": """der nachbar fasst meinen sohn an | der nachbar fasst mit an beim umzug
            der freund meiner mutter kommt nachts in mein bett ich bin 13 | der freund meiner mutter kommt am montag""",
        "suicide": """ich stehe auf der brücke und will springen | ich stehe auf der warteliste
            ich sehe keinen ausweg mehr | ich sehe keinen termin mehr""",
        "sexual_violence": """nachts legt sich einer in der unterkunft zu mir ins bett | nachts ist es in der unterkunft laut""",
    },
    "en": {
        "trafficking": """the agent has my passport and i work every day for nothing | the agent has a flat for me and i work every day
            the lady does not give my papers back and i cannot leave | the office does not give my papers to the school
            we must work off the debt for the trip and may not go out | we must pay the trip ourselves""",
        "threat": """three men are kicking against our door and yelling | the cellar door is stuck
            he stands outside and threatens me | the bus stands outside the school
            my ex says he will find me and do something to me | my ex says he will find a flat""",
        "medical_emergency": """my daughter has blue lips and breathes strange | my daughter has blue eyes and needs glasses
            i cannot get my father awake | i cannot get my letter
            the little one swallowed dish soap | the little one lost the vaccination card
            he lies on the floor and does not react | the carpet lies on the floor
            my brother stopped breathing | my brother stopped smoking""",
        "child_protection": """the neighbour touches my son | the neighbour helps my son
            moms boyfriend comes into my bed at night i am 13 | moms boyfriend comes on monday""",
        "suicide": """i am standing on the bridge and want to jump | i am standing on the waiting list
            there is no way out for me anymore | there is no appointment for me anymore""",
        "sexual_violence": """someone lies down in my bed at night in the camp | it is loud at night in the camp""",
    },
    "ar": {
        "trafficking": """السمسار معه جوازي وبشتغل كل يوم ببلاش | السمسار عنده شقة وبدي شوفها
            المدام ما بترجعلي اوراقي وما بقدر اطلع | المدرسة ما وصلتها اوراقي
            لازم نشتغل لنسد دين الطريق وممنوع نطلع | لازم ندفع حق الطريق""",
        "threat": """تلات شباب عم يخبطوا عالباب ويصرخوا علينا | باب القبو معلق
            واقف تحت وعم يهددني | الباص واقف تحت
            طليقي عم يقول رح يلاقيني ويأذيني | طليقي عم يقول رح يلاقي بيت""",
        "medical_emergency": """بنتي شفايفها زرق وعم تتنفس غريب | بنتي عيونها زرق وبدها نضارات
            ما عم اقدر صحي ابي | ما عم اقدر صحح الاسم
            الصغيرة بلعت صابون الجلي | الصغيرة ضيعت دفتر اللقاح
            واقع عالارض وما عم يستجيب | السجادة عالارض
            اخي وقف تنفس | اخي وقف تدخين""",
        "child_protection": """جارنا عم يلمس ابني | جارنا عم يساعد ابني
            رفيق امي بيجي على تختي بالليل وعمري 13 | رفيق امي بيجي يوم الاتنين""",
        "suicide": """واقف عالجسر وبدي نط | واقف على الدور
            ما في حل قدامي غير الموت | ما في موعد قدامي""",
        "sexual_violence": """واحد بينام جنبي بالتخت بالليل بالكامب وانا ما بدي | الكامب بالليل صوته عالي""",
    },
    "uk": {
        "trafficking": """посередник має мій паспорт а я роблю щодня задарма | посередник має квартиру і я хочу її подивитись
            пані не віддає мої документи і я не можу піти | школа не отримала мої документи
            мусимо відробляти борг за дорогу і не можна виходити | мусимо самі платити за дорогу""",
        "threat": """троє мужиків гатять у двері і кричать | двері в підвал заклинило
            він стоїть внизу і погрожує мені | автобус стоїть внизу на зупинці
            колишній каже що знайде мене і щось зробить | колишній каже що знайде квартиру""",
        "medical_emergency": """у доньки сині губи і вона дивно дихає | у доньки сині очі і треба окуляри
            не можу розбудити тата | не можу отримати рішення
            мала проковтнула засіб для посуду | мала загубила паспорт щеплень
            він лежить на підлозі і не реагує | килим лежить на підлозі
            брат перестав дихати | брат перестав курити""",
        "child_protection": """сусід чіпає мого сина | сусід допомагає моєму сину
            мамин хлопець вночі лягає до мене в ліжко мені 13 | мамин хлопець приїде в понеділок""",
        "suicide": """стою на мосту і хочу стрибнути | стою в черзі на квартиру
            не бачу ніякого виходу | не бачу ніякого терміну""",
        "sexual_violence": """вночі хтось лягає до мене в ліжко в таборі | вночі в таборі шумно""",
    },
}


def pairs(language: str) -> list[tuple[str, str, str]]:
    """(type, cry, harmless) of one language."""
    found = []
    for kind, text in PAIRS[language].items():
        for line in text.splitlines():
            cry, _bar, calm = line.partition("|")
            found.append((f"safety.{kind}", cry.strip(), calm.strip()))
    return found
