//! The secrets of a process: those that its zone of trust needs, read in one call at its start.
//!
//! `CONVOKE_SECRETS_PATH` says where they are in Parameter Store and `CONVOKE_SECRETS` which of them
//! the function is given. What it is not given it holds as random bytes that nobody knows, so that a
//! guest's function can neither read nor use what signs an organizer's token. Without the path every
//! secret is a variable of the environment.
use super::{Access, http_client::AwsHttpClient};
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4::SigningParams,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{Method, Request, StatusCode, header};
use ports::{Clock, Ids};
use runtime::system::{SystemClock, SystemIds};
use serde::Deserialize;
use serde_json::json;
use std::{collections::BTreeMap, time::Duration};

/// Where the secrets are, with a slash at its end.
const PATH: &str = "CONVOKE_SECRETS_PATH";
/// Which of them the function is given, separated by commas.
const GIVEN: &str = "CONVOKE_SECRETS";
/// The store answers 40 calls a second, and many functions may start at once.
const ATTEMPTS_MAX: u32 = 6;
/// The first wait before another attempt, at most; each further one may be twice as long.
const WAIT_MAX: Duration = Duration::from_millis(100);

/// A secret of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Secret {
    /// Signs access tokens.
    Access,
    /// Signs cursors and what is mailed, and derives what must not be guessed.
    Cursors,
    /// Signs guests' links.
    Links,
    /// The mail server with its password. There need not be one.
    Mail,
    /// The messaging account's token.
    Twilio,
}

impl Secret {
    /// Every secret.
    pub const ALL: [Self; 5] = [Self::Access, Self::Cursors, Self::Links, Self::Mail, Self::Twilio];

    /// Its name below the path.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Cursors => "cursors",
            Self::Links => "links",
            Self::Mail => "mail",
            Self::Twilio => "twilio",
        }
    }

    /// The variable that `runtime::config` reads it from.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Access => "CONVOKE_ACCESS_KEY",
            Self::Cursors => "CONVOKE_CURSOR_KEY",
            Self::Links => "CONVOKE_LINK_KEYS",
            Self::Mail => "CONVOKE_SMTP_URL",
            Self::Twilio => "TWILIO_AUTH_TOKEN",
        }
    }

    /// Whether a function that is given it cannot start without it.
    pub const fn is_required(self) -> bool {
        match self {
            Self::Access | Self::Cursors | Self::Links | Self::Twilio => true,
            Self::Mail => false,
        }
    }

    /// What stands for it where it is not given: a value of its form that nobody knows. `None` where
    /// none is needed.
    fn stand_in(self, ids: &(dyn Ids + 'static)) -> Option<String> {
        let random = || BASE64_STANDARD.encode(ids.bytes::<32>());
        match self {
            Self::Access | Self::Cursors | Self::Twilio => Some(random()),
            Self::Links => Some(format!("0:{}", random())),
            Self::Mail => None,
        }
    }
}

/// The secrets could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The function's own environment.
    #[error("{GIVEN} names `{0}`, which is no secret")]
    Unknown(String),
    /// Some are not there. Their names, never a value.
    #[error("Parameter Store has no {}: store each as a SecureString", .0.join(", "))]
    Missing(Vec<String>),
    /// The call could not be signed or its answer not be read.
    #[error("the call to Parameter Store failed: {0}")]
    Failed(String),
}

/// What stands in the variables of the secrets, by variable; nothing where there is no path.
///
/// Errors: a name that is none, a required secret that is not there, a store that does not answer.
pub(super) async fn read(
    access: &Access<'_>,
) -> Result<BTreeMap<&'static str, String>, SecretsError> {
    let variable = |name| (access.variable)(name).filter(|value| !value.is_empty());
    let Some(path) = variable(PATH) else { return Ok(BTreeMap::new()) };
    let given = parse(&variable(GIVEN).unwrap_or_default())?;
    let mut secrets = BTreeMap::new();
    for secret in Secret::ALL.into_iter().filter(|secret| !given.contains(secret)) {
        let value = secret.stand_in(&SystemIds).unwrap_or_default();
        secrets.insert(secret.variable(), value);
    }
    if !given.is_empty() {
        let stored = fetch(access, &path, &given).await?;
        secrets.extend(choose(&path, &given, stored)?);
    }
    Ok(secrets)
}

fn parse(given: &str) -> Result<Vec<Secret>, SecretsError> {
    let names = given.split(',').map(str::trim).filter(|name| !name.is_empty());
    let find = |name: &str| {
        let secret = Secret::ALL.into_iter().find(|secret| secret.name() == name);
        secret.ok_or_else(|| SecretsError::Unknown(name.to_owned()))
    };
    names.map(find).collect()
}

