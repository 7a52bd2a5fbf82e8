//! The words that websites have around articles, whatever they write about, in the languages that they are read in here.
//!
//! Words of one list stand in alphabetical order and are compared in small letters without marks. A line counts where it is
//! made of them; no list holds phrases, and none holds words of any one site.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that stand on buttons and in menus and hardly ever alone on a line of an article.
const STRONG: &str = "\
accessibility archives back2top bookmark breadcrumb carousel captcha comment comments cookie cookies copied download \
dropdown email embed epaper faq favorites favourites footer gallery hamburger header homepage login logout logo \
menu navigation navbar newsletter newsletters newsletteranmeldung paywall permalink photogallery podcast podcasts popup print printable privacy rss \
screenreader scroll search share shares sharing sidebar signin signup sitemap skip slideshow submenu subscribe \
subscribed subscriber subscribers subscription subscriptions toggle tooltip tweet unsubscribe webcast widget \
facebook flipboard instagram linkedin messenger odnoklassniki pinterest reddit snapchat telegram threads tiktok \
tumblr twitter viber vimeo vk vkontakte wechat weibo whatsapp youtube youtu \
abonnement abonnieren abonniere anmelden anmeldung ausdrucken datenschutz drucken drucker einloggen impressum inhaltsverzeichnis kommentare \
kommentieren merkliste registrieren seitenanfang speichern startseite suche suchen teilen weiterempfehlen zwischenablage \
abonner abonnez accueil commentaires connecter connexion imprimer inscription partager partagez rechercher recherche sommaire \
buscar compartir compartelo comparte comentarios imprimir ingresar registrarse suscribete suscribirse suscripcion suscriptores \
abone anasayfa ara giris kaydol kopyala kopyalandi paylas paylasim uyelik yazdir yorumlar yorum \
drukuj komentarze logowanie newslettera polub skomentuj skopiuj skopiowano subskrybuj subskrypcja szukaj udostepnij wydrukuj wyszukaj zaloguj zarejestruj \
вверх вконтакте войти вход главная загрузка закладки комментарии комментировать копировать меню одноклассники опубликовать печать печати подписаться подписка \
поделиться поиск распечатать регистрация рассылка скопирована скопировано скопировать телеграм телеграмм твитнуть фейсбук фотогалерея \
вгору головна друк друкувати коментарі коментувати надрукувати наверх поширити підписатися підписка пошук роздрукувати реєстрація скопійовано увійти фотогалерея \
اشترك الاشتراك التعليقات الرئيسية القائمة انستغرام بحث تحميل تسجيل تعليقات تويتر شارك طباعة فيسبوك مشاركة واتساب يوتيوب \
הדפסה הדפס הירשם הרשמה התחבר התחברות חיפוש טוויטר כניסה מנוי פייסבוק שתף שיתוף תגובות תפריט";

