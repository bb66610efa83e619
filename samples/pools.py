"""Invented people, places and things in ten languages, from which generate.py draws.

Nobody here exists, nor do the streets; towns are real, domains are under .example.
"""

# language, country, currency, dialling code, towns ("code town" as printed), streets (%d: number)
PLACES = [
    ("en", "IE", "EUR", "+353 86", ["Galway H91 K2P7", "Cork T12 X8N4", "Limerick V94 E3R6"],
     ["%d Harbour View", "%d Mill Lane", "Apartment 4, %d Quay Street"]),
    ("en", "GB", "GBP", "+44 7700", ["Leeds LS1 4QX", "Bristol BS1 6ZR", "Edinburgh EH3 9LP"],
     ["%d Orchard Road", "Flat 2, %d Queen's Terrace", "%d Elm Close"]),
    ("de", "DE", "EUR", "+49 151", ["04109 Leipzig", "79098 Freiburg im Breisgau", "28195 Bremen"],
     ["Lindenallee %d", "Am Alten Markt %d", "Gerberstraße %d"]),
    ("de", "AT", "EUR", "+43 660", ["8010 Graz", "5020 Salzburg"], ["Murgasse %d/3", "Hofzeile %d"]),
    ("de-CH", "CH", "CHF", "+41 79", ["3011 Bern", "6004 Luzern"], ["Kramgasse %d", "Seestrasse %d"]),
    ("fr", "FR", "EUR", "+33 6", ["69002 Lyon", "44000 Nantes", "67000 Strasbourg"],
     ["%d, rue des Tilleuls", "%d bis, quai de la Fosse", "%d, place du Marché"]),
    ("fr", "BE", "EUR", "+32 470", ["4000 Liège", "5000 Namur"], ["Rue du Pont %d", "Avenue des Ormes %d"]),
    ("es", "ES", "EUR", "+34 600", ["41001 Sevilla", "46002 València", "48005 Bilbao"],
     ["Calle del Olmo, %d, 3.º B", "Avenida de la Constitución, %d", "Plaza Mayor, %d"]),
    ("it", "IT", "EUR", "+39 333", ["40121 Bologna BO", "10121 Torino TO", "80132 Napoli NA"],
     ["Via dei Mille, %d", "Corso Garibaldi, %d", "Piazza del Duomo, %d"]),
    ("pl", "PL", "PLN", "+48 601", ["31-042 Kraków", "50-101 Wrocław", "80-831 Gdańsk"],
     ["ul. Lipowa %d m. 7", "ul. Świętej Katarzyny %d", "al. Zwycięstwa %d"]),
    ("ru", "LV", "EUR", "+371 2", ["LV-1050 Рига", "LV-3401 Лиепая"],
     ["ул. Бривибас, д. %d, кв. 12", "Садовая ул., д. %d"]),
    ("ru", "EE", "EUR", "+372 5", ["10111 Таллин", "20308 Нарва"], ["Пушкинская ул., д. %d", "ул. Кереса, д. %d, кв. 5"]),
    ("ar", "AE", "AED", "+971 50", ["دبي", "أبوظبي", "الشارقة"], ["شارع الوصل %d", "برج النخيل، شقة %d", "شارع الميناء %d"]),
    ("ar", "SA", "SAR", "+966 50", ["12211 الرياض", "23423 جدة"], ["شارع العليا %d", "طريق الملك فهد %d"]),
    ("hi", "IN", "INR", "+91 98", ["जयपुर 302001", "लखनऊ 226001", "भोपाल 462001"],
     ["%d, गांधी मार्ग", "फ़्लैट %d, कमल विहार", "%d, स्टेशन रोड"]),
    ("ja", "JP", "JPY", "+81 90", ["〒460-0008 名古屋市中区", "〒604-8001 京都市中京区", "〒812-0011 福岡市博多区"],
     ["栄 3-%d-1", "寺町通 %d番地", "駅前 2丁目 %d-5"]),
]

