# ruff: noqa: E501, ISC004  texts stand as they are told
"""What the pages tell, in eleven languages: invented people of real states. The words are no gold article's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    language: str
    title: str
    lead: str
    body: tuple[str, ...]
    """Paragraphs; the third is direct speech."""
    speech: str
    """A long direct speech, as sites set in a block of its own."""
    caption: str
    byline: str
    others: tuple[str, ...]
    """Headlines of other articles."""


ID = Story(
    "id",
    "Menlu Hartono dan Menlu Duarte Bahas Batas Laut di Dili",
    "Menteri Luar Negeri Bambang Hartono bertemu Menteri Luar Negeri Timor-Leste Paulo Duarte untuk membahas batas laut.",
    (
        "Menteri Luar Negeri Indonesia Bambang Hartono bertemu dengan Menteri Luar Negeri Timor-Leste Paulo Duarte di Dili, "
        "Rabu sore, untuk membahas penetapan batas laut kedua negara yang sudah lama tertunda.",
        "Pertemuan berlangsung selama dua jam di Gedung Kementerian Luar Negeri Timor-Leste dan diikuti oleh para ahli "
        "hukum laut dari kedua pihak.",
        "“Kami sepakat bahwa perundingan teknis akan dilanjutkan bulan depan di Kupang,” kata Hartono kepada wartawan "
        "seusai pertemuan.",
        "Duarte mengatakan pihaknya berharap perjanjian dapat ditandatangani sebelum akhir tahun depan. Ia juga meminta "
        "Indonesia membuka kembali pos lintas batas di Oesilo.",
        "Kedua menteri juga menyinggung kerja sama pendidikan. Sekitar tiga ribu pelajar Timor-Leste saat ini belajar di "
        "Indonesia, sebagian besar dengan beasiswa pemerintah.",
        "Sebelumnya, Dili memanggil Duta Besar Indonesia untuk meminta penjelasan tentang kapal patroli yang memasuki "
        "perairan di utara Atauro pekan lalu. Jakarta membantah kapal itu melanggar batas.",
        "Perundingan batas laut dimulai pada 2015 dan sempat terhenti selama pandemi.",
    ),
    "“Kami tidak datang ke sini untuk saling menyalahkan. Kami datang untuk menyelesaikan pekerjaan yang ditinggalkan oleh "
    "para pendahulu kami, dengan peta yang sama di atas meja dan dengan niat yang sama. Nelayan di kedua sisi berhak tahu di "
    "mana mereka boleh melaut, dan mereka sudah terlalu lama menunggu jawaban dari ibu kota. Karena itu saya mengundang "
    "Menteri Duarte ke Kupang bulan depan, bersama para ahli, para gubernur dan wakil nelayan, agar kita bisa menggambar "
    "garis itu bersama-sama, mil demi mil. Jika ada yang tidak bisa kita sepakati, kita akan mencatatnya dengan jujur dan "
    "menyerahkannya kepada mekanisme yang sudah kita setujui bersama dalam konvensi. Itulah cara dua tetangga yang baik "
    "menyelesaikan masalah, dan itulah yang saya janjikan kepada Perdana Menteri pagi ini ketika beliau menerima saya,” kata "
    "Hartono dalam pidato penutupan.",
    "Menlu Bambang Hartono (kiri) dan Menlu Paulo Duarte di Dili.",
    "Ratna Wulandari",
    (
        "Harga Beras Naik Lagi di Pasar Induk Cipinang",
        "Jadwal Liga 1 Akhir Pekan Ini",
        "Gempa 5,1 Guncang Maluku, Tidak Berpotensi Tsunami",
        "Timnas Kalahkan Vietnam 2-1 dalam Laga Persahabatan",
        "Menkeu Umumkan Tarif Baru Cukai Rokok",
        "Video: Banjir Rendam Ratusan Rumah di Demak",
    ),
)

ID2 = Story(
    "id",
    "RI Panggil Dubes Norwegia soal Kapal Riset",
    "",
    (
        "Kementerian Luar Negeri Indonesia memanggil Duta Besar Norwegia Ingrid Solheim pada Senin pagi untuk menyampaikan "
        "protes atas kapal riset yang masuk ke zona ekonomi eksklusif tanpa izin.",
        "Juru bicara kementerian, Dewi Lestari Putri, mengatakan kapal itu memetakan dasar laut selama empat hari di selatan "
        "Sumba.",
        "“Kami menyampaikan keberatan secara resmi dan meminta seluruh data diserahkan,” ujar Dewi dalam jumpa pers.",
        "Solheim membantah kapal tersebut melakukan kegiatan ilegal. Menurutnya, izin telah diajukan pada Maret dan belum "
        "pernah ditolak.",
        "Pemerintah Norwegia dijadwalkan mengirim utusan khusus ke Jakarta pekan depan untuk membicarakan masalah ini.",
        "Kapal itu kini bersandar di Darwin, Australia, dan akan kembali ke Bergen setelah pemeriksaan.",
    ),
    "“Izin adalah izin, dan laut kami bukan laboratorium bagi siapa pun yang lewat. Norwegia adalah sahabat, dan justru karena "
    "itu kami bicara terus terang. Data dasar laut menyangkut keamanan nasional, menyangkut kabel, menyangkut sumber daya yang "
    "menjadi hak anak cucu kami. Kami meminta tiga hal: serahkan data itu, jelaskan siapa yang memesannya, dan pastikan hal ini "
    "tidak terulang. Duta Besar mendengarkan dengan baik dan berjanji akan meneruskan semuanya ke Oslo hari ini juga,” kata Dewi.",
    "Duta Besar Norwegia Ingrid Solheim meninggalkan Gedung Pancasila.",
    "Agus Santoso",
    (
        "Polisi Tangkap Pengedar Uang Palsu di Bekasi",
        "Resep Rendang untuk Keluarga Besar",
        "Kurs Rupiah Hari Ini Menguat Tipis",
        "Cuaca Jabodetabek: Hujan Ringan Sore Hari",
        "Persib Datangkan Pelatih Baru",
        "Foto: Parade Perahu di Sungai Musi",
    ),
)

EN = Story(
    "en",
    "Kenya and Norway agree to reopen fisheries talks after summit in Mombasa",
    "The presidents met for the first time since the dispute over trawlers began in March.",
    (
        "President Amina Odhiambo of Kenya met her Norwegian counterpart, Lars Henriksen, in Mombasa on Tuesday and agreed to "
        "reopen talks on fishing rights that collapsed in March.",
        "The two leaders spoke for ninety minutes at the State House, joined by their ministers of fisheries and of foreign "
        "affairs, officials on both sides said.",
        "“We did not solve everything today, but we are talking again,” Ms Odhiambo told reporters after the meeting.",
        "Mr Henriksen said that Norway would withdraw two trawlers from waters that Kenya claims until an expert panel had "
        "reported. The panel is to meet in Geneva in January.",
        "Kenya accused Norwegian companies of fishing without a licence and expelled a trade attaché in April. Norway rejected "
        "the accusation and summoned the Kenyan ambassador, Peter Mwangi.",
        "Trade between the two countries fell by a third in the six months that followed, according to figures of the Central "
        "Bank of Kenya.",
        "The next round of talks is planned for Oslo in February.",
    ),
    "“There are moments when neighbours across an ocean have to look each other in the eye. We have fished the same currents "
    "for two generations, and we have made mistakes, all of us, because it was easier to send a letter than to pick up the "
    "telephone. I told President Henriksen this morning that the people who mend nets in Lamu do not care about the wording of "
    "an annex. They care whether the boats come home full. So we will put the scientists in one room and the lawyers in "
    "another, and we will not let the second room open before the first has finished. And if the panel tells us that the stock "
    "cannot bear what we take, then we will take less, both of us, in the same week and by the same share. That is what I "
    "promised, that is what he promised, and you may hold us to it,” Ms Odhiambo said in the garden of the State House, as the "
    "flags were taken in.",
    "President Amina Odhiambo greets President Lars Henriksen at the State House in Mombasa.",
    "Grace Wanjiru",
    (
        "Five things to know before the markets open",
        "Storm leaves thousands without power in the west",
        "How a village in Wales learned to love its wolves",
        "Quiz: how well do you know this week’s news?",
        "Central bank holds interest rates for a third month",
        "The best novels of the year, chosen by our critics",
    ),
)

EN2 = Story(
    "en",
    "Peru expels Hungarian envoy over leaked cable",
    "",
    (
        "Peru expelled the Hungarian ambassador on Friday, a week after a leaked cable in which he called the government in "
        "Lima “a circus without a tent”.",
        "Foreign Minister Rosa Quispe told Ambassador Gábor Lantos to leave within seventy-two hours, the ministry said in a "
        "statement.",
        "“No government can work with an envoy who mocks it behind its back,” Ms Quispe said.",
        "Hungary called the decision disproportionate and said that it would answer in kind. Its foreign minister, Zsófia Barta, "
        "spoke to Ms Quispe by telephone on Thursday evening but failed to change her mind.",
        "The cable, published by a newspaper in Arequipa, described a dinner in November at which ministers argued about a "
        "railway that a Hungarian company hopes to build.",
        "Ms Barta has cancelled a visit to Lima that was planned for March.",
    ),
    "“I have read the cable twice, once as a minister and once as a Peruvian, and I cannot say which reading was the more "
    "painful. Diplomats write candidly, we all know that, and we all hope that our own letters stay in their drawers. But there "
    "is a difference between candour and contempt, and when contempt becomes public it cannot be made private again. I have "
    "nothing against Mr Lantos as a man. He has danced at our weddings. He will be remembered kindly in Cusco, where he paid for "
    "the roof of a school. He will simply not be remembered as an ambassador,” Ms Quispe told a crowded briefing.",
    "Ambassador Gábor Lantos leaves the foreign ministry in Lima.",
    "Daniel Price",
    (
        "Opinion: the case for a slower internet",
        "Ferry service to the islands resumes after strike",
        "Scientists find a new frog, and name it for a singer",
        "Weekend recipes: three soups for cold evenings",
        "What the new budget means for you",
        "In pictures: the night sky over the Atacama",
    ),
)

RU = Story(
    "ru",
    "Главы МИД Казахстана и Чили договорились о встрече в Сантьяго",
    "",
    (
        "Министр иностранных дел Казахстана Ерлан Сапаров провел телефонный разговор с министром иностранных дел Чили Карлосом "
        "Фуэнтесом, сообщили в среду в пресс-службе казахстанского ведомства.",
        "Стороны обсудили поставки меди и лития, а также открытие прямых рейсов между двумя странами.",
        "«Мы рассчитываем подписать соглашение о защите инвестиций до конца весны», — сказал Сапаров журналистам в Астане.",
        "По его словам, встреча министров состоится в Сантьяго в марте. Фуэнтес подтвердил, что приглашение уже направлено.",
        "Ранее Чили выразила протест в связи с задержанием сухогруза в порту Актау. Казахстан отверг обвинения и заявил, что "
        "экипаж нарушил правила.",
        "Товарооборот двух стран за десять месяцев вырос на четверть и превысил триста миллионов долларов.",
        "Дипломатические отношения между странами установлены в 1992 году.",
    ),
    "«Расстояние между нашими странами велико, но это только расстояние. У нас одинаковые заботы: мы добываем то, без чего не "
    "поедет ни один электромобиль, и мы оба устали от того, что цену за нас назначают другие. Я сказал господину министру, что "
    "готов приехать в Сантьяго не с одной папкой, а с тремя: с соглашением об инвестициях, с расписанием рейсов и с ответом по "
    "судну, который устроит и капитана, и прокурора. Мы не собираемся превращать задержание одного сухогруза в спор двух "
    "государств. Экипаж уже дома, груз цел, а вопросы портовых сборов решаются не нотами, а за столом. Именно это мы и сделаем "
    "в марте, если погода и парламенты нам позволят», — добавил Сапаров, отвечая на вопросы чилийского телевидения.",
    "Министр иностранных дел Казахстана Ерлан Сапаров",
    "Ольга Синицына",
    (
        "Синоптики рассказали о погоде на выходные",
        "В Петербурге открылась выставка авангарда",
        "Курс евро на открытии торгов снизился",
        "Хоккеисты сборной обыграли команду Финляндии",
        "Эксперты назвали самые дорогие районы города",
        "Ученые нашли на Алтае древнюю стоянку",
    ),
)

ES = Story(
    "es",
    "Marruecos y Bolivia restablecen relaciones tras el encuentro de sus cancilleres en Lisboa",
    "Los ministros firmaron una declaración conjunta que prevé el intercambio de embajadores antes del verano.",
    (
        "Los ministros de Exteriores de Marruecos, Yassine Benali, y de Bolivia, Julia Mamani, se reunieron este jueves en Lisboa "
        "y acordaron restablecer las relaciones diplomáticas, rotas desde hacía nueve años.",
        "La reunión, de apenas una hora, se celebró en el palacio de las Necesidades con la mediación del Gobierno portugués.",
        "«Hoy cerramos una página que nunca debió abrirse», señaló Mamani en una comparecencia conjunta.",
        "Benali anunció que Rabat nombrará embajador antes del verano y que levantará las restricciones de visado a los "
        "ciudadanos bolivianos.",
        "La Paz había condenado en 2014 la política de Marruecos en el Sáhara Occidental, y Rabat retiró entonces a su "
        "encargado de negocios.",
        "El presidente boliviano, Óscar Rojas, viajará a Rabat en otoño, según fuentes de la cancillería.",
        "Portugal felicitó a ambos países y se ofreció a acoger una segunda reunión en mayo.",
    ),
    "«Nueve años son muchos para un malentendido. En ese tiempo han nacido niños bolivianos en Casablanca y niños marroquíes en "
    "Santa Cruz cuyos padres no sabían a qué ventanilla acudir para inscribirlos. Ninguna resolución y ningún discurso valen ese "
    "precio. Por eso le dije al ministro Benali que empecemos por lo pequeño: los pasaportes, los títulos, las becas. Lo grande "
    "vendrá después, y vendrá mejor si antes hemos aprendido otra vez a contestarnos el teléfono. No renunciamos a ninguna de "
    "nuestras posiciones, y él tampoco a las suyas; las pondremos por escrito, con respeto, y seguiremos hablando. Eso es la "
    "diplomacia, y no otra cosa», añadió Mamani ante los periodistas, visiblemente emocionada.",
    "Los ministros Yassine Benali y Julia Mamani, este jueves en Lisboa.",
    "Lucía Ferrer",
    (
        "El precio de la luz sube por tercer día consecutivo",
        "Los libros más vendidos de la semana",
        "Una exposición recupera la obra de las fotógrafas olvidadas",
        "El tiempo para el fin de semana",
        "El Atlético se impone en la prórroga",
        "Diez rutas para perderse en otoño",
    ),
)

FR = Story(
    "fr",
    "Le Sénégal et la Mongolie signent un accord sur les visas",
    "La ministre sénégalaise a reçu son homologue à Dakar pour une visite de deux jours.",
    (
        "La ministre sénégalaise des affaires étrangères, Fatou Ndiaye, a reçu mercredi à Dakar son homologue mongol, Bat-Erdene "
        "Ganzorig, pour signer un accord d’exemption de visas.",
        "L’accord concerne les passeports diplomatiques et de service ; il entrera en vigueur au mois de mai.",
        "« C’est un premier pas, et nous en ferons d’autres », a déclaré Mme Ndiaye devant la presse.",
        "M. Ganzorig a invité sa collègue à se rendre à Oulan-Bator l’an prochain. La date de la visite n’a pas encore été fixée.",
        "Les deux pays s’étaient opposés en juin sur le vote d’une résolution aux Nations unies, et Dakar avait alors critiqué "
        "« un manque de solidarité ».",
        "Le commerce entre les deux pays reste faible, mais les exportations de phosphate ont doublé en un an.",
    ),
    "« On m’a demandé ce matin ce que Dakar pouvait bien avoir à dire à Oulan-Bator. J’ai répondu : tout ce que se disent deux "
    "pays qui ont des troupeaux, des frontières longues et des voisins puissants. Nous avons parlé de laine et de phosphate, "
    "d’étudiants et de satellites, et même de lutte, puisque nos deux peuples prétendent l’avoir inventée. Nous avons aussi "
    "parlé du vote de juin, franchement, porte fermée, et je crois que nous nous sommes compris. Le reste suivra. Un visa de "
    "moins, c’est une excuse de moins pour ne pas se rendre visite », a-t-elle ajouté en raccompagnant son hôte.",
    "La ministre Fatou Ndiaye et son homologue Bat-Erdene Ganzorig, à Dakar.",
    "Camille Moreau",
    (
        "Pourquoi les prix du cacao s’envolent",
        "Les lecteurs racontent leur premier emploi",
        "A Marseille, la mairie veut planter dix mille arbres",
        "Le Mondial des moins de vingt ans en cinq matchs",
        "Notre sélection de films à voir cette semaine",
        "La recette des pâtes à l’ail des ours",
    ),
)

AR = Story(
    "ar",
    "وزيرا خارجية الأردن وأوروغواي يبحثان في عمّان اتفاقية للنقل الجوي",
    "",
    (
        "بحث وزير الخارجية الأردني سامر الخطيب مع نظيره الأوروغوياني دييغو لاكالي، اليوم الأربعاء في عمّان، اتفاقية للنقل الجوي بين البلدين.",
        "وقالت وزارة الخارجية الأردنية في بيان إن اللقاء تناول أيضا التعاون في مجال الزراعة ومكافحة التصحر.",
        "وقال الخطيب في مؤتمر صحفي مشترك: «اتفقنا على توقيع الاتفاقية قبل نهاية العام المقبل».",
        "ومن المقرر أن يزور الخطيب مونتيفيديو في أبريل المقبل تلبية لدعوة رسمية من لاكالي.",
        "وكانت أوروغواي قد انتقدت الشهر الماضي قرار الأردن وقف استيراد اللحوم، ووصفته بأنه غير مبرر.",
        "وأكد الوزيران أن لجنة فنية ستجتمع في مدريد لحل الخلاف خلال ثلاثة أسابيع.",
    ),
    "«لم نأت إلى هنا لنقرأ بيانات كتبها غيرنا. جئنا لأن الطلبة في بلدينا ينتظرون مقعدا في طائرة لا تمر بثلاث قارات، ولأن المزارع في "
    "الأغوار يريد أن يعرف كيف يزرع جاره البعيد أرضا لا مطر فيها. أما مسألة اللحوم فهي مسألة مختبرات، وقد اتفقنا أن نترك المختبرات "
    "تتكلم قبل الوزراء. وإذا أثبتت النتائج ما يقوله زميلي فسنفتح الباب في اليوم نفسه، وإذا أثبتت ما نقوله نحن فسيكون لديه وقت كاف "
    "ليصلح ما يلزم. هكذا تعمل الدول التي تحترم بعضها»، قال الخطيب وهو يودع ضيفه عند مدخل الوزارة.",
    "الوزيران سامر الخطيب ودييغو لاكالي خلال المؤتمر الصحفي في عمّان",
    "ليلى حداد",
    (
        "أسعار الذهب تتراجع في الأسواق المحلية",
        "منتخب الشباب يتأهل إلى النهائي",
        "خمس نصائح للنوم الهادئ",
        "افتتاح معرض الكتاب الدولي وسط حضور كبير",
        "طقس معتدل خلال الأيام المقبلة",
        "بالصور: قوارب الصيد في العقبة",
    ),
)

VI = Story(
    "vi",
    "Bộ trưởng Ngoại giao Việt Nam và Slovenia hội đàm tại Ljubljana",
    "Hai bộ trưởng trao đổi về hợp tác cảng biển và việc mở đường bay thẳng.",
    (
        "Bộ trưởng Ngoại giao Việt Nam Trần Minh Khoa hội đàm với Bộ trưởng Ngoại giao Slovenia Matej Kovač tại Ljubljana hôm thứ Ba, "
        "trao đổi về hợp tác cảng biển giữa hai nước.",
        "Cuộc gặp kéo dài hơn một giờ và có sự tham dự của đại diện cảng Koper và cảng Hải Phòng.",
        "“Chúng tôi mong muốn ký bản ghi nhớ trong nửa đầu năm sau”, ông Khoa nói tại cuộc họp báo chung.",
        "Ông Kovač cho biết Slovenia sẽ mở cơ quan đại diện thương mại tại Hà Nội vào tháng 9.",
        "Hồi tháng trước, Slovenia phản đối việc Việt Nam bắt giữ một tàu chở gỗ ở Quảng Ninh. Hà Nội bác bỏ cáo buộc và nói tàu vi phạm "
        "quy định hải quan.",
        "Kim ngạch thương mại hai nước đạt hơn 500 triệu USD trong mười tháng đầu năm.",
    ),
    "“Một con tàu có thể đi từ Hải Phòng đến Koper trong hai mươi bốn ngày, nhưng một tờ giấy đôi khi phải mất sáu tháng. Chúng tôi đã "
    "nói rất thẳng thắn với nhau về điều đó. Doanh nghiệp hai nước không cần thêm những lời chúc tốt đẹp, họ cần một bộ chứng từ duy "
    "nhất, một đầu mối duy nhất và một người biết trả lời điện thoại. Tôi đã mời ông Kovač đến Hà Nội vào mùa thu để cùng khai trương "
    "văn phòng ấy. Còn vụ con tàu chở gỗ, cơ quan hải quan sẽ công bố kết luận trong vài ngày tới, và chúng tôi sẽ tôn trọng kết luận "
    "đó, dù nó có lợi cho bên nào”, ông Khoa nói thêm.",
    "Bộ trưởng Trần Minh Khoa (trái) và ông Matej Kovač tại Ljubljana.",
    "Thu Hà",
    (
        "Giá vàng trong nước giảm nhẹ phiên sáng nay",
        "Miền Bắc đón đợt không khí lạnh mới",
        "Đội tuyển nữ thắng trận giao hữu",
        "Cách chọn rau sạch khi đi chợ",
        "Khai mạc triển lãm tranh sơn mài",
        "Ba tuyến phố cấm xe cuối tuần",
    ),
)

ZH = Story(
    "zh",
    "新西兰与埃及外长在开罗举行会谈",
    "",
    (
        "新西兰外交部长汤普森星期三在开罗与埃及外交部长哈桑举行会谈，双方就红海航运安全和农产品贸易交换了意见。",
        "埃及外交部发表声明说，会谈持续了两个小时，两国农业官员也参加了会谈。",
        "哈桑在联合记者会上说：“我们同意在明年三月前完成检疫协定的谈判。”",
        "汤普森邀请哈桑明年春天访问惠灵顿，哈桑接受了邀请。",
        "上个月，埃及曾批评新西兰推迟发放签证，并召见了新西兰驻埃及大使。新西兰方面否认存在歧视。",
        "两国去年的贸易额约为四亿美元，主要商品是奶粉和柑橘。",
    ),
    "“我们两个国家隔着半个地球，却同在一条航线上。船长们告诉我，他们最怕的不是风浪，而是不知道下一个港口会不会接电话。所以我今天对"
    "部长先生说，先把电话接通，再谈协定的文字。检疫的问题交给科学家，签证的问题交给领事，我们自己要做的，是保证他们有时间、也有胆量"
    "把事情做完。如果三月还做不完，我就亲自到惠灵顿去，在那里住到做完为止”，哈桑笑着补充说。",
    "新西兰外长汤普森（左）与埃及外长哈桑握手。",
    "周晓岚",
    (
        "北京明天最高气温九度",
        "国际油价小幅上涨",
        "女排联赛四强产生",
        "博物馆推出夜间开放",
        "专家谈冬季护眼",
        "图集：雪后的长城",
    ),
)

DE = Story(
    "de",
    "Island und Ghana vereinbaren Rückführung von Kulturgütern",
    "Die Außenministerinnen trafen sich in Reykjavík und unterzeichneten eine Erklärung.",
    (
        "Die isländische Außenministerin Guðrún Arnardóttir hat am Montag in Reykjavík ihre ghanaische Kollegin Efua Mensah empfangen "
        "und mit ihr eine Erklärung über die Rückführung von Kulturgütern unterzeichnet.",
        "Das Treffen dauerte rund drei Stunden; daran nahmen auch die Leiterinnen der beiden Nationalmuseen teil.",
        "„Was unrechtmäßig hierherkam, geht zurück“, sagte Arnardóttir nach dem Gespräch.",
        "Mensah lud ihre Kollegin nach Accra ein. Der Besuch ist für den Herbst geplant.",
        "Ghana hatte Island im Sommer vorgeworfen, die Herkunft von elf Figuren zu verschleiern. Reykjavík wies den Vorwurf zurück.",
        "Die Figuren sollen bis Ende März in Accra eintreffen.",
    ),
    "„Wir reden über elf Figuren aus Holz, keine ist größer als mein Unterarm. Und doch habe ich in diesem Sommer mehr Briefe dazu "
    "bekommen als zu jedem anderen Thema. Das zeigt mir, dass es nicht um Holz geht. Es geht darum, ob man einander glaubt. Wir haben "
    "die Listen jetzt nebeneinandergelegt, Zeile für Zeile, und wo eine Zeile fehlte, haben wir gemeinsam eine Lücke eingetragen, statt "
    "sie zu füllen. Das war unbequem, für uns mehr als für unsere Gäste, aber es war richtig. Im Frühjahr stehen die Figuren in Accra, "
    "und ich werde sie dort besuchen“, fügte Arnardóttir hinzu.",
    "Außenministerin Efua Mensah und Guðrún Arnardóttir in Reykjavík.",
    "Jonas Weidner",
    (
        "Bahn erhöht die Preise zum Fahrplanwechsel",
        "Die besten Kinderbücher des Jahres",
        "Wetter: Regen im Norden, Sonne im Süden",
        "Was sich für Mieter ändert",
        "Handball: Kiel gewinnt das Spitzenspiel",
        "Kommentar: Mut zur Lücke",
    ),
)

PT = Story(
    "pt",
    "Brasil e Estônia fecham acordo sobre assinatura digital",
    "Ministros se reuniram em Brasília e marcaram nova rodada de conversas para junho.",
    (
        "O ministro das Relações Exteriores do Brasil, Renato Queiroz, recebeu nesta terça-feira, em Brasília, a chanceler da Estônia, "
        "Kadri Tamm, para assinar um acordo sobre reconhecimento mútuo de assinaturas digitais.",
        "O encontro durou cerca de duas horas e contou com a presença de representantes dos bancos centrais.",
        "“É um acordo pequeno no papel e grande na vida das pessoas”, afirmou Queiroz após a reunião.",
        "Tamm convidou o colega para visitar Tallinn em junho. A viagem ainda depende da agenda do presidente.",
        "Em agosto, o Brasil havia criticado a Estônia por bloquear a votação de uma emenda na Organização Mundial do Comércio. "
        "Tallinn negou ter agido contra o Brasil.",
        "O comércio entre os dois países somou 120 milhões de dólares no ano passado.",
    ),
    "“Quando alguém em Manaus abre uma empresa em Tallinn sem sair de casa, a diplomacia fez o seu trabalho e pode ir dormir. Foi isso "
    "que nos propusemos há dois anos, e foi por isso que insistimos mesmo quando os jornais diziam que a relação tinha azedado. A "
    "divergência em Genebra continua, não vou fingir que não, mas ela tem mesa própria e data própria. Não se castiga um cartório por "
    "causa de uma emenda. A ministra Tamm entendeu isso antes de mim, e eu lhe agradeço por ter atravessado o oceano para me lembrar”, "
    "disse Queiroz ao encerrar a cerimônia.",
    "Renato Queiroz e Kadri Tamm durante a assinatura do acordo, em Brasília.",
    "Mariana Couto",
    (
        "Inflação desacelera em novembro",
        "Veja os filmes que estreiam na semana",
        "Time feminino vence clássico no Maracanã",
        "Chuva forte alaga ruas na Zona Norte",
        "Concurso público abre 300 vagas",
        "Receita: bolo de fubá da avó",
    ),
)

TR = Story(
    "tr",
    "Türkiye ile Uruguay dışişleri bakanları Ankara’da görüştü",
    "",
    (
        "Dışişleri Bakanı Kerem Aydoğan, Uruguaylı mevkidaşı Lucía Pereyra ile çarşamba günü Ankara’da bir araya geldi.",
        "Görüşmede tarım ürünleri ticareti ve Montevideo’ya doğrudan uçuşlar ele alındı.",
        "“Anlaşmayı yıl sonuna kadar imzalamayı hedefliyoruz” diyen Aydoğan, nisan ayında Montevideo’ya gideceğini açıkladı.",
        "Pereyra, Türk şirketlerini liman ihalesine katılmaya davet etti.",
        "Uruguay geçen ay bir balıkçı teknesinin alıkonulmasını protesto etmiş, Ankara suçlamaları reddetmişti.",
        "İki ülke arasındaki ticaret hacmi geçen yıl yüzde 18 arttı.",
    ),
    "“Okyanusun iki yakasında aynı şeyi konuşuyoruz: toprağı, suyu ve gençleri. Bugün masaya üç dosya koyduk ve üçünden ikisini kapattık. "
    "Üçüncüsü bir balıkçı teknesi, ve inanın bana, bir balıkçı teknesi iki devletin arasına giremez. Mürettebat evinde, tekne limanda, "
    "hukuk ise yerinde duruyor. Kalanını uzmanlar konuşacak, biz de onlara karışmayacağız” ifadelerini kullandı.",
    "Bakan Kerem Aydoğan ve Lucía Pereyra Ankara’da",
    "Elif Kaya",
    (
        "Altın fiyatları güne düşüşle başladı",
        "Hafta sonu hava nasıl olacak?",
        "Milli takım final için sahada",
        "Üç ilde okullar tatil edildi",
        "Kış aylarında bağışıklığı güçlendiren beş besin",
        "Galeri: Kapadokya’da kar",
    ),
)
