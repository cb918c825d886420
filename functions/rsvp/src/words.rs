//! Every word of guests' pages, in every language, in one table.
use runtime::page::{self, Language};

runtime::page_words! {
    Invites "An invitation from {host}" "Eine Einladung von {host}" "دعوة من {host}";
    Where "Where" "Wo" "أين";
    About "Good to know" "Gut zu wissen" "معلومات مفيدة";
    ForYou "For you, that is {when}" "Deine Ortszeit: {when}" "بتوقيتك: {when}";
    LocalTime "{zone} time" "Ortszeit {zone}" "بتوقيت {zone}";
    MovedFrom "This was moved. It used to be {when}." "Das wurde verlegt. Vorher war es {when}." "تغيّر الموعد. كان سابقًا {when}.";

    AskedTitle "{name}, will you come?" "{name}, kommst du?" "{name}، هل ستحضر؟";
    AskedText "Please answer by {deadline}." "Bitte antworte bis {deadline}." "يُرجى الرد قبل {deadline}.";
    AskedOpen "Please let us know." "Bitte sag uns Bescheid." "يُرجى إعلامنا.";
    OfferTitle "{name}, there's a place for you now" "{name}, jetzt ist ein Platz für dich frei" "{name}، توفّر لك مكان الآن";
    QueuedTitle "{name}, you're on the list" "{name}, du stehst auf der Liste" "{name}، أنت على القائمة";
    QueuedText "Your invitation isn't out yet. You can answer now; it counts if there is room." "Deine Einladung ist noch nicht verschickt. Du kannst schon antworten; es gilt, wenn Platz ist." "لم تُرسل دعوتك بعد. يمكنك الرد الآن، ويُعتدّ به إن توفّر مكان.";
    OnItsWayText "Your invitation is on its way and can be answered in a moment." "Deine Einladung ist unterwegs und kann gleich beantwortet werden." "دعوتك في الطريق، ويمكنك الرد عليها بعد لحظات.";
    ComingTitle "You're in, {name}" "Du bist dabei, {name}" "أنت معنا، {name}";
    ComingText "We look forward to seeing you." "Wir freuen uns auf dich." "نتطلع إلى رؤيتك.";
    ComingParty "One seat is yours. We look forward to seeing you.|{n} seats are yours. We look forward to seeing you." "Ein Platz ist für dich reserviert. Wir freuen uns auf dich.|{n} Plätze sind für euch reserviert. Wir freuen uns auf euch." "حُجز لك مقعد واحد. نتطلع إلى رؤيتك.|حُجز لكما مقعدان. نتطلع إلى رؤيتكما.|حُجزت لكم {n} مقاعد. نتطلع إلى رؤيتكم.|حُجز لكم {n} مقعدًا. نتطلع إلى رؤيتكم.|حُجز لكم {n} مقعد. نتطلع إلى رؤيتكم.";
    DeclinedTitle "You said no" "Du hast abgesagt" "لقد اعتذرت";
    DeclinedText "Thanks for telling us, {name}." "Danke für die Nachricht, {name}." "شكرًا لإعلامنا، {name}.";
    WithdrawnTitle "You're not coming any more" "Du kommst nicht mehr" "لم تعد قادمًا";
    WithdrawnText "Thanks for telling us, {name}. Your place goes to somebody else in line." "Danke für die Nachricht, {name}. Dein Platz geht an die Nächsten." "شكرًا لإعلامنا، {name}. سيُمنح مكانك لمن يليك.";
    WaitingTitle "You're on the waitlist" "Du stehst auf der Warteliste" "أنت على قائمة الانتظار";
    WaitingText "It's full right now. We text you as soon as a place opens up, {name}." "Im Moment ist alles voll. Wir schreiben dir, sobald ein Platz frei wird, {name}." "المكان ممتلئ الآن. سنراسلك فور توفّر مكان، {name}.";
    WaitingParty "You're waiting for one seat.|You're waiting for {n} seats." "Du wartest auf einen Platz.|Ihr wartet auf {n} Plätze." "تنتظر مقعدًا واحدًا.|تنتظران مقعدين.|تنتظرون {n} مقاعد.|تنتظرون {n} مقعدًا.|تنتظرون {n} مقعد.";
    LateTitle "Your invitation has expired" "Deine Einladung ist abgelaufen" "انتهت صلاحية دعوتك";
    RevokedTitle "Your invitation was taken back" "Deine Einladung wurde zurückgezogen" "سُحبت دعوتك";
    RevokedText "There are fewer seats than planned. We're sorry, {name}." "Es gibt weniger Plätze als geplant. Es tut uns leid, {name}." "المقاعد أقل مما كان مخططًا. نعتذر منك، {name}.";
    LateAllowed "You can still say yes if there is room." "Du kannst noch zusagen, wenn Platz ist." "لا يزال بإمكانك القبول إن توفّر مكان.";
    LateWaitlist "You can still join the waitlist." "Du kannst noch auf die Warteliste." "لا يزال بإمكانك الانضمام إلى قائمة الانتظار.";
    LateRefused "Please ask {host} if you would still like to come." "Bitte frag {host}, wenn du noch kommen möchtest." "يُرجى سؤال {host} إن كنت لا تزال ترغب في الحضور.";
    FailedTitle "Our text didn't reach you" "Unsere Nachricht kam nicht an" "لم تصلك رسالتنا";
    FailedText "You can answer here all the same, {name}." "Du kannst trotzdem hier antworten, {name}." "يمكنك الرد هنا رغم ذلك، {name}.";
    RemovedTitle "You're no longer on the list" "Du stehst nicht mehr auf der Liste" "لم تعد على القائمة";
    RemovedText "Questions? Please ask {host}." "Fragen? Bitte wende dich an {host}." "لديك أسئلة؟ يُرجى سؤال {host}.";
    CancelledTitle "This event is cancelled" "Diese Veranstaltung ist abgesagt" "أُلغيت هذه المناسبة";
    CancelledText "It does not take place. Sorry." "Sie findet nicht statt. Es tut uns leid." "لن تُقام. نعتذر عن ذلك.";
    ClosedTitle "Answers are closed" "Antworten sind nicht mehr möglich" "انتهى استقبال الردود";
    ClosedText "Answers are closed." "Antworten sind nicht mehr möglich." "انتهى استقبال الردود.";
    BegunTitle "It has begun already" "Es hat schon begonnen" "لقد بدأت المناسبة";
    BegunText "It has begun already. See you there." "Es hat schon begonnen. Bis gleich." "لقد بدأت المناسبة. نراك هناك.";
    OverTitle "This event is over" "Diese Veranstaltung ist vorbei" "انتهت هذه المناسبة";

    Party "How many of you, yourself included?" "Zu wievielt, dich eingeschlossen?" "كم عددكم، بمن فيهم أنت؟";
    Yes "Yes, I'm coming" "Ja, ich komme" "نعم، سأحضر";
    YesWaitlist "Join the waitlist" "Auf die Warteliste" "الانضمام إلى قائمة الانتظار";
    No "No, I can't" "Nein, leider nicht" "لا أستطيع";
    ChangeOfMind "Changed your mind?" "Doch anders überlegt?" "هل غيّرت رأيك؟";
    YesAfterAll "I'm coming after all" "Ich komme doch" "سأحضر في النهاية";
    NoAfterAll "I can't come after all" "Ich kann doch nicht" "لا أستطيع الحضور";
    LeaveWaitlist "Leave the waitlist" "Von der Warteliste" "مغادرة قائمة الانتظار";
    SaveParty "Save the number" "Anzahl speichern" "حفظ العدد";
    Calendar "Add to calendar" "In den Kalender" "أضف إلى التقويم";
    Seats "{taken} of one seat taken|{taken} of {n} seats taken" "{taken} von einem Platz vergeben|{taken} von {n} Plätzen vergeben" "المقاعد المحجوزة: {taken} من {n}|المقاعد المحجوزة: {taken} من {n}|المقاعد المحجوزة: {taken} من {n}|المقاعد المحجوزة: {taken} من {n}|المقاعد المحجوزة: {taken} من {n}";
    WhoComes "Who's coming" "Wer kommt" "من سيحضر";
    AndMore "and one more|and {n} more" "und ein weiterer Gast|und {n} weitere Gäste" "وضيف آخر|وضيفان آخران|و{n} ضيوف آخرين|و{n} ضيفًا آخر|و{n} ضيف آخر";
    News "News from {host}" "Neues von {host}" "جديد من {host}";
    NewsBy "{sender}, {when}" "{sender}, {when}" "{sender}، {when}";

    DetailsTitle "Your name, a note to {host}" "Dein Name, eine Nachricht an {host}" "اسمك ورسالة إلى {host}";
    NameLabel "Your name" "Dein Name" "اسمك";
    NoteLabel "A note (it replaces an earlier one)" "Eine Nachricht (ersetzt eine frühere)" "رسالة (تحل محل السابقة)";
    Save "Save" "Speichern" "حفظ";
    Saved "Saved. Thank you." "Gespeichert. Danke." "تم الحفظ. شكرًا لك.";

    FullNotice "Sorry, it's full by now." "Leider ist inzwischen alles voll." "عذرًا، اكتمل العدد.";
    PartyTooLargeNotice "Sorry, there is room for one only. Please choose a smaller number.|Sorry, there is room for {n} at most. Please choose a smaller number." "Leider ist nur noch Platz für eine Person. Bitte wähle eine kleinere Zahl.|Leider ist höchstens Platz für {n}. Bitte wähle eine kleinere Zahl." "عذرًا، المكان يتسع لشخص واحد فقط. يُرجى اختيار عدد أصغر.|عذرًا، المكان يتسع لشخصين على الأكثر. يُرجى اختيار عدد أصغر.|عذرًا، المكان يتسع لـ {n} أشخاص على الأكثر. يُرجى اختيار عدد أصغر.|عذرًا، المكان يتسع لـ {n} شخصًا على الأكثر. يُرجى اختيار عدد أصغر.|عذرًا، المكان يتسع لـ {n} شخص على الأكثر. يُرجى اختيار عدد أصغر.";
    PartyOutOfRangeNotice "This invitation is for you alone.|Please choose a number from 1 to {n}." "Diese Einladung gilt nur für dich.|Bitte wähle eine Zahl von 1 bis {n}." "هذه الدعوة لك وحدك.|يُرجى اختيار 1 أو 2.|يُرجى اختيار عدد من 1 إلى {n}.|يُرجى اختيار عدد من 1 إلى {n}.|يُرجى اختيار عدد من 1 إلى {n}.";
    TooLateNotice "Sorry, this invitation has expired." "Leider ist diese Einladung abgelaufen." "عذرًا، انتهت صلاحية هذه الدعوة.";
    ClosedNotice "Sorry, answers are no longer taken." "Leider werden keine Antworten mehr angenommen." "عذرًا، لم نعد نستقبل الردود.";
    BegunNotice "It has begun already. Please ask {host}." "Es hat schon begonnen. Bitte frag {host}." "لقد بدأت المناسبة. يُرجى سؤال {host}.";
    CancelledNotice "Sorry, this event is cancelled." "Leider ist diese Veranstaltung abgesagt." "عذرًا، أُلغيت هذه المناسبة.";
    NotNowNotice "That isn't possible right now." "Das geht im Moment nicht." "هذا غير ممكن الآن.";
    TooOftenNotice "That was a lot of changes. Please wait one second.|That was a lot of changes. Please wait {n} seconds." "Das waren viele Änderungen. Bitte warte eine Sekunde.|Das waren viele Änderungen. Bitte warte {n} Sekunden." "تغييرات كثيرة. يُرجى الانتظار ثانية واحدة.|تغييرات كثيرة. يُرجى الانتظار ثانيتين.|تغييرات كثيرة. يُرجى الانتظار {n} ثوانٍ.|تغييرات كثيرة. يُرجى الانتظار {n} ثانية.|تغييرات كثيرة. يُرجى الانتظار {n} ثانية.";
    BusyNotice "Many people are answering right now. Please try again." "Gerade antworten viele. Bitte versuch es noch einmal." "كثيرون يردّون الآن. يُرجى المحاولة مرة أخرى.";
    NameNotice "A name has 1 to 200 characters." "Ein Name hat 1 bis 200 Zeichen." "الاسم من 1 إلى 200 حرف.";
    NoteNotice "That note is too long." "Diese Nachricht ist zu lang." "هذه الرسالة طويلة جدًا.";

    UnreadableTitle "We could not read that" "Das konnten wir nicht lesen" "تعذّرت قراءة ذلك";
    UnreadableField "Something is wrong with the field “{field}”. Nothing was changed." "Mit dem Feld „{field}“ stimmt etwas nicht. Es wurde nichts geändert." "هناك خطأ في الحقل «{field}». لم يتغيّر شيء.";
    UnreadableText "Nothing was changed." "Es wurde nichts geändert." "لم يتغيّر شيء.";
    Back "Back to the invitation" "Zurück zur Einladung" "العودة إلى الدعوة";
    UnknownTitle "This link doesn't work" "Dieser Link funktioniert nicht" "هذا الرابط لا يعمل";
    UnknownText "Please open the link in your invitation again; perhaps a part of it got lost." "Bitte öffne den Link in deiner Einladung noch einmal; vielleicht fehlt ein Teil." "يُرجى فتح الرابط في دعوتك مرة أخرى؛ ربما فُقد جزء منه.";
    ReplacedTitle "This invitation was replaced" "Diese Einladung wurde ersetzt" "استُبدلت هذه الدعوة";
    ReplacedText "Please use the link in the latest text that you got." "Bitte nutze den Link in der neuesten Nachricht." "يُرجى استخدام الرابط في أحدث رسالة وصلتك.";
    GoneTitle "This invitation is no longer here" "Diese Einladung gibt es nicht mehr" "لم تعد هذه الدعوة موجودة";
    GoneText "The event and its guest list were deleted." "Die Veranstaltung und ihre Gästeliste wurden gelöscht." "حُذفت المناسبة وقائمة ضيوفها.";
    NoCalendarTitle "There is no calendar file" "Es gibt keine Kalenderdatei" "لا يوجد ملف تقويم";
    NoCalendarText "It is there for guests who are invited or coming." "Es gibt sie für Gäste, die eingeladen sind oder kommen." "هو متاح للضيوف المدعوين أو القادمين.";
    FailureTitle "Please try again" "Bitte versuch es noch einmal" "يُرجى المحاولة مرة أخرى";
    FailureText "Something went wrong on our side. Nothing is lost: what you sent was taken or it wasn't, and the page will say so." "Bei uns ist etwas schiefgegangen. Nichts ist verloren: Deine Antwort kam an oder nicht, und die Seite sagt es dir." "حدث خطأ لدينا. لم يضع شيء: إما أن ردّك وصل أو لم يصل، وستخبرك الصفحة بذلك.";
    Footer "This page is for you alone: whoever has its link can answer for you." "Diese Seite ist nur für dich: Wer den Link hat, kann für dich antworten." "هذه الصفحة لك وحدك: من يملك الرابط يستطيع الرد نيابةً عنك.";
}

/// A word with its gaps filled in.
pub(crate) fn fill(word: Word, language: Language, values: &[(&str, &str)]) -> String {
    page::fill(word.text(language), language, values)
}

/// A counted word in the form that goes with the number, and the other gaps filled in.
pub(crate) fn count(
    word: Word,
    language: Language,
    number: u64,
    values: &[(&str, &str)],
) -> String {
    page::count(word.text(language), language, number, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_said_in_every_language() {
        for word in Word::ALL {
            let english = word.text(Language::English);
            for language in Language::ALL {
                let text = word.text(language);
                assert!(page::is_translated(english, text, language), "{word:?} {language:?}");
                let differs = language == Language::English || text != english;
                assert!(differs || *word == Word::NewsBy, "{word:?} {language:?}");
            }
        }
    }
}
