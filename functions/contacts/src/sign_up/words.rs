//! Every word of a list's page, in every language, in one table.

runtime::page_words! {
    Name "Your name" "Dein Name" "اسمك";
    Phone "Your phone number" "Deine Telefonnummer" "رقم هاتفك";
    LeaveEmpty "Leave this empty" "Bitte leer lassen" "اترك هذا فارغًا";
    Join "Join" "Eintragen" "انضمام";
    NameFault "Please write your name: 1 to 200 characters on one line." "Bitte schreib deinen Namen: 1 bis 200 Zeichen in einer Zeile." "يُرجى كتابة اسمك: من 1 إلى 200 حرف في سطر واحد.";
    PhoneFault "This is not a phone number that can receive texts. Please check it." "An diese Nummer kann man keine Nachrichten schicken. Bitte prüf sie." "لا يمكن لهذا الرقم استقبال الرسائل. يُرجى التحقق منه.";
    ConsentFault "Please tick the box: without it nobody may text you." "Bitte setz den Haken: Ohne ihn darf dir niemand schreiben." "يُرجى وضع علامة في المربع: بدونها لا يجوز لأحد مراسلتك.";
    WrongTitle "Please check: {title}" "Bitte prüfen: {title}" "يُرجى التحقق: {title}";
    ThanksTitle "Thank you" "Danke" "شكرًا لك";
    ThanksText "We have what you wrote. To end it at any time, text STOP." "Deine Angaben sind da. Du kannst es jederzeit mit einer Nachricht STOP beenden." "وصلتنا بياناتك. لإنهاء ذلك في أي وقت أرسل STOP.";
    UnknownTitle "This link leads nowhere" "Dieser Link führt nirgendwohin" "هذا الرابط لا يؤدي إلى شيء";
    UnknownText "It may have been replaced. Please ask whoever gave it to you for a new one." "Vielleicht wurde er ersetzt. Bitte frag, von wem du ihn hast, nach einem neuen." "ربما استُبدل. يُرجى أن تطلب رابطًا جديدًا ممن أعطاك إياه.";
    WaitTitle "Please wait a little" "Bitte warte ein wenig" "يُرجى الانتظار قليلًا";
    WaitText "Too many forms came from here. Try again later." "Von hier kamen zu viele Formulare. Versuch es später noch einmal." "وصلت نماذج كثيرة من هنا. حاول لاحقًا.";
    FailureTitle "That did not work" "Das hat nicht geklappt" "لم ينجح ذلك";
    UnreadableField "Something is wrong with the field “{field}”. Please open the link again." "Mit dem Feld „{field}“ stimmt etwas nicht. Bitte öffne den Link noch einmal." "هناك خطأ في الحقل «{field}». يُرجى فتح الرابط مرة أخرى.";
    UnreadableText "Please open the link again." "Bitte öffne den Link noch einmal." "يُرجى فتح الرابط مرة أخرى.";
    FailureText "Please try again in a minute." "Bitte versuch es in einer Minute noch einmal." "يُرجى المحاولة مرة أخرى بعد دقيقة.";
    Back "Back to the form" "Zurück zum Formular" "العودة إلى النموذج";
}

#[cfg(test)]
mod tests {
    use super::*;
    use runtime::page::{Language, is_translated};

    #[test]
    fn every_word_is_said_in_every_language() {
        for word in Word::ALL {
            let english = word.text(Language::English);
            for language in Language::ALL {
                let text = word.text(language);
                assert!(is_translated(english, text, language), "{word:?} {language:?}");
                assert!(language == Language::English || text != english, "{word:?} {language:?}");
            }
        }
    }
}
