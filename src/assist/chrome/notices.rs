//! Notices and appeals, told by what they ask for: rights, shares, subscriptions, money, consent, a player.

use super::lines::{Line, tokens};
use super::words::{Made, Stem, made_of_website_words, stems};
use crate::model::RegionKind;

/// What a line is told to be, and why.
pub(super) type Told = (RegionKind, &'static str);

/// Whether any of `tokens` begins as a stem does.
fn any_of<'a>(mut tokens: impl Iterator<Item = &'a str>, stems: &[Stem]) -> bool {
    tokens.any(|token| begins(token, stems))
}

/// Whether `token` begins as a stem does.
fn begins(token: &str, stems: &[Stem]) -> bool {
    stems.iter().any(|stem| stem.begins(token))
}

/// How many different `stems` begin a token.
fn count_of(line: &Line<'_>, stems: &[Stem]) -> usize {
    stems.iter().filter(|stem| line.tokens().any(|token| stem.begins(token))).count()
}

/// The first words of the sentences of a line, words that are joined by a hyphen or glued by a capital set aside.
fn openers<'l>(line: &'l Line<'_>) -> impl Iterator<Item = &'l str> {
    let parts = line.folded.split(['.', '!', '?', ':', '—', '–', '…', '|', '؟']);
    parts.filter_map(|part| tokens(part).next())
}

const ADVERTS: &str = "ad. ads. advert. advertisement advertising advertorial promoted sponsored anzeige. annonce. publicite publicidad. anuncio. \
reklam. reklami reklama. werbung. реклама. рекламе. إعلان. اعلان. פרסומת.";
const APPS: &str = "android app. apple apps. download google inbox install ios iphone newsletter play. smartphone store tablet приложени загруз скача";
const SHARES: &str = "share. follow. tweet. teilen. teile. folgen. partage suivez. comparte siguenos. sigue. paylas. takip udostepnij obserwuj polub. \
поделись поделитесь подпишись подписывайтесь подпишитесь следите поширте підписуйтесь підпишіться поділіться شارك. تابع تابعنا. שתפו. עקבו.";
const NETWORKS: &str = "channel. facebook friends instagram linkedin media. network social. telegram tiktok twitter whatsapp x. youtube \
kanal freunde amis chaine amigos canal redes sosyal arkadas spolecznosc znajomy социальн соцсет друзья канал телеграм фейсбук соцмереж друзями صفحتنا فيسبوك تويتر חברים";
const ASKS: &str = "become. consider. contribute. donate. give. help. join. keep. make. please. subscribe. support. bitte. spenden. unterstutz werden. \
abonnez. aidez. donnez. faites. rejoignez. soutenez. apoya apoyanos. ayuda. ayudanos. colabora. dona. hazte. suscribete. bagis destek wesprzyj wspieraj \
помогите поддержите пожертвуйте станьте допоможіть підтримайте ادعم تبرع תמכו תרמו";
const WE: &str = "our. ours. us. we. uns. unser nous. notre. nos. nuestr nosotros. apoyanos. bize. bizi. nam. nas. nasz нам. нас. наш нами. لنا. أن אותנו. לנו. שלנו.";
const CAUSES: &str = "contribut donat donor free. fund grant independen journalis member newsroom newspaper reader subscri support \
abonn finanz journalismus leser spende unabhang don. dons. independ journalisme lecteur lector donacion periodism bagimsiz okur gazetecilik czytelni dziennikarstw niezalezn \
журналист независим пожертв редакц читател журналіст незалежн читач صحافة القراء עיתונאות קוראים";
const MATERIALS: &str = "article content information material publication site. text. website inhalt contenu contenido icerik haber. materialow tresci \
материал публикац сайт текст матеріал публікац محتوى مواد תכנים התוכן";
const USES: &str = "broadcast copied copying distribut quotation quoting redistribut reprint reproduc republi rewritten usage use. using \
nachdruck vervielfalt verwendung reproduct utilisation copia reproduccion alinti kopyala kopiowanie rozpowszechni \
использовани копировани перепечат цитировани використанн копіюванн передрук цитуванн استخدام نشر שימוש העתקה";
const LIMITS: &str = "allowed attribution consent forbidden hyperlink mandatory obligatory permission permitted prohibited required written \
genehmigung gestattet untersagt verboten zustimmung autorisation interdit autorizacion prohibid izin izni yasak zabronion zgody \
гиперссылк запрещ обязательн разрешени согласи активн гіперпосиланн дозвол заборонен обовязков посиланн إذن محظور אסור רשות";