/// The values of those that are given, by variable.
fn choose(
    path: &str,
    given: &[Secret],
    mut stored: BTreeMap<String, String>,
) -> Result<BTreeMap<&'static str, String>, SecretsError> {
    let (mut chosen, mut missing) = (BTreeMap::new(), Vec::new());
    for secret in given {
        let name = format!("{path}{}", secret.name());
        match stored.remove(&name) {
            Some(value) => drop(chosen.insert(secret.variable(), value)),
            None if secret.is_required() => missing.push(name),
            None => drop(chosen.insert(secret.variable(), String::new())),
        }
    }
    if missing.is_empty() { Ok(chosen) } else { Err(SecretsError::Missing(missing)) }
}

/// What `GetParameters` answers, as far as it is looked at.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    #[serde(default)]
    parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Parameter {
    name: String,
    value: String,
}

/// The parameters that are there, by name.
async fn fetch(
    access: &Access<'_>,
    path: &str,
    secrets: &[Secret],
) -> Result<BTreeMap<String, String>, SecretsError> {
    let names: Vec<String> =
        secrets.iter().map(|secret| format!("{path}{}", secret.name())).collect();
    let body = json!({ "Names": names, "WithDecryption": true }).to_string();
    let mut attempt = 0;
    let answer = loop {
        attempt += 1;
        match call(access, &access.http, &body).await {
            Ok(answer) => break answer,
            Err(Failure { again: true, .. }) if attempt < ATTEMPTS_MAX => {
                tokio::time::sleep(wait_before(attempt)).await;
            }
            Err(failure) => return Err(SecretsError::Failed(failure.words)),
        }
    };
    Ok(answer.parameters.into_iter().map(|one| (one.name, one.value)).collect())
}

