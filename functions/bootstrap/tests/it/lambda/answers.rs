//! What a function answered, without what is another each time: ids, instants, tokens.
use serde_json::{Map, Value, json};
use testkit::lambda::{Outcome, Sent};

/// Longest body that is shown whole, in characters; of a longer one only its outline.
const SHOWN_CHARACTERS_MAX: usize = 20_000;
/// Fewest characters of a token. The shortest is a guest's.
const TOKEN_CHARACTERS_MIN: usize = 30;
/// Fewest digits, at its beginning, of what counts instants or records.
const NUMBER_DIGITS_MIN: usize = 13;
/// Characters of a place in a queue.
const POSITION_CHARACTERS: usize = 15;
/// The year of the world's event, which stays as it is.
const FAR_YEAR: &str = "2099";

/// The account of one invocation, as its file has it.
pub(super) fn account(outcome: &Outcome, sent: &[Sent]) -> Value {
    let mut account = match outcome {
        Outcome::Answered(answer) if answer["statusCode"].is_number() => response(answer),
        Outcome::Answered(answer) => json!({ "answer": plain(answer) }),
        Outcome::Failed(error) => json!({ "error": plain(error) }),
    };
    if !sent.is_empty() {
        account["sent"] = sent.iter().map(handed_on).collect();
    }
    account
}

fn response(answer: &Value) -> Value {
    let headers = answer["headers"].as_object().cloned().unwrap_or_default();
    let kind = headers.get("content-type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let shown = headers.iter().filter(|(name, _)| !is_of_every_answer(name));
    let mut response = json!({
        "status": answer["statusCode"],
        "headers": plain(&Value::Object(shown.map(|(n, v)| (n.clone(), v.clone())).collect())),
    });
    let cookies = answer["cookies"].as_array().filter(|cookies| !cookies.is_empty());
    if let Some(cookies) = cookies {
        response["cookies"] = cookies.iter().map(plain).collect();
    }
    let body = answer["body"].as_str().unwrap_or_default();
    if !body.is_empty() {
        response["body"] = shown_body(&kind, body);
    }
    response
}

/// The envelope's own tests look at these.
fn is_of_every_answer(header: &str) -> bool {
    let names = [
        "content-security-policy",
        "x-content-type-options",
        "x-frame-options",
        "referrer-policy",
        "strict-transport-security",
        "x-request-id",
        "permissions-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "content-length",
        "vary",
    ];
    names.contains(&header)
}

fn shown_body(kind: &str, body: &str) -> Value {
    if kind.starts_with("text/html") {
        return page(body);
    }
    match serde_json::from_str::<Value>(body) {
        Ok(Value::Object(fields)) if body.len() > SHOWN_CHARACTERS_MAX => {
            fields.keys().map(|name| Value::from(name.as_str())).collect()
        }
        Ok(json) => plain(&json),
        // A long line of a calendar goes on after a blank.
        Err(_) => body.replace("\r\n ", "").lines().map(|line| Value::from(words(line))).collect(),
    }
}

/// A page by its headings, labels and buttons; its words have their own tests, and tell the time.
fn page(html: &str) -> Value {
    let texts = |tag: &str| {
        let open = format!("<{tag}");
        let parts = html.split(&open).skip(1);
        let inner = parts.filter_map(|part| part.split_once('>')?.1.split_once("</"));
        let texts = inner.map(|(text, _)| text.trim()).filter(|text| !text.is_empty());
        texts.map(|text| Value::from(words(text))).collect::<Vec<_>>()
    };
    json!({ "title": texts("title"), "headings": texts("h1"), "buttons": texts("button") })
}

/// Something that was handed to a queue, a timer or a provider.
fn handed_on(sent: &Sent) -> Value {
    let what = words(&sent.what);
    // A text's words tell the time.
    if let (Some(form), true) = (sent.body.as_str(), sent.what.contains("/2010-04-01/")) {
        let names = form.split('&').filter_map(|pair| pair.split('=').next());
        return json!({ "what": what, "fields": names.collect::<Vec<_>>() });
    }
    json!({ "what": what, "body": plain(&sent.body) })
}

/// The same with every text [`words`] only.
fn plain(value: &Value) -> Value {
    match value {
        Value::String(text) => match serde_json::from_str(text) {
            // A queue's message is JSON in a text.
            Ok(inner @ Value::Object(_)) => plain(&inner),
            Ok(_) | Err(_) => words(text).into(),
        },
        Value::Array(all) => all.iter().map(plain).collect(),
        Value::Object(fields) => {
            let mut plainer = Map::new();
            for (name, value) in fields {
                plainer.insert(words(name), plain(value));
            }
            plainer.into()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// The text with each id, instant and token replaced by what it is.
fn words(text: &str) -> String {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || "_-.:+".contains(c);
    let mut replaced = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_inside(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        replaced.push_str(&word_or_its_kind(word));
        let next = after.find(is_inside).unwrap_or(after.len());
        let (between, after) = after.split_at(next);
        replaced.push_str(between);
        rest = after;
    }
    replaced
}

fn word_or_its_kind(word: &str) -> String {
    if let Some((kind, id)) = word.split_once('_')
        && is_id(kind, id)
    {
        return format!("[{kind}]");
    }
    if let Some((name, value)) = word.split_once(':')
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_uppercase())
    {
        // A line of a calendar.
        return format!("{name}:{}", word_or_its_kind(value));
    }
    if word.starts_with(FAR_YEAR) || word.starts_with("arn:") {
        return word.to_owned();
    }
    if word.starts_with("127.0.0.1:") {
        return "[here]".to_owned();
    }
    if is_instant(word) {
        return "[time]".to_owned();
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let mixed = digits > 0 && word.bytes().any(|byte| byte.is_ascii_uppercase());
    if digits > 0 && word.len() >= TOKEN_CHARACTERS_MIN {
        return "[token]".to_owned();
    }
    if mixed && word.len() == POSITION_CHARACTERS && word.chars().all(char::is_alphanumeric) {
        return "[position]".to_owned();
    }
    let leading = word.bytes().take_while(u8::is_ascii_digit).count();
    if leading >= NUMBER_DIGITS_MIN { "[number]".to_owned() } else { word.to_owned() }
}

/// A prefix of a few letters, and nothing but base32 behind it, a message's parts apart.
fn is_id(kind: &str, id: &str) -> bool {
    let base32 = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase();
    let letters = (2..=4).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_lowercase());
    let part = id.split(['-', '.', '_', ':']).next().unwrap_or_default();
    letters && part.len() >= 8 && part.chars().all(base32)
}

/// `2026-06-01`, `2026-06-01T12:00:00Z`, `20260601T120000Z`, `Mon, 01 Jun ..` apart.
fn is_instant(word: &str) -> bool {
    let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape.starts_with("0000-00-00") || shape.starts_with("00000000T000000")
}

#[test]
fn ids_instants_and_tokens_are_told_by_their_kind() {
    assert_eq!(words("usr_0123456789abcdef@example.com"), "[usr]@example.com");
    assert_eq!(words("at(2026-06-01T12:00:00)"), "at([time])");
    assert_eq!(words("2099-06-20T19:00"), "2099-06-20T19:00");
    assert_eq!(words("/r/0123456789abcdefghijkmnpqrstvwx?a"), "/r/[token]?a");
    assert_eq!(words("no_store, max-age=0; +12125550100"), "no_store, max-age=0; +12125550100");
    assert_eq!(words("Zoë & co."), "Zoë & co.");
}