/// Words of buttons and menus that articles have as well. A line of these alone counts beside others of the page.
const WEAK: &str = "\
about account accept adjust agree all amp analytics android app apple apps apply archive article articles audio author authors back blog \
browse business buy cancel careers categories category chat choose click close contact contacts content continue copy culture current \
dark date day default desktop dialog display economy edition editor editorial education english entertainment events exclusive expand explore feed \
feedback fewer filter find first follow font forum free full get go google guest health help hide home hour image images important \
index info interviews invite ios ipad iphone item items join keyboard kids language languages large last latest learn less letter \
library lifestyle light like likes link links list listen live load loading local log magazine mail main map market media members membership min \
minute minutes mobile mode month more most multimedia my national news next night nightmode notification notifications now off ok on \
online open opinion opinions options order other our page pages photo photos pick picks pin play player please podcasting politics popular post posts \
powered preferences premium press preview previous profile publish published quick rate read reader readers ready \
recent recommended refresh register related remove reply report reset results return review reviews save science screen second secs section \
sections see select send session settings shop show sign site size skin slide social society sort sport sports stay store stories \
story submit summary support switch tab tags technology terms text theme time today toolbar tools top topic topics total translate travel trending \
tv type university unlock update updated updates upload us use user version video videos view views visible visit watch weather web week \
welcome widgets window world write year your zoom dec increase decrease reduce enlarge bigger smaller larger normal contrast reading speed mins sec \
aktuell alle archiv artikel autor datum deutsch englisch gesellschaft hilfe inhalt inland international kontakt kultur lesen lesezeit link mehr meinung \
meistgelesen nachrichten oben politik ressort ressorts schliessen schrift schriftgrosse seite sport springen themen uber video videos weiter weiterlesen wetter wirtschaft zuruck ausland anzeigen bilder fotostrecke \
actualites actualite afficher article aller articles auteur contenu culture economie environnement fermer francais galerie heures lire lecture lien copie copier menus monde \
opinions politique photos plan plus principal publie rubriques sante sciences site societe suivez suivre tous toutes video videos \
actualidad articulo autor ayuda cerrar cultura contenido copiado copiar deportes economia enlace espana galeria inicio ir leer lectura mas minutos mundo noticias opinion \
politica portada publicado saltar secciones sociedad tecnologia todos ultima ultimas ultimo ver videos volver siguenos siguiente \
ana basa baglanti baglantiyi dunya ekonomi fotograf galeri gundem haber haberler icerik icerige kategoriler kultur sanat menusu saglik sayfa siyaset son spor teknoloji tum turkce turkiye video yazar yazarlar yukari dakika okuma izle takip et dinle gec \
aktualnosci artykul autor dalej gospodarka kontakt kraj kultura link linki menu najnowsze nauka opinie polityka pomoc przejdz sport strona swiat tresci udostepnianie wiadomosci wiecej wideo wroc zamknij zdjecia glowna gory do czytania min czytaj zobacz \
архив автор актуально аналитика больше видео все главные главная далее дзен еще закрыть интервью источник культура лента мнение мнения минут минуты на наверх новости общество оригинал подробнее политика последние полная \
поддержать прочитать просмотров просмотры размер реклама рубрики русский сайта сайт скачать следующая смотреть содержанию спорт ссылка ссылку статьи статья текст тема темы фото читать чтения шрифт экономика эфир языки мире мир в перейти время показать версия \
архів більше відео всі далі економіка закрити новини останні політика посилання світ спорт статті суспільство тексту теми українська фото хвилин читання читати перегляди переглядів перейти вмісту до \
أحدث أخبار آراء اقتصاد الأخبار الأكثر التالي الرابط السابق الصفحة العالم العربية المحتوى المزيد انتقل تابعنا ثقافة رياضة سياسة صور عاجل فيديو قراءة مقالات نسخ وقت دقائق دقيقة إلى تم \
אודות אקטואליה בארץ בעולם גלריה דף הבית חדשות וידאו כלכלה לתוכן דלג מבזקים עוד עוד ספורט פוליטיקה צור קשר קישור הקישור הועתק ראשי תמונות תרבות זמן קריאה דקות";

/// Words that stand between those of buttons.
const FILLERS: &str = "\
a an and at by for from in is it of on or the this to up with you am an auf aus bei das dem den der die ein eine fur im in ist mit nach und um vom von zu zum zur \
a au aux avec ce ces dans de des du en et la le les l d nos notre par pour sur un une vos votre al con del el en este la las lo los nuestra nuestras nuestro nuestros para por se su un una y bu da daha de en ile icin ve \
i na o od oraz po się sie w we z ze и для к о от по с со у за из і й з та у على في من عن و של על את עם";