GIVEN = {
    "en": ["Aoife", "Niamh", "Oliver", "Siobhán", "Eleanor", "Thomas", "Grace", "Cillian", "Harriet", "Samuel"],
    "de": ["Annegret", "Björn", "Friederike", "Jürgen", "Käthe", "Lukas", "Mareike", "Sören", "Wiebke", "Florian"],
    "fr": ["Amélie", "Benoît", "Chloé", "Étienne", "Françoise", "Loïc", "Maëlle", "Noémie", "Théo", "Zoé"],
    "es": ["Begoña", "Íñigo", "Joaquín", "Lucía", "Martín", "Nuria", "Óscar", "Ramón", "Sofía", "Álvaro"],
    "it": ["Alessandro", "Beatrice", "Chiara", "Niccolò", "Francesca", "Giulia", "Lorenzo", "Matteo", "Noè", "Serena"],
    "pl": ["Agnieszka", "Bartłomiej", "Grażyna", "Józef", "Łucja", "Małgorzata", "Paweł", "Stanisław", "Wanda", "Żaneta"],
    "ru": ["Анастасия", "Борис", "Валентина", "Григорий", "Екатерина", "Илья", "Людмила", "Пётр", "Фёдор", "Юлия"],
    "ar": ["أحمد", "فاطمة", "خالد", "مريم", "يوسف", "نورة", "سلطان", "هند", "عمر", "ليلى"],
    "hi": ["अनीता", "राजेश", "सुनीता", "विक्रम", "प्रिया", "अर्जुन", "कविता", "मोहन", "श्रद्धा", "हृतिक"],
    "ja": ["健太", "美咲", "翔", "陽子", "大輔", "さくら", "浩", "結衣", "修一", "恵美"],
}

# Who takes the second form of a family name, where it has two.
WOMEN = {"Agnieszka", "Grażyna", "Łucja", "Małgorzata", "Wanda", "Żaneta",
         "Анастасия", "Валентина", "Екатерина", "Людмила", "Юлия"}

# "him|her" where the forms differ.
FAMILY = {
    "en": ["O'Sullivan", "Fitzgerald", "Whitcombe", "Ní Bhraonáin", "Ashdown", "McAllister", "Penrose", "Kelleher"],
    "de": ["Müller", "Weiß", "Grünwald", "Schäfer", "Köhler", "Bräuer", "Großmann", "Jäger"],
    "fr": ["Lefèvre", "Girard", "de La Rochère", "Béranger", "L'Hôpital", "Noël", "Garçon", "Mœneclaey"],
    "es": ["Núñez Peña", "García Ibáñez", "Muñoz de la Torre", "Ordóñez", "Zúñiga Ruiz", "Castaño", "Güell i Bosch"],
    "it": ["D'Angelo", "Esposito", "Rinaldi", "Dell'Acqua", "Bonfiglioli", "Pellegrino", "Cantù", "Sanvitale"],
    "pl": ["Wiśniewski|Wiśniewska-Żak", "Kowalczyk", "Dąbrowski|Dąbrowska", "Szczęsny|Szczęsna", "Brzęczyszczykiewicz", "Łukaszewicz", "Źrebiec"],
    "ru": ["Соколов|Соколова", "Ильин|Ильина", "Кузнецов|Кузнецова", "Щербаков|Щербакова", "Объедков|Объедкова", "Чернышевский|Чернышевская", "Юдин|Юдина"],
    "ar": ["المنصوري", "بن راشد", "الحربي", "عبد الله", "القحطاني", "الزهراني", "الشامسي"],
    "hi": ["शर्मा", "त्रिपाठी", "अग्रवाल", "चतुर्वेदी", "क्षत्रिय", "ठाकुर", "श्रीवास्तव"],
    "ja": ["佐藤", "髙橋", "渡邊", "長谷川", "小笠原", "五十嵐", "斎藤"],
}

