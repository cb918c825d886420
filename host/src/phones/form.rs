//! The answer form in a guest's page, as a browser would see and send it.
use reqwest::Url;

/// A form that takes an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AnswerForm {
    action: Option<String>,
    hidden: Vec<(String, String)>,
    answers: Vec<String>,
    party_max: Option<u32>,
}

/// What is sent: where to, the fields, and the party among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) url: String,
    pub(super) fields: Vec<(String, String)>,
    pub(super) party: Option<u32>,
}

/// Fills in the answer on the `page` behind `link`: a yes for `party`, or for as many as the page
/// lets the guest choose, or a no. `None` where the page asks for no answer.
pub(super) fn fill_in(page: &str, link: &str, yes: bool, party: u32) -> Option<Sent> {
    let answer = if yes { "yes" } else { "no" };
    let forms = forms(page);
    let offers = |form: &&AnswerForm| form.answers.iter().any(|offered| offered == answer);
    let form = forms.iter().find(offers)?;
    let url = match &form.action {
        Some(action) => Url::parse(link).ok()?.join(action).ok()?.to_string(),
        None => link.to_owned(),
    };
    let mut fields = form.hidden.clone();
    fields.push(("answer".to_owned(), answer.to_owned()));
    let party = form.party_max.map(|most| if yes { party.clamp(1, most.max(1)) } else { 1 });
    if let Some(party) = party {
        fields.push(("party".to_owned(), party.to_string()));
    }
    Some(Sent { url, fields, party: party.filter(|_| yes) })
}

/// The forms of a page that are posted and have an `answer`.
fn forms(page: &str) -> Vec<AnswerForm> {
    let mut found = Vec::new();
    let mut open: Option<AnswerForm> = None;
    let mut in_party = false;
    for tag in tags(page) {
        match (tag.name.as_str(), &mut open) {
            ("form", _) => open = tag.is("method", "post").then(|| AnswerForm::at(&tag)),
            ("/form", _) => found.extend(open.take().filter(|form| !form.answers.is_empty())),
            ("/select", _) => in_party = false,
            ("select", Some(form)) if tag.is("name", "party") => {
                in_party = true;
                form.party_max = form.party_max.or(Some(1));
            }
            ("option", Some(form)) if in_party => form.offer_party(tag.get("value")),
            ("input" | "button", Some(form)) => form.control(&tag),
            (_, _) => (),
        }
    }
    found
}

impl AnswerForm {
    fn at(tag: &Tag) -> Self {
        let action = tag.get("action").filter(|action| !action.is_empty());
        Self { action: action.map(str::to_owned), ..Self::default() }
    }

    fn control(&mut self, tag: &Tag) {
        let (Some(name), value) = (tag.get("name"), tag.get("value").unwrap_or_default()) else {
            return;
        };
        match name {
            "answer" => self.answers.push(value.to_owned()),
            "party" => {
                let choice = tag.is("type", "radio") || tag.is("type", "hidden");
                self.offer_party(if choice { Some(value) } else { tag.get("max").or(Some("20")) });
            }
            _ if tag.is("type", "hidden") => self.hidden.push((name.to_owned(), value.to_owned())),
            _ => (),
        }
    }

    fn offer_party(&mut self, value: Option<&str>) {
        if let Some(offered) = value.and_then(|value| value.parse().ok()) {
            self.party_max = Some(self.party_max.map_or(offered, |most| most.max(offered)));
        }
    }
}

/// An opening or closing tag.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str())
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.get(name).is_some_and(|given| given.eq_ignore_ascii_case(value))
    }
}

fn tags(page: &str) -> impl Iterator<Item = Tag> {
    page.split('<').skip(1).filter_map(tag)
}

/// Reads `name a="1" b='2' c=3 d>` up to the `>` outside quotes.
fn tag(piece: &str) -> Option<Tag> {
    let mut rest = piece;
    let end = rest.find(|c: char| c.is_whitespace() || c == '>')?;
    let (name, after) = rest.split_at_checked(end)?;
    rest = after;
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            break;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        let (key, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(after) => value(after.trim_start())?,
            None => ("", after),
        };
        attributes.push((key.to_ascii_lowercase(), unescape(value)));
        rest = after;
    }
    Some(Tag { name: name.trim_end_matches('/').to_ascii_lowercase(), attributes })
}

fn value(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote);
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    text.split_at_checked(end)
}

fn unescape(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<");
    text.replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://example.com/r/token";

    #[test]
    fn a_yes_takes_the_largest_party_that_the_page_offers() {
        let page = r#"<form method="post" action="/r/token/answer">
            <input type=hidden name=seen value="a&amp;b">
            <select name="party"><option value="1">1<option value="2" selected>2</select>
            <button name="answer" value="yes">Yes</button></form>"#;
        let sent = fill_in(page, LINK, true, 5).unwrap();
        assert_eq!(sent.url, "https://example.com/r/token/answer");
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            sent.fields,
            [field("seen", "a&b"), field("answer", "yes"), field("party", "2")]
        );
        assert_eq!(sent.party, Some(2));
    }

    #[test]
    fn a_form_without_an_action_is_sent_to_the_page_itself() {
        let page =
            "<form method=POST><button type='submit' name='answer' value='no'>No</button></form>";
        let sent = fill_in(page, LINK, false, 3).unwrap();
        assert_eq!(sent.url, LINK);
        assert_eq!(sent.fields, [("answer".to_owned(), "no".to_owned())]);
        assert_eq!(sent.party, None);
    }

    #[test]
    fn each_answer_is_found_in_its_own_form() {
        let page = r#"<form method="get"><input name="answer" value="yes"></form>
            <form method="post"><input type="hidden" name="answer" value="yes">
            <input type="number" name="party" min="1" max="4"></form>
            <form method="post" action="?a=no"><input type="radio" name="answer" value="no"></form>"#;
        assert_eq!(fill_in(page, LINK, true, 3).unwrap().party, Some(3));
        let no = fill_in(page, LINK, false, 3).unwrap();
        assert_eq!((no.url.as_str(), no.fields.len()), ("https://example.com/r/token?a=no", 1));
    }

    #[test]
    fn a_page_that_asks_nothing_is_not_answered() {
        assert_eq!(fill_in("<h1>This event is cancelled</h1>", LINK, true, 1), None);
        assert_eq!(fill_in("< <form <form method=post", LINK, true, 1), None);
    }
}
