//! Languages, as a form names its own: BCP 47 tags, which PDF and Word file take
//! as they are, of languages that Typst can take.

/// ISO 639-1.
const TWO_LETTERS: &str = "\
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy \
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg \
    li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or \
    os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta \
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// What ISO 639-2 has beside those, and languages of the Nordic countries and
/// of many who live there from ISO 639-3.
const THREE_LETTERS: &str = "\
    ace ach ada ady afa afh ain akk ale alg alt ang anp apa arc arn arp art arw ast ath aus awa \
    bad bai bal ban bas bat bej bem ber bho bik bin bla bnt bra btk bua bug byn cad cai car cau \
    ceb cel chb chg chk chm chn cho chp chr chy ckb cmc cnr cop cpe cpf cpp crh crp csb cus dak \
    dar day del den dgr din doi dra dsb dua dum dyu efi egy eka elx enm ewo fan fat fil fit fiu \
    fkv fon frm fro frr frs fse fss fur gaa gay gba gem gez gil gmh goh gon gor got grb grc gsw \
    gwi hai haw hil him hit hmn hsb hup iba ijo ilo inc ine inh ira iro jbo jpr jrb kaa kab kac \
    kam kar kaw kbd kha khi kho kmb kmr kok kos kpe krc krl kro kru kum kut lad lah lam lez lol \
    loz lua lui lun luo lus mad mag mai mak man map mas mdf mdr men mga mic min mkh mnc mni mno \
    moh mos mun mus mwl mwr myn myv nah nai nap nds new nia nic niu nog non nqo nso nub nwc nym \
    nyn nyo nzi osa ota oto ovd paa pag pal pam pap pau peo pes phi phn pon pra pro prs raj rap \
    rar rmf rmn rmu rmy roa rom rup sad sah sai sal sam sas sat scn sco sel sem sga sgn shn sid \
    sio sit sje sju sla sma smi smj smn sms snk sog son srn srr ssa suk sus sux swl syc syr tai \
    tem ter tet tig tiv tkl tlh tli tmh tog tpi tsi tum tup tut tvl tyv udm uga umb vai vot wak \
    wal war was wen xal yao yap ypk zap zbl zen zgh znd zun zza";

/// Whether `tag` is a language, with script, region and variants if need be:
/// `sv`, `sv-SE`, `sr-Latn-RS`, `de-CH-1996`.
pub fn is_language(tag: &str) -> bool {
    let mut subtags = tag.split('-').peekable();
    let is_known = subtags.next().is_some_and(is_known);
    let _script = subtags.next_if(|subtag| is_of_letters(subtag, 4));
    let _region = subtags.next_if(|subtag| is_region(subtag));
    is_known && subtags.all(is_variant)
}

fn is_known(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    let codes = TWO_LETTERS.split(' ').chain(THREE_LETTERS.split(' '));
    !code.is_empty() && codes.into_iter().any(|known| known == code)
}

fn is_of_letters(subtag: &str, count: usize) -> bool {
    subtag.len() == count && subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_region(subtag: &str) -> bool {
    let is_number = subtag.len() == 3 && subtag.bytes().all(|byte| byte.is_ascii_digit());
    is_number || is_of_letters(subtag, 2)
}

/// Registered variants begin with a digit but for few; all else is more likely
/// a mistake, such as `sv-Sverige`.
fn is_variant(subtag: &str) -> bool {
    let is_plain = subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_dated =
        (4..=8).contains(&subtag.len()) && subtag.starts_with(|c: char| c.is_ascii_digit());
    subtag == "valencia" || (is_plain && is_dated)
}