LONG_NAMES = {
    "en": "The Honourable Persephone Wilhelmina Fotheringay-Cholmondeley of Upper Slaughter",
    "de": "Maximiliane-Theodora Freifrau von Oehringen-Waldenburg-Schillingsfürst zu Hohenlohe",
    "fr": "Marie-Bénédicte de Saint-Hilaire de La Tour du Pin Gouvernet-Montauban",
    "es": "María de los Ángeles Concepción Fernández de Córdoba y Álvarez de Toledo",
    "it": "Pierfrancesco Massimiliano Caracciolo di Torchiarolo Carafa d'Andria",
    "pl": "Konstancja Wilhelmina Krzywosąd-Brzękowska z domu Dunin-Wąsowicz-Żółkiewska",
    "ru": "Александра Константиновна Перевозчикова-Рождественская-Преображенская",
    "ar": "عبد الرحمن بن محمد بن عبد العزيز بن إبراهيم آل سعدون الهاشمي",
    "hi": "राजकुमारी लक्ष्मीबाई विजयराजे श्रीनिवासन चट्टोपाध्याय राठौड़",
    "ja": "勅使河原 龍之介アレクサンドル万里小路",
}

# Who is paid or pays, what for; sign and rough size of the amount in euros.
ENTRIES = {
    "en": [("Bramble & Rye", "Groceries, card ending 4471", -38), ("Quayside Pharmacy", "Card ending 4471", -14),
           ("Harbour Lettings", "Rent", -890), ("Tidewater Ltd", "Salary", 2650), ("Norlys Energi", "Electricity, direct debit", -74),
           ("Larkspur Rail", "Season ticket", -128), ("Cash machine, Mill Lane", "Withdrawal", -60), ("Fern Books", "Card ending 4471", -23)],
    "de": [("Hofladen Lindenallee", "Lebensmittel, Karte 4471", -41), ("Stadtapotheke am Markt", "Kartenzahlung", -12),
           ("Wohnbau Nordlicht eG", "Miete", -840), ("Feinwerk Brückner GmbH", "Gehalt", 2780), ("Norlys Energi", "Strom, Lastschrift", -81),
           ("Verkehrsbund Mitte", "Monatskarte", -49), ("Geldautomat Gerberstraße", "Auszahlung", -100), ("Buchhandlung Zeisig", "Kartenzahlung", -27)],
    "fr": [("Épicerie du Tilleul", "Courses, carte 4471", -36), ("Pharmacie de la Fosse", "Paiement par carte", -18),
           ("Agence des Quais", "Loyer", -795), ("Ateliers Valombre SARL", "Salaire", 2410), ("Norlys Energi", "Électricité, prélèvement", -69),
           ("Tramways réunis", "Abonnement", -62), ("Distributeur place du Marché", "Retrait", -80), ("Librairie L'Écume", "Paiement par carte", -31)],
    "es": [("Ultramarinos La Ñora", "Compra, tarjeta 4471", -33), ("Farmacia del Olmo", "Pago con tarjeta", -11),
           ("Fincas Bidasoa", "Alquiler", -720), ("Talleres Corvera S.L.", "Nómina", 1980), ("Norlys Energi", "Electricidad, recibo", -77),
           ("Transportes Reunidos", "Abono mensual", -40), ("Cajero Plaza Mayor", "Reintegro", -50), ("Librería El Búho", "Pago con tarjeta", -22)],
    "it": [("Bottega dei Mille", "Spesa, carta 4471", -39), ("Farmacia San Petronio", "Pagamento con carta", -16),
           ("Immobiliare Due Torri", "Affitto", -760), ("Officine Belvedere S.p.A.", "Stipendio", 2120), ("Norlys Energi", "Energia elettrica, addebito", -72),
           ("Trasporti Uniti", "Abbonamento", -36), ("Sportello automatico Garibaldi", "Prelievo", -100), ("Libreria La Civetta", "Pagamento con carta", -19)],
    "pl": [("Spiżarnia Pod Lipą", "Zakupy, karta 4471", -29), ("Apteka Świętej Katarzyny", "Płatność kartą", -9),
           ("Zarząd Domów Lipowa", "Czynsz", -510), ("Żuraw Technika sp. z o.o.", "Wynagrodzenie", 1720), ("Norlys Energi", "Prąd, polecenie zapłaty", -54),
           ("Koleje Śląskie i Łódzkie", "Bilet miesięczny", -31), ("Bankomat, al. Zwycięstwa", "Wypłata", -45), ("Księgarnia Źródło", "Płatność kartą", -17)],
    "ru": [("Магазин «Рябинка»", "Продукты, карта 4471", -31), ("Аптека на Садовой", "Оплата картой", -13),
           ("Управление домами", "Аренда", -430), ("ООО «Балтика-Прибор»", "Заработная плата", 1640), ("Norlys Energi", "Электричество, списание", -58),
           ("Городской транспорт", "Проездной", -30), ("Банкомат, ул. Бривибас", "Выдача наличных", -70), ("Книжная лавка «Ёж»", "Оплата картой", -15)],
    "ar": [("بقالة الواحة", "مشتريات، بطاقة 4471", -44), ("صيدلية الشفاء الحديثة", "دفع بالبطاقة", -17),
           ("شركة دار السكن", "إيجار", -980), ("مؤسسة الأفق للتقنية", "راتب", 3150), ("Norlys Energi", "كهرباء، خصم مباشر", -63),
           ("النقل الحضري", "اشتراك شهري", -48), ("صراف آلي، شارع الوصل", "سحب نقدي", -120), ("مكتبة القلم", "دفع بالبطاقة", -21)],
    "hi": [("अन्नपूर्णा किराना", "राशन, कार्ड 4471", -24), ("संजीवनी मेडिकल", "कार्ड भुगतान", -8),
           ("कमल विहार समिति", "किराया", -310), ("उदय यंत्र प्रा. लि.", "वेतन", 1240), ("Norlys Energi", "बिजली, डायरेक्ट डेबिट", -39),
           ("नगर परिवहन", "मासिक पास", -12), ("एटीएम, स्टेशन रोड", "नकद निकासी", -55), ("ज्ञान पुस्तक भंडार", "कार्ड भुगतान", -10)],
    "ja": [("八百屋 みどり", "食料品 カード4471", -33), ("さくら薬局", "カード払い", -15),
           ("栄ハウジング", "家賃", -640), ("株式会社 青空製作所", "給与", 2380), ("Norlys Energi", "電気料金 口座振替", -66),
           ("市営交通", "定期券", -70), ("ATM 駅前", "お引き出し", -140), ("書林 ふくろう", "カード払い", -12)],
}