/// Names of months and days, which stand in the page's own date.
const MONTHS: &str = "\
april august december february january july june march may november october september apr aug dec feb jan jul jun mar nov oct sep sept \
friday monday saturday sunday thursday tuesday wednesday fri mon sat sun thu tue tues wed thur thurs \
dezember februar januar juli juni marz mai oktober dienstag donnerstag freitag mittwoch montag samstag sonntag \
aout avril decembre fevrier janvier juillet juin mars novembre octobre septembre dimanche jeudi lundi mardi mercredi samedi vendredi \
abril agosto diciembre enero febrero julio junio marzo mayo noviembre octubre septiembre domingo jueves lunes martes miercoles sabado viernes \
agustos aralik ekim eylul haziran kasim mart mayis nisan ocak subat temmuz carsamba cuma cumartesi pazar pazartesi persembe sali \
czerwca grudnia kwietnia lipca listopada lutego maja marca pazdziernika sierpnia stycznia wrzesnia czwartek niedziela piatek poniedzialek sobota sroda wtorek \
августа апреля декабря июля июня марта мая ноября октября сентября февраля января воскресенье вторник понедельник пятница среда суббота четверг \
березня вересня грудня жовтня квітня липня листопада лютого серпня січня травня червня \
أبريل أغسطس أكتوبر ديسمبر سبتمبر فبراير مارس مايو نوفمبر يناير يوليو يونيو \
אוגוסט אוקטובר אפריל דצמבר יולי יוני ינואר מאי מרץ נובמבר ספטמבר פברואר \
am at bst cest cet edt est et gmt hours hrs ist last modified msk o on pm posted published pst updated utc uhr stand aktualisiert veroffentlicht publie modifie le a publicado actualizado el de опубликовано обновлено год года г в";

/// How words begin, or a whole word.
#[derive(Debug)]
pub(super) struct Stem {
    text: String,
    is_whole: bool,
}

impl Stem {
    /// Whether `token` is such a word.
    pub(super) fn begins(&self, token: &str) -> bool {
        if self.is_whole { token == self.text } else { token.starts_with(&self.text) }
    }

    /// Whether `token` is this very word.
    pub(super) fn is(&self, token: &str) -> bool {
        token == self.text
    }
}

/// Reads stems that stand in one text with spaces between them; one that ends in `.` is a whole word. They lose case and
/// marks, as the lines that they are compared with have.
pub(super) fn read_stems(text: &str) -> Vec<Stem> {
    let read = |word: &str| match word.strip_suffix('.') {
        Some(whole) => Stem { text: crate::text::folded(whole), is_whole: true },
        None => Stem { text: crate::text::folded(word), is_whole: false },
    };
    text.split_whitespace().map(read).collect()
}

/// The stems of a text, read once.
macro_rules! stems {
    ($text:expr) => {{
        static STEMS: std::sync::LazyLock<Vec<super::words::Stem>> =
            std::sync::LazyLock::new(|| super::words::read_stems($text));
        STEMS.as_slice()
    }};
}
pub(super) use stems;

fn set(words: &'static str) -> HashSet<String> {
    words.split_whitespace().map(crate::text::folded).collect()
}

/// How much of a line is made of words of websites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Made {
    /// It has other words.
    No,
    /// Of words that articles have too.
    Weakly,
    /// With words that hardly any article has alone on a line.
    Strongly,
}

/// Whether all words of `tokens` are words of websites; digits are passed over.
pub(super) fn made_of_website_words<'a>(tokens: impl Iterator<Item = &'a str>) -> Made {
    static STRONG_SET: LazyLock<HashSet<String>> = LazyLock::new(|| set(STRONG));
    static WEAK_SET: LazyLock<HashSet<String>> = LazyLock::new(|| set(WEAK));
    static FILLER_SET: LazyLock<HashSet<String>> = LazyLock::new(|| set(FILLERS));
    let mut made = Made::No;
    for token in tokens.filter(|token| !token.chars().all(char::is_numeric)) {
        if STRONG_SET.contains(token) {
            made = Made::Strongly;
        } else if WEAK_SET.contains(token) {
            made = made.max(Made::Weakly);
        } else if !FILLER_SET.contains(token) {
            return Made::No;
        }
    }
    made
}

/// Whether `token` is a name of a month or a day, or a word beside a date.
pub(super) fn is_of_a_date(token: &str) -> bool {
    static SET: LazyLock<HashSet<String>> = LazyLock::new(|| set(MONTHS));
    SET.contains(token)
}