/// What `line` is told to be by what it says. `edge` says whether at most one paragraph stands on one side of it.
pub(super) fn notice(line: &Line<'_>, edge: bool) -> Option<Told> {
    let starts_quoted = line.text.starts_with(['"', '\u{201c}', '\u{2018}', '«', '„']);
    if line.words == 0 || line.words > 90 || starts_quoted {
        return None;
    }
    advert(line)
        .or_else(|| share(line))
        .or_else(|| player(line))
        .or_else(|| consent(line, edge))
        .or_else(|| rights(line, edge))
        .or_else(|| appeal(line))
}

fn advert(line: &Line<'_>) -> Option<Told> {
    let others = line.tokens().filter(|token| !begins(token, stems!(ADVERTS)));
    let is_word = line.words <= 5 && any_of(line.tokens(), stems!(ADVERTS));
    let is_made = || others.clone().next().is_none() || made_of_website_words(others.clone()) != Made::No;
    if is_word && is_made() && !line.ends_sentence() {
        return Some((RegionKind::Advert, "says that it is an advert"));
    }
    let has_address = line.text.contains("http://") || line.text.contains("https://") || line.text.contains("www.");
    if has_address && line.words <= 60 && count_of(line, stems!(APPS)) >= 2 {
        return Some((RegionKind::Advert, "a web address with words of app shops and newsletters"));
    }
    let asks = stems!(
        "download. get. install. join. receive. sign. subscribe. abonnieren. abonnez. erhalten. recevez. recibe. suscribete. zapisz. подпишитесь подписывайтесь підпишіться"
    );
    let offers = stems!(
        "alerts app. briefing. digest. inbox newsletter notifications podcast boletin infolettre рассылк розсилк"
    );
    let opens = openers(line).any(|word| begins(word, asks));
    let for_you = any_of(line.tokens(), stems!("our. us. you. your. ihre. unser votre. notre. tu. nuestr наш вам"));
    if opens && for_you && line.words <= 35 && any_of(line.tokens(), offers) {
        return Some((RegionKind::Advert, "asks to subscribe or to install"));
    }
    None
}

fn share(line: &Line<'_>) -> Option<Told> {
    let opens = openers(line).any(|word| begins(word, stems!(SHARES)));
    let has_network = line.words <= 20 && any_of(line.tokens(), stems!(NETWORKS));
    // In some languages the verb comes last.
    let closes = line.words <= 10 && any_of(line.tokens(), stems!("takip."));
    let is_told = (opens || closes) && has_network;
    let is_short = opens
        && line.words <= 5
        && any_of(line.tokens(), stems!("this. article artikel story. us. uns. article. нас. статье новостью"));
    (is_told || is_short).then_some((RegionKind::Share, "asks to share or to follow"))
}

fn player(line: &Line<'_>) -> Option<Told> {
    let short = line.words <= 14;
    let has_player = any_of(line.tokens(), stems!("player. плеер reproductor lecteur. odtwarzacz oynatici"));
    let of_player = stems!("audio browser listen loading ready video javascript getting аудио видео");
    if short && has_player && any_of(line.tokens(), of_player) && (!line.ends_sentence() || line.words <= 8) {
        return Some((RegionKind::Chrome, "a player of the page"));
    }
    let has_browser = any_of(line.tokens(), stems!("browser. browsers. javascript. navegador navigateur. браузер"));
    let of_browser = stems!(
        "element enable html5 playback playing support supported unsupported upgrade unterstutzt supporte soporta"
    );
    if line.words <= 30
        && has_browser
        && count_of(line, of_browser) >= 1
        && any_of(line.tokens(), stems!("your. ihr. votre. tu. su. ваш this."))
    {
        return Some((RegionKind::Chrome, "a notice about the reader's browser"));
    }
    let listen = openers(line).next().is_some_and(|word| {
        begins(word, stems!("listen. horen. ecouter. escuchar. dinle. posluchaj слушать слухати استمع"))
    });
    let this = stems!("article. artikel story. text. articulo haber статью новость статтю المقال");
    (listen && line.words <= 6 && any_of(line.tokens(), this)).then_some((RegionKind::Chrome, "a player of the page"))
}

