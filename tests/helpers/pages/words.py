# ruff: noqa: E501  words stand as sites print them
"""How sites of each language write dates, and what stands beside articles on them."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from helpers.pages.stories import Story

MONTHS: Final = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "vi": "1 2 3 4 5 6 7 8 9 10 11 12",
    "zh": "1 2 3 4 5 6 7 8 9 10 11 12",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}
DAYS: Final = {
    "id": "Senin,Selasa,Rabu,Kamis,Jumat,Sabtu,Minggu",
    "en": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday",
    "ru": "понедельник,вторник,среда,четверг,пятница,суббота,воскресенье",
    "es": "lunes,martes,miércoles,jueves,viernes,sábado,domingo",
    "fr": "lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche",
    "ar": "الاثنين,الثلاثاء,الأربعاء,الخميس,الجمعة,السبت,الأحد",
    "vi": "Thứ hai,Thứ ba,Thứ tư,Thứ năm,Thứ sáu,Thứ bảy,Chủ nhật",
    "zh": "星期一,星期二,星期三,星期四,星期五,星期六,星期日",
    "de": "Montag,Dienstag,Mittwoch,Donnerstag,Freitag,Samstag,Sonntag",
    "pt": "segunda-feira,terça-feira,quarta-feira,quinta-feira,sexta-feira,sábado,domingo",
    "tr": "Pazartesi,Salı,Çarşamba,Perşembe,Cuma,Cumartesi,Pazar",
}
ORDER: Final = {
    "id": "{weekday}, {day} {month} {year} {clock} WIB",
    "en": "{weekday}, {day} {month} {year}, {clock} GMT",
    "ru": "{clock}, {day} {month} {year}",
    "es": "{day} de {month} de {year} - {clock} CET",
    "fr": "Publié le {day} {month} {year} à {clock}",
    "ar": "{weekday} {day} {month} {year} - {clock}",
    "vi": "{weekday}, {day}/{number}/{year}, {clock} (GMT+7)",
    "zh": "{year}年{month}月{day}日 {clock}",
    "de": "{weekday}, {day}. {month} {year}, {clock} Uhr",
    "pt": "{day} de {month} de {year}, {clock}",
    "tr": "{day} {month} {year} {weekday}, {clock}",
}


def said(language: str, day: dt.date, clock: str = "10:15", order: str | None = None) -> str:
    """Return a date as a site of that language writes it."""
    return (order or ORDER[language]).format(
        weekday=DAYS[language].split(",")[day.weekday()], day=day.day, month=MONTHS[language].split()[day.month - 1],
        short=MONTHS[language].split()[day.month - 1][:3], number=day.month, year=day.year, clock=clock,
    )  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """The words of a site round its articles."""

    menu: tuple[str, ...]
    related: str
    popular: str
    share: str
    subscribe: str
    advert: str
    comments: str
    comment: str
    rights: str
    cookies: str
    tags: str


BESIDE: Final = {
    "id": Beside(
        ("Beranda", "Nasional", "Internasional", "Ekonomi", "Olahraga", "Gaya Hidup", "Video", "Indeks"),
        "Baca juga:", "Terpopuler", "Bagikan artikel ini", "Dapatkan berita pilihan langsung di ponsel Anda",
        "ADVERTISEMENT", "Komentar", "Semoga cepat selesai urusannya, kasihan nelayan.", "Hak cipta dilindungi",
        "Situs ini memakai kuki untuk pengalaman yang lebih baik.", "Tag",
    ),
    "en": Beside(
        ("Home", "World", "Politics", "Business", "Sport", "Culture", "Video", "Sign in"),
        "Read more:", "Most read", "Share this article", "Sign up for our morning newsletter", "Advertisement", "Comments",
        "About time somebody picked up the phone.", "All rights reserved", "We use cookies to improve your experience.",
        "Topics",
    ),
    "ru": Beside(
        ("Главная", "В мире", "Политика", "Экономика", "Спорт", "Культура", "Видео", "Поиск"),
        "Читайте также:", "Популярное", "Поделиться", "Подпишитесь на нашу рассылку", "Реклама", "Комментарии",
        "Давно пора было договориться.", "Все права защищены", "Сайт использует файлы cookie.", "Теги",
    ),
    "es": Beside(
        ("Portada", "Internacional", "España", "Economía", "Deportes", "Cultura", "Vídeo", "Inicia sesión"),
        "Lea también:", "Lo más visto", "Comparte esta noticia", "Recibe nuestro boletín cada mañana", "Publicidad",
        "Comentarios", "Ya era hora de que hablaran.", "Todos los derechos reservados", "Usamos cookies propias y de terceros.",
        "Archivado en",
    ),
    "fr": Beside(
        ("Accueil", "International", "Politique", "Économie", "Sports", "Culture", "Vidéos", "Se connecter"),
        "Lire aussi :", "Les plus lus", "Partager l’article", "Recevez notre lettre du matin", "Publicité", "Contributions",
        "Enfin une bonne nouvelle.", "Tous droits réservés", "Nous utilisons des cookies.", "Sur le même sujet",
    ),
    "ar": Beside(
        ("الرئيسية", "أخبار", "سياسة", "اقتصاد", "رياضة", "ثقافة", "فيديو", "بحث"),
        "اقرأ أيضا:", "الأكثر قراءة", "شارك الخبر", "اشترك في نشرتنا البريدية", "إعلان", "التعليقات",
        "خطوة طيبة نتمنى أن تستمر.", "جميع الحقوق محفوظة", "يستخدم هذا الموقع ملفات الارتباط.", "كلمات مفتاحية",
    ),
    "vi": Beside(
        ("Trang chủ", "Thời sự", "Thế giới", "Kinh doanh", "Thể thao", "Giải trí", "Video", "Đăng nhập"),
        "Xem thêm:", "Xem nhiều", "Chia sẻ bài viết", "Đăng ký nhận bản tin", "Quảng cáo", "Ý kiến",
        "Hy vọng sớm có đường bay thẳng.", "Giữ bản quyền", "Trang này dùng cookie.", "Từ khóa",
    ),
    "zh": Beside(
        ("首页", "国际", "时政", "财经", "体育", "文化", "视频", "登录"),
        "相关新闻：", "热门排行", "分享到", "订阅每日新闻", "广告", "网友评论",
        "希望早日签约。", "版权所有", "本网站使用Cookie。", "关键词",
    ),
    "de": Beside(
        ("Startseite", "Ausland", "Politik", "Wirtschaft", "Sport", "Kultur", "Video", "Anmelden"),
        "Lesen Sie auch:", "Meistgelesen", "Artikel teilen", "Abonnieren Sie unseren Newsletter", "Anzeige", "Kommentare",
        "Das wurde auch Zeit.", "Alle Rechte vorbehalten", "Wir verwenden Cookies.", "Themen",
    ),
    "pt": Beside(
        ("Início", "Mundo", "Política", "Economia", "Esporte", "Cultura", "Vídeos", "Entrar"),
        "Leia também:", "Mais lidas", "Compartilhe", "Assine nossa newsletter", "Publicidade", "Comentários",
        "Finalmente uma boa notícia.", "Todos os direitos reservados", "Este site usa cookies.", "Tópicos",
    ),
    "tr": Beside(
        ("Ana Sayfa", "Dünya", "Politika", "Ekonomi", "Spor", "Kültür", "Video", "Giriş"),
        "Bunlar da ilginizi çekebilir:", "Çok okunanlar", "Paylaş", "Bültenimize abone olun", "Reklam", "Yorumlar",
        "Umarım uçuşlar bir an önce başlar.", "Tüm hakları saklıdır", "Bu site çerez kullanır.", "Etiketler",
    ),
}  # fmt: skip


def menu(story: Story) -> str:
    """Return a site's head: its menu, a search field and what is new."""
    words = BESIDE[story.language]
    items = "".join(
        f'<li class="menu-item"><a href="/{number}">{word}</a></li>' for number, word in enumerate(words.menu)
    )
    return (
        f'<header class="site-header"><div class="logo"><a href="/"><img src="/logo.svg" alt="Harian"></a></div>'
        f'<nav class="main-nav" role="navigation"><ul>{items}</ul></nav>'
        f'<form class="search" action="/search"><input type="search" name="q"></form></header>'
    )


