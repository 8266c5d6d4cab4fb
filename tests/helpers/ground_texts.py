"""Invented news in the languages that grounding is tested on: a sentence before, the sentence quoted, one after."""

from typing import Final

TEXTS: Final = {
    "Indonesian": (
        "Ketegangan di perbatasan belum mereda.",
        "Menteri Luar Negeri Retna Wulandari menerima Duta Besar Norwegia, Lars Østby, di Jakarta, Rabu (3/7/2024).",
        "Pertemuan itu berlangsung selama dua jam.",
    ),
    "English": (
        "Tension at the border has not eased.",
        "Foreign Minister Ruth Ellery told the Norwegian ambassador, Lars Østby, that “talks — however slow — go on”.",
        "The meeting lasted two hours.",
    ),
    "Russian": (
        "Напряжённость на границе не спадает.",
        "Министр иностранных дел Йозеф Чёрный принял посла Норвегии и заявил: «Переговоры продолжаются».",
        "Встреча длилась два часа.",
    ),
    "Arabic": (
        "لم يهدأ التوتر على الحدود.",
        "استقبل وزير الخارجية سفير النرويج في مدينة الدار البيضاء يوم الأربعاء ٣ يوليو، وأكد أن المحادثات مستمرة.",
        "استمر اللقاء ساعتين.",
    ),
    "Chinese": (
        "边境紧张局势尚未缓和。",
        "外交部长李文华7月3日在北京会见了挪威大使，并表示：“会谈仍在继续”。",
        "会见持续了两个小时。",
    ),
    "Thai": (
        "ความตึงเครียดที่ชายแดนยังไม่คลี่คลาย",
        "รัฐมนตรีต่างประเทศให้การต้อนรับเอกอัครราชทูตนอร์เวย์ที่กรุงเทพฯ เมื่อวันพุธ และกล่าวว่าการเจรจายังดำเนินต่อไป",
        "การประชุมใช้เวลาสองชั่วโมง",
    ),
    "Vietnamese": (
        "Căng thẳng ở biên giới chưa dịu xuống.",
        "Bộ trưởng Ngoại giao Nguyễn Thị Hằng tiếp Đại sứ Na Uy tại Hà Nội hôm thứ Tư, nói rằng đàm phán vẫn tiếp tục.",
        "Cuộc gặp kéo dài hai giờ.",
    ),
    "Korean": (
        "국경의 긴장은 아직 가라앉지 않았다.",
        "김하늘 외교부 장관은 3일 서울에서 노르웨이 대사를 만나 “회담은 계속되고 있다”고 말했다.",
        "회동은 두 시간 동안 이어졌다.",
    ),
}


def article(language: str, joint: str = "\n") -> str:
    """Return the three sentences as one text."""
    return joint.join(TEXTS[language])


def quoted(language: str) -> str:
    """Return the sentence in the middle."""
    return TEXTS[language][1]