COVERS = {
    "en": ["Building", "Household contents", "Water damage", "Storm and hail", "Theft and burglary", "Glass", "Liability towards others", "Alternative accommodation", "Bicycles, also away from home"],
    "de": ["Gebäude", "Hausrat", "Leitungswasser", "Sturm und Hagel", "Einbruchdiebstahl", "Glas", "Haftpflicht", "Ersatzunterkunft", "Fahrräder, auch unterwegs"],
    "fr": ["Bâtiment", "Contenu du logement", "Dégâts des eaux", "Tempête et grêle", "Vol et cambriolage", "Bris de glace", "Responsabilité civile", "Relogement", "Vélos, même en dehors du domicile"],
    "es": ["Continente", "Contenido", "Daños por agua", "Viento y granizo", "Robo", "Cristales", "Responsabilidad civil", "Alojamiento alternativo", "Bicicletas, también fuera de casa"],
    "it": ["Fabbricato", "Contenuto", "Acqua condotta", "Vento e grandine", "Furto", "Cristalli", "Responsabilità civile", "Alloggio sostitutivo", "Biciclette, anche fuori casa"],
    "pl": ["Budynek", "Mienie ruchome", "Zalanie", "Wichura i grad", "Kradzież z włamaniem", "Szyby", "Odpowiedzialność cywilna", "Lokal zastępczy", "Rowery, także poza domem"],
    "ru": ["Строение", "Домашнее имущество", "Залив", "Буря и град", "Кража со взломом", "Остекление", "Ответственность перед соседями", "Временное жильё", "Велосипеды, в том числе вне дома"],
    "ar": ["المبنى", "محتويات المنزل", "أضرار المياه", "العواصف والبَرَد", "السرقة والسطو", "الزجاج", "المسؤولية تجاه الغير", "السكن البديل", "الدراجات، حتى خارج المنزل"],
    "hi": ["भवन", "घरेलू सामान", "जल क्षति", "आँधी और ओले", "चोरी और सेंधमारी", "काँच", "दूसरों के प्रति दायित्व", "वैकल्पिक आवास", "साइकिलें, घर के बाहर भी"],
    "ja": ["建物", "家財", "水濡れ", "風災・雹災", "盗難", "ガラス", "個人賠償責任", "仮住まい費用", "自転車（外出先を含む）"],
}