fn consent(line: &Line<'_>, edge: bool) -> Option<Told> {
    let has_cookie = line.folded.contains("cookie") || line.folded.contains("куки");
    let is_told = has_cookie
        && count_of(
            line,
            stems!(
                "accept agree. browsing consent experience policy preferences privacy settings use. uses. zustimm akzeptier accepter aceptar navegacion файл"
            ),
        ) >= 1
        && any_of(
            line.tokens(),
            stems!("our. site. this. us. we. website you. your. wir. unser nous. notre. nuestr мы. наш"),
        );
    (is_told && (edge || line.words <= 40)).then_some((RegionKind::Chrome, "a notice about cookies"))
}

fn rights(line: &Line<'_>, edge: bool) -> Option<Told> {
    let has_sign = line.text.contains('©') || line.folded.starts_with("copyright");
    let has_year =
        || line.tokens().any(|token| token.len() == 4 && (token.starts_with("20") || token.starts_with("19")));
    if has_sign && line.words <= 40 && (has_year() || line.words <= 12) {
        return Some((RegionKind::Boilerplate, "a copyright notice"));
    }
    let all = any_of(line.tokens(), stems!("all. alle. tous. todos. tum. wszelkie все. усі. всі. جميع כל."));
    let reserved = any_of(
        line.tokens(),
        stems!("reserved vorbehalten reserves. reservados sakli zastrzezone защищены захищені محفوظة שמורות"),
    );
    if line.words <= 30
        && all
        && reserved
        && any_of(line.tokens(), stems!("rights rechte droits derechos haklari prawa права الحقوق הזכויות"))
    {
        return Some((RegionKind::Boilerplate, "a copyright notice"));
    }
    let is_reuse = edge
        && line.words <= 60
        && any_of(line.tokens(), stems!(MATERIALS))
        && any_of(line.tokens(), stems!(USES))
        && any_of(line.tokens(), stems!(LIMITS));
    is_reuse.then_some((RegionKind::Boilerplate, "says under which conditions the page's text may be used"))
}

fn appeal(line: &Line<'_>) -> Option<Told> {
    let asks = openers(line).any(|word| begins(word, stems!(ASKS)));
    let is_told = asks && line.words >= 3 && any_of(line.tokens(), stems!(WE)) && count_of(line, stems!(CAUSES)) >= 2;
    is_told.then_some((RegionKind::Advert, "asks readers for money or membership"))
}

/// Whether `line`, a paragraph at the end, speaks of the article as a whole rather than of its story.
pub(super) fn speaks_of_the_article(line: &Line<'_>) -> bool {
    let mut tokens = line.tokens();
    let opening: Vec<&str> = tokens.by_ref().take(8).collect();
    let this = stems!(
        "the. this. dieser. diese. dieses. cet. cette. este. esta. bu. ten. niniejszy эта. данная этой. ця. هذا هذه המאמר הכתבה"
    );
    let itself = stems!(
        "analysis article. artikel articulo artykul beitrag blog. coverage haber makale overview piece. post. report. rapport roundup summary text. texte texto write \
статья статье стаття матеріал обзор огляд المقال התקרית מאמר"
    );
    let does = stems!(
        "aim analyz analys cover deliver delve describ discuss examin explain explor focus give highlight illustrat offer outlin present provid review seek serve show summari underscore \
beleuchtet bietet gibt behandelt presente propose offre explore analiza explora ofrece presenta resume sunmaktadir ele omawia przedstawia prezentuje \
представляет рассматривает описывает дает рассмотрели розглядає описує يتناول يقدم يستعرض מציג סוקר"
    );
    let opens = opening.iter().take(4).any(|word| begins(word, itself))
        && opening.iter().take(3).any(|word| begins(word, this))
        && opening.iter().any(|word| begins(word, does));
    let machine = opening.iter().any(|word| begins(word, stems!("generated written produced")))
        && any_of(line.tokens(), stems!("ai. artificial automatically chatgpt gpt llm"))
        && any_of(line.tokens(), itself);
    opens || machine
}
