//! Fonts of many scripts and a sentence in each, the same on every machine.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use byline::gui::article::TextEngine;

/// Subsets of Noto fonts; `tests/fonts/README.md` says what is in them.
pub(crate) static FONTS: [&[u8]; 9] = [
    include_bytes!("../fonts/NotoNaskhArabic-subset.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-subset.ttf"),
    include_bytes!("../fonts/NotoSansThai-subset.ttf"),
    include_bytes!("../fonts/NotoSansDevanagari-subset.ttf"),
    include_bytes!("../fonts/NotoSansArmenian-subset.ttf"),
    include_bytes!("../fonts/NotoSansGeorgian-subset.ttf"),
    include_bytes!("../fonts/NotoSansKhmer-subset.ttf"),
    include_bytes!("../fonts/NotoSansCJKjp-subset.otf"),
    include_bytes!("../fonts/NotoColorEmoji-subset.ttf"),
];

/// An engine with the bundled fonts and [`FONTS`], never the system's.
pub(crate) fn engine() -> TextEngine {
    TextEngine::with_fonts(&FONTS)
}

/// What is written in it, the script that is missing without [`FONTS`] if any, and a sentence.
pub(crate) const SENTENCES: [(&str, Option<&str>, &str); 16] = [
    ("Arabic", Some("Arabic"), "قال الوزير إن المحادثات ستُستأنف في جنيف يوم 12 يناير."),
    ("Hebrew", Some("Hebrew"), "השר אמר כי השיחות יתחדשו ב־12 בינואר, שָׁלוֹם."),
    ("Persian", Some("Arabic"), "وزیر گفت که گفت‌وگوها در ژنو از سر گرفته می‌شود؛ ۱۴۰۲."),
    ("Thai", Some("Thai"), "รัฐมนตรีกล่าวว่าการเจรจาจะเริ่มขึ้นอีกครั้งที่กรุงเทพฯ ในวันที่ ๑๒"),
    ("Hindi", Some("Devanagari"), "मंत्री ने कहा कि जिनेवा में वार्ता १२ जनवरी को फिर शुरू होगी।"),
    ("Armenian", Some("Armenian"), "Նախարարը հայտարարեց, որ բանակցությունները կվերսկսվեն Ժնևում։"),
    ("Georgian", Some("Georgian"), "მინისტრმა განაცხადა, რომ მოლაპარაკებები ჟენევაში განახლდება."),
    ("Khmer", Some("Khmer"), "រដ្ឋមន្ត្រីបាននិយាយថាការចរចានឹងបន្ត។"),
    ("Chinese", Some("Chinese, Japanese and Korean"), "部长表示,日内瓦会谈将于一月十二日恢复。"),
    ("Japanese", Some("Chinese, Japanese and Korean"), "大臣は、ジュネーブでの協議が再開されると述べた。"),
    ("Korean", Some("Chinese, Japanese and Korean"), "장관은 제네바 회담이 재개될 것이라고 말했다."),
    ("emoji", Some("Emoji"), "👩‍👩‍👧 👍🏽 🇨🇭 ❤️ 😀"),
    ("Azerbaijani", None, "Nazir bildirdi ki, Cenevrədə danışıqlar yenidən başlayacaq, şübhəsiz."),
    ("Cyrillic", None, "Министр заявил, что переговоры в Женеве возобновятся; Київ, Ђурђевдан."),
    ("Greek", None, "Ο υπουργός δήλωσε ότι οι συνομιλίες στη Γενεύη θα επαναληφθούν."),
    ("combining marks", None, "Ne\u{301}e e\u{301}tat a\u{308}o\u{302} Z\u{30c}u\u{308}rich"),
];