CLAIMS = {
    "en": "Burst pipe in the kitchen", "de": "Rohrbruch in der Küche", "fr": "Fuite d'eau dans la cuisine",
    "es": "Rotura de tubería en la cocina", "it": "Rottura di un tubo in cucina", "pl": "Pęknięta rura w kuchni",
    "ru": "Прорыв трубы на кухне", "ar": "انفجار أنبوب في المطبخ", "hi": "रसोई में पाइप फटना", "ja": "台所の配管破裂",
}

ITEMS = {
    "en": [("Wallbox 11 kW", "With 5 m cable, type 2", "C62", 749), ("Installation by an electrician", "", "HUR", 68), ("Solar module 430 W", "Black frame", "C62", 119), ("Installation cable 5 x 6 mm²", "", "MTR", 7.85), ("Service contract", "Yearly inspection", "MON", 14.9)],
    "de": [("Wallbox 11 kW", "Mit 5 m Kabel, Typ 2", "C62", 749), ("Montage durch Elektrofachkraft", "", "HUR", 72), ("Solarmodul 430 W", "Schwarzer Rahmen", "C62", 119), ("Installationskabel 5 x 6 mm²", "", "MTR", 7.85), ("Wartungsvertrag", "Jährliche Prüfung", "MON", 14.9)],
    "fr": [("Borne de recharge 11 kW", "Avec câble de 5 m, type 2", "C62", 749), ("Pose par un électricien", "", "HUR", 64), ("Module solaire 430 W", "Cadre noir", "C62", 119), ("Câble 5 x 6 mm²", "", "MTR", 7.85), ("Contrat d'entretien", "Contrôle annuel", "MON", 14.9)],
    "es": [("Cargador de pared 11 kW", "Con cable de 5 m, tipo 2", "C62", 749), ("Instalación por electricista", "", "HUR", 52), ("Módulo solar 430 W", "Marco negro", "C62", 119), ("Cable 5 x 6 mm²", "", "MTR", 7.85), ("Contrato de mantenimiento", "Revisión anual", "MON", 14.9)],
    "it": [("Wallbox 11 kW", "Con cavo da 5 m, tipo 2", "C62", 749), ("Installazione a cura di un elettricista", "", "HUR", 55), ("Modulo solare 430 W", "Cornice nera", "C62", 119), ("Cavo 5 x 6 mm²", "", "MTR", 7.85), ("Contratto di manutenzione", "Controllo annuale", "MON", 14.9)],
    "pl": [("Stacja ładowania 11 kW", "Z kablem 5 m, typ 2", "C62", 749), ("Montaż przez elektryka", "", "HUR", 38), ("Moduł fotowoltaiczny 430 W", "Czarna rama", "C62", 119), ("Przewód 5 x 6 mm²", "", "MTR", 7.85), ("Umowa serwisowa", "Coroczny przegląd", "MON", 14.9)],
    "ru": [("Зарядная станция 11 кВт", "С кабелем 5 м, тип 2", "C62", 749), ("Монтаж электриком", "", "HUR", 41), ("Солнечный модуль 430 Вт", "Чёрная рама", "C62", 119), ("Кабель 5 x 6 мм²", "", "MTR", 7.85), ("Договор обслуживания", "Ежегодная проверка", "MON", 14.9)],
    "ar": [("شاحن جداري 11 كيلوواط", "مع كابل 5 أمتار", "C62", 749), ("تركيب على يد كهربائي", "", "HUR", 45), ("لوح شمسي 430 واط", "إطار أسود", "C62", 119), ("كابل 5 × 6 مم²", "", "MTR", 7.85), ("عقد صيانة", "فحص سنوي", "MON", 14.9)],
    "hi": [("वॉलबॉक्स 11 kW", "5 मी केबल सहित", "C62", 749), ("इलेक्ट्रीशियन द्वारा स्थापना", "", "HUR", 18), ("सौर मॉड्यूल 430 W", "काला फ़्रेम", "C62", 119), ("केबल 5 x 6 मिमी²", "", "MTR", 7.85), ("रखरखाव अनुबंध", "वार्षिक जाँच", "MON", 14.9)],
    "ja": [("ウォールボックス 11 kW", "5 m ケーブル付き", "C62", 749), ("電気工事", "", "HUR", 58), ("太陽光モジュール 430 W", "黒枠", "C62", 119), ("ケーブル 5 x 6 mm²", "", "MTR", 7.85), ("保守契約", "年次点検", "MON", 14.9)],
}

