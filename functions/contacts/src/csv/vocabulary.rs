//! The words of column headings in English, French, German, Spanish and Arabic, folded (lower case,
//! no accents) and separated by `|`.

use store::contacts::ContactField;

use super::headers::Meaning;

/// Whole headings.
pub(super) const PHRASES: &[(Meaning, &str)] = &[
    (
        Meaning::WholeName,
        "full name|fullname|display name|contact name|guest name|contact|guest|nom complet|\
         nom et prenom|prenom et nom|nom prenom|prenom nom|vollstandiger name|vor und nachname|\
         nombre completo|nombre y apellidos|nombre y apellido|الاسم الكامل",
    ),
    (Meaning::SomeName, "name|nom|nombre|الاسم|اسم"),
    (
        Meaning::FirstName,
        "first name|firstname|first|given name|forename|prenom|vorname|nombre de pila|\
         primer nombre|الاسم الاول",
    ),
    (
        Meaning::Field(ContactField::MiddleName),
        "middle name|middlename|additional name|deuxieme prenom|zweiter vorname|\
         weitere vornamen|segundo nombre|الاسم الاوسط",
    ),
    (
        Meaning::LastName,
        "last name|lastname|last|surname|family name|nom de famille|nachname|familienname|\
         apellido|apellidos|اسم العائله|اللقب|الكنيه",
    ),
    (
        Meaning::Tags,
        "tag|tags|category|categories|groups|keywords|etiquette|etiquettes|mots cles|\
         categorie|groupe|groupes|schlagwort|schlagworte|schlagworter|stichworter|kategorie|\
         kategorien|gruppe|gruppen|etiqueta|etiquetas|categoria|categorias|grupo|grupos|وسم|\
         وسوم|الوسوم|علامات|العلامات|تصنيف|التصنيف|مجموعات|المجموعه",
    ),
    (Meaning::Labels, "label|labels|group membership|libelles"),
    (
        Meaning::Note,
        "note|notes|remark|remarks|comment|comments|remarque|remarques|commentaire|\
         commentaires|notiz|notizen|bemerkung|bemerkungen|kommentar|anmerkung|anmerkungen|nota|\
         notas|comentario|comentarios|observacion|observaciones|ملاحظه|ملاحظات|الملاحظات",
    ),
    (
        Meaning::Organization,
        "organization|organisation|organization name|organization 1 name|company|company name|\
         employer|entreprise|societe|firma|unternehmen|empresa|organizacion|compania|شركه|\
         الشركه|المؤسسه",
    ),
    (
        Meaning::Field(ContactField::Birthday),
        "birthday|birth date|birthdate|date of birth|dob|anniversaire|date de naissance|\
         geburtstag|geburtsdatum|cumpleanos|fecha de nacimiento|تاريخ الميلاد",
    ),
    (Meaning::Group, "group|list"),
    (Meaning::Zone, "zone|time zone|timezone"),
    (Meaning::CustomFields, "custom fields"),
    (Meaning::Field(ContactField::Prefix), "prefix|name prefix|salutation|anrede|civilite"),
    (Meaning::Field(ContactField::Suffix), "suffix|name suffix"),
    (
        Meaning::Field(ContactField::EmailSecondary),
        "email secondary|secondary email|email 2|second email",
    ),
    (Meaning::Field(ContactField::Fax), "fax|fax number|telefax"),
    (
        Meaning::Field(ContactField::Website),
        "website|web site|web page|homepage|url|site web|webseite|sitio web",
    ),
    (
        Meaning::Field(ContactField::JobTitle),
        "job title|organization title|position|poste|berufsbezeichnung|cargo|puesto",
    ),
    (
        Meaning::Field(ContactField::Department),
        "department|organization department|service|abteilung|departamento",
    ),
    (Meaning::Field(ContactField::Industry), "industry|branche|secteur|sector"),
    (
        Meaning::Field(ContactField::Address),
        "address|street|street address|address line 1|adresse|anschrift|strasse|rue|direccion",
    ),
    (Meaning::Field(ContactField::AddressLine2), "address line 2|address 2|adresszusatz"),
    (Meaning::Field(ContactField::City), "city|town|ville|stadt|ort|ciudad"),
    (Meaning::Field(ContactField::State), "state|province|region|bundesland|kanton|provincia"),
    (
        Meaning::Field(ContactField::PostalCode),
        "postal code|zip|zip code|postcode|code postal|plz|postleitzahl|codigo postal",
    ),
    (Meaning::Field(ContactField::Country), "country|pays|land|pais"),
    (Meaning::Field(ContactField::Gender), "gender|sex|genre|geschlecht|genero"),
    (Meaning::Field(ContactField::MaritalStatus), "marital status|familienstand|estado civil"),
    (Meaning::Field(ContactField::Linkedin), "linkedin"),
    (Meaning::Field(ContactField::Twitter), "twitter"),
    (Meaning::Field(ContactField::Facebook), "facebook"),
    (Meaning::Field(ContactField::Instagram), "instagram"),
    (Meaning::Field(ContactField::Skype), "skype"),
    (Meaning::Field(ContactField::Telegram), "telegram"),
    (Meaning::Field(ContactField::LeadSource), "lead source"),
    (Meaning::Field(ContactField::LeadStatus), "lead status"),
    (Meaning::Field(ContactField::Priority), "priority|priorite|prioritat|prioridad"),
];

/// Words of a heading that make its column one of phones.
pub(super) const PHONE: &str = "phone|phones|telephone|tel|whatsapp|sms|telefon|telefonnummer|rufnummer|telefono|\
     telefonos|هاتف|الهاتف|تليفون|تلفون";

/// Words that say that a phone is carried about.
pub(super) const MOBILE: &str = "mobile|cell|cellphone|cellular|iphone|gsm|portable|handy|handynummer|mobil|mobiltelefon|\
     mobilnummer|movil|celular|جوال|الجوال|موبايل|الموبايل|محمول|المحمول";

/// Words for the first of several phones.
pub(super) const PRIMARY: &str = "primary|main|principal|hauptnummer";

/// Words for a phone at home.
pub(super) const HOME: &str = "home|domicile|maison|privat|casa|particular|المنزل";

/// Words for a phone at work.
pub(super) const BUSINESS: &str = "business|work|office|company|bureau|travail|professionnel|geschaftlich|arbeit|buro|\
     trabajo|oficina|العمل";

/// Words for any other phone.
pub(super) const OTHER: &str = "other|autre|andere|weitere|otro|car|اخر";

/// Words of a heading that make its column one of e-mail addresses.
pub(super) const EMAIL: &str = "email|emails|mail|mails|courriel|correo|البريد|بريد|ايميل";

/// Words that turn a heading about phones or mail into one about something else.
pub(super) const NOT_AN_ADDRESS: &str = "fax|pager|isdn|telex|tty|radio|callback|assistant|label|type|display|ext|extension|opt|\
     consent|status|verified|country|code";

/// Whether the word or phrase is one of these.
pub(super) fn is_among(word: &str, known: &str) -> bool {
    known.split('|').any(|one| one == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_has_one_meaning() {
        let phrases = PHRASES.iter().flat_map(|(_, phrases)| phrases.split('|'));
        let mut seen = std::collections::BTreeSet::new();
        for phrase in phrases {
            assert!(seen.insert(phrase), "{phrase}");
        }
    }
}
