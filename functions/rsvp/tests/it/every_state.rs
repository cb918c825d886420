//! What holds of a page in every state, in every language.
use crate::states::every_state;
use testkit::stage::Reply;

/// The languages that pages speak, and how their lines run.
pub(crate) const LANGUAGES: [(&str, &str); 3] = [("en", "ltr"), ("de", "ltr"), ("ar", "rtl")];

fn offered(page: &Reply) -> String {
    let offers = |answer: &&str| page.says(&format!(r#"name="answer" value="{answer}""#));
    ["yes", "no"].into_iter().filter(offers).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_state_has_its_words_in_every_language() {
    for state in every_state().await {
        for ((language, direction), words) in LANGUAGES.into_iter().zip(state.words) {
            let page = state.reply(language).await;
            let about = format!("{} {language}: {}", state.name, page.body);
            assert_eq!(page.status.as_u16(), state.status, "{about}");
            assert!(page.says(words), "{words} in {about}");
            assert!(
                page.says(&format!(r#"<html lang="{language}" dir="{direction}">"#)),
                "{about}"
            );
            assert_eq!(page.header("content-language"), language, "{about}");
            assert_eq!(offered(&page), state.answers, "{about}");
        }
    }
}

#[tokio::test]
async fn every_state_is_in_order_for_who_does_not_see_it() {
    for state in every_state().await {
        let page = state.reply("en").await;
        let about = format!("{}: {}", state.name, page.body);
        let count = |words: &str| page.body.matches(words).count();
        assert_eq!((count("<main>"), count("<h1")), (1, 1), "{about}");
        assert!(
            count("<h3") == 0 && page.body.find("<h1") < page.body.find("<h2").or(Some(usize::MAX))
        );
        // What is to be read out first is one thing.
        assert!(count(" autofocus") <= 1, "{about}");
        let title =
            page.body.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        let of_nobody =
            ["replaced", "gone", "unknown", "no-calendar", "unreadable"].contains(&state.name);
        assert_eq!(title.unwrap().ends_with(" · Midsummer garden party"), !of_nobody, "{about}");
        // Every field has a name: a label around it, or it is hidden.
        for field in ["<input", "<select", "<textarea"] {
            for (at, _) in page.body.match_indices(field) {
                let (before, after) = page.body.split_at(at);
                let hidden = after.starts_with(r#"<input type="hidden""#);
                let labelled = before.rfind("<label") > before.rfind("</label>");
                assert!(hidden || labelled, "{about}");
            }
        }
        for id in ["standing", "notice", "here", "seats"] {
            let made = count(&format!(r#" id="{id}""#));
            let meant = ["labelledby", "describedby"]
                .iter()
                .any(|kind| page.says(&format!(r#" aria-{kind}="{id}""#)));
            assert!(made <= 1 && (made == 1 || !meant), "{id} {about}");
        }
    }
}