def popular(story: Story, day: dt.date) -> str:
    """Return a column of other articles, each with a day of its own, none of them this article's."""
    words = BESIDE[story.language]
    rows = "".join(
        f'<li><a href="/{other.year}/{other:%m/%d}/x-{number}">{title}</a>'
        f'<time datetime="{other.isoformat()}">{said(story.language, other)}</time></li>'
        for number, title in enumerate(story.others)
        for other in [day - dt.timedelta(days=3 + 2 * number)]
    )
    return f'<aside class="sidebar"><h3>{words.popular}</h3><ol>{rows}</ol></aside>'


def footer(story: Story, year: int) -> str:
    """Return a site's foot: years, addresses, cookies."""
    words = BESIDE[story.language]
    return (
        f'<footer class="site-footer"><p>© 1999–{year} Harian. {words.rights}.</p><p>Jl. Merdeka 12, 10110 · '
        f'+62 21 5550 1998 · ISSN 2013-0415</p><div class="cookie-banner" role="dialog">{words.cookies} '
        f"<button>OK</button></div></footer>"
    )


def comments(story: Story, day: dt.date) -> str:
    """Return what readers wrote, later than the article."""
    words = BESIDE[story.language]
    later = day + dt.timedelta(days=1)
    return (
        f'<section id="comments" class="comments-area"><h2>{words.comments} (1)</h2><ol class="comment-list"><li class="comment">'
        f'<div class="comment-meta"><b>Budi77</b> <time datetime="{later.isoformat()}T08:00:00">{said(story.language, later)}</time>'
        f'</div><div class="comment-content"><p>{words.comment}</p></div></li></ol></section>'
    )