/// A random part of a time that doubles, so that functions that start together ask apart.
fn wait_before(attempt: u32) -> Duration {
    let longest = WAIT_MAX.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    let ids: &(dyn Ids + 'static) = &SystemIds;
    let [share] = ids.bytes::<1>();
    longest.saturating_mul(u32::from(share)) / u32::from(u8::MAX)
}

/// Why one call failed, and whether another may not.
struct Failure {
    again: bool,
    words: String,
}

impl Failure {
    fn lasting(error: &(impl ToString + ?Sized)) -> Self {
        Self { again: false, words: error.to_string() }
    }
}

async fn call(access: &Access<'_>, http: &AwsHttpClient, body: &str) -> Result<Answer, Failure> {
    let request = signed(access, body)?;
    let answered = http.send(request).await;
    // The error's words hold the address and nothing of the answer.
    let (status, answer) =
        answered.map_err(|error| Failure { again: true, words: error.to_string() })?;
    if status.is_success() {
        return serde_json::from_slice(&answer)
            .map_err(|_| Failure::lasting("the answer cannot be read"));
    }
    let kind = kind_of(&answer);
    let again = status.is_server_error()
        || status == StatusCode::TOO_MANY_REQUESTS
        || kind.contains("Throttling");
    Err(Failure { again, words: format!("{status} {kind}") })
}

/// The error's name, which stands before its words.
fn kind_of(answer: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Refusal {
        #[serde(rename = "__type", default)]
        kind: String,
    }
    let refusal = serde_json::from_slice(answer);
    refusal.map(|Refusal { kind }| kind).unwrap_or_default()
}

fn signed(access: &Access<'_>, body: &str) -> Result<Request<Vec<u8>>, Failure> {
    let region = access.region.as_ref();
    let endpoint = access.endpoint("SSM").unwrap_or_else(|| access.address("ssm"));
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(&endpoint)
        .header(header::CONTENT_TYPE, "application/x-amz-json-1.1")
        .header("x-amz-target", "AmazonSSM.GetParameters")
        .body(body.as_bytes().to_vec())
        .map_err(|error| Failure::lasting(&error))?;
    let identity = access.credentials.clone().into();
    let parameters = SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("ssm")
        .time(SystemClock.now().into())
        .settings(SigningSettings::default())
        .build()
        .map_err(|error| Failure::lasting(&error))?;
    let headers = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let signable =
        SignableRequest::new("POST", &endpoint, headers, SignableBody::Bytes(body.as_bytes()))
            .map_err(|error| Failure::lasting(&error))?;
    let (instructions, _) =
        sign(signable, &parameters.into()).map_err(|error| Failure::lasting(&error))?.into_parts();
    instructions.apply_to_request_http1x(&mut request);
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_credential_types::Credentials;
    use aws_sdk_dynamodb::config::Region;
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread::{self, JoinHandle},
    };

    const KEY: &str = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQASNFZ4mrze8=";

    /// A store that gives each caller the next of `answers`, and in the end what it was asked.
    fn store(answers: Vec<(&'static str, String)>) -> (String, JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serve = move || {
            let mut asked = Vec::new();
            for (status, body) in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut text = Vec::new();
                while !text.ends_with(b"}") {
                    let mut part = [0; 4096];
                    let read = stream.read(&mut part).unwrap();
                    text.extend(&part[..read]);
                }
                asked.push(String::from_utf8(text).unwrap());
                let length = body.len();
                let head =
                    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}");
                write!(stream, "{head}\r\n\r\n{body}").unwrap();
            }
            asked
        };
        (address, thread::spawn(serve))
    }

    async fn read_with(
        address: &str,
        path: Option<&str>,
        given: &str,
    ) -> Result<BTreeMap<&'static str, String>, SecretsError> {
        let variable = |name: &str| match name {
            PATH => path.map(str::to_owned),
            GIVEN => Some(given.to_owned()),
            "AWS_ENDPOINT_URL_SSM" => Some(address.to_owned()),
            _ => None,
        };
        let access = Access {
            variable: &variable,
            region: Region::new("eu-west-1"),
            credentials: Credentials::from_keys("AKIDEXAMPLE", "key", None),
            http: AwsHttpClient::new().unwrap(),
        };
        read(&access).await
    }

    fn parameters(names: &[&str]) -> String {
        let of = |name: &&str| json!({ "Name": format!("/convoke/test/{name}"), "Value": KEY });
        let parameters: Vec<_> = names.iter().map(of).collect();
        json!({ "Parameters": parameters, "InvalidParameters": [] }).to_string()
    }

    #[tokio::test]
    async fn a_function_reads_its_own_secrets_in_one_signed_call() {
        let (address, asked) = store(vec![("200 OK", parameters(&["access", "cursors"]))]);
        let read = read_with(&address, Some("/convoke/test/"), "access,cursors").await.unwrap();
        let asked = asked.join().unwrap().concat();
        assert!(asked.contains(r#""WithDecryption":true"#) && asked.contains("GetParameters"));
        assert!(asked.contains("/convoke/test/access") && !asked.contains("/convoke/test/links"));
        assert!(asked.contains("AWS4-HMAC-SHA256") && asked.contains("/eu-west-1/ssm/"));
        assert_eq!(read["CONVOKE_ACCESS_KEY"], KEY);
        assert_eq!(read["CONVOKE_CURSOR_KEY"], KEY);
    }

    #[tokio::test]
    async fn what_a_function_is_not_given_nobody_knows() {
        let (first, again) = (
            read_with("http://127.0.0.1:9", Some("/p/"), "").await.unwrap(),
            read_with("http://127.0.0.1:9", Some("/p/"), "").await.unwrap(),
        );
        for secret in Secret::ALL.into_iter().filter(|secret| secret.is_required()) {
            assert_ne!(first[secret.variable()], again[secret.variable()], "{}", secret.name());
        }
        // Whatever the environment says.
        assert_eq!(first["CONVOKE_SMTP_URL"], "");
        assert!(first["CONVOKE_LINK_KEYS"].starts_with("0:"));
    }

    #[tokio::test]
    async fn without_a_path_the_environment_has_the_secrets() {
        assert!(read_with("http://127.0.0.1:9", None, "access").await.unwrap().is_empty());
        assert!(read_with("http://127.0.0.1:9", Some(""), "access").await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_missing_secret_is_named_in_one_line() {
        let (address, _asked) = store(vec![("200 OK", parameters(&["links"]))]);
        let read = read_with(&address, Some("/convoke/test/"), "links,twilio,mail").await;
        let words = read.unwrap_err().to_string();
        let missing = "Parameter Store has no /convoke/test/twilio: store each as a SecureString";
        assert_eq!(words, missing);
        assert!(read_with(&address, Some("/p/"), "twillio").await.is_err());
    }

    #[tokio::test]
    async fn a_store_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
        let busy = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#.to_owned();
        let answers = vec![("400 Bad Request", busy), ("200 OK", parameters(&["links"]))];
        let (address, asked) = store(answers);
        assert!(read_with(&address, Some("/convoke/test/"), "links").await.is_ok());
        assert_eq!(asked.join().unwrap().len(), 2);

        let refused = r#"{"__type":"AccessDeniedException"}"#.to_owned();
        let (address, asked) = store(vec![("400 Bad Request", refused)]);
        let words = read_with(&address, Some("/p/"), "links").await.unwrap_err().to_string();
        assert!(words.contains("AccessDeniedException"), "{words}");
        assert_eq!(asked.join().unwrap().len(), 1);
    }
}
