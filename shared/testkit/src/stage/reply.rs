//! What came back.
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// A reply, read to its end. All that is served is text.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Reply {
    /// The header of that name, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The JSON body, which is expected to come with this status.
    #[track_caller]
    pub fn with(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.json()
    }

    /// The problem's name.
    pub fn problem(&self) -> String {
        let body = self.json();
        let kind = body.get("type").and_then(Value::as_str).unwrap_or_default();
        kind.trim_start_matches("/problems/").to_owned()
    }

    /// The problem's name, which is expected to come with this status.
    #[track_caller]
    pub fn refused(self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.problem()
    }

    /// The fields that need a correction, sorted.
    #[track_caller]
    pub fn pointers(&self) -> Vec<String> {
        let problem = (self.status.as_u16(), self.problem());
        assert_eq!(problem, (422, "invalid-fields".to_owned()), "{}", self.body);
        let body = self.json();
        let errors = body.get("errors").and_then(Value::as_array).unwrap().iter();
        let pointer =
            |error: &Value| error.get("pointer").and_then(Value::as_str).map(str::to_owned);
        let mut pointers: Vec<String> = errors.map(|error| pointer(error).unwrap()).collect();
        pointers.sort();
        pointers
    }

    /// Whether the page says so.
    pub fn says(&self, words: &str) -> bool {
        self.body.contains(&words.replace('\'', "&#39;")) || self.body.contains(words)
    }
}