NOTES = {
    "en": "Thank you for your order. The warranty runs for two years from delivery.",
    "de": "Vielen Dank für Ihren Auftrag. Die Gewährleistung gilt zwei Jahre ab Lieferung.",
    "fr": "Merci de votre commande. La garantie court deux ans à partir de la livraison.",
    "es": "Gracias por su pedido. La garantía es de dos años desde la entrega.",
    "it": "Grazie per il suo ordine. La garanzia vale due anni dalla consegna.",
    "pl": "Dziękujemy za zamówienie. Gwarancja obowiązuje dwa lata od dostawy.",
    "ru": "Спасибо за заказ. Гарантия действует два года со дня доставки.",
    "ar": "شكرًا لطلبكم. يسري الضمان سنتين من تاريخ التسليم.",
    "hi": "आपके ऑर्डर के लिए धन्यवाद। वारंटी सुपुर्दगी से दो वर्ष तक है।",
    "ja": "ご注文ありがとうございます。保証期間は納品から2年間です。",
}

COMPANIES = {
    "en": "Larkspur Workshops Ltd", "de": "Feinwerk Brückner GmbH & Co. KG", "fr": "Ateliers Valombre SARL",
    "es": "Talleres Corvera, S.L.", "it": "Officine Belvedere S.p.A.", "pl": "Żuraw Technika sp. z o.o.",
    "ru": "ООО «Балтика-Прибор»", "ar": "مؤسسة الأفق للتقنية", "hi": "उदय यंत्र प्रा. लि.", "ja": "株式会社 青空製作所",
}

# Units of a currency for a euro, roughly, and its decimals.
RATES = {"EUR": (1, 2), "GBP": (0.86, 2), "CHF": (0.95, 2), "PLN": (4.3, 2), "AED": (3.95, 2),
         "SAR": (4.05, 2), "INR": (92, 2), "JPY": (160, 0)}
VAT = {"IE": "13.5", "GB": "5", "DE": "19", "AT": "20", "CH": "8.1", "FR": "20", "BE": "6", "ES": "21", "IT": "10",
       "PL": "23", "LV": "21", "EE": "24", "AE": "5", "SA": "15", "IN": "18", "JP": "10"}
