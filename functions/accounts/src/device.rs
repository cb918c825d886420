//! What a device is called in the list of a user's sessions.
use http::{HeaderMap, header};
use runtime::extract::Fields;

/// Most characters of a device's name.
const DEVICE_CHARACTERS_MAX: usize = 100;

/// The name that the device gave itself, or the beginning of what its browser says.
pub(crate) fn device(fields: &mut Fields, given: Option<&str>, headers: &HeaderMap) -> String {
    match given {
        Some(given) => fields.text("/device", given, DEVICE_CHARACTERS_MAX).unwrap_or_default(),
        None => agent(headers),
    }
}

fn agent(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    agent.unwrap_or_default().trim().chars().take(DEVICE_CHARACTERS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_what_it_says_or_what_its_browser_says() {
        let mut headers = HeaderMap::new();
        let mut fields = Fields::new();
        assert_eq!(device(&mut fields, None, &headers), "");
        headers.insert(header::USER_AGENT, "b".repeat(200).parse().unwrap());
        assert_eq!(device(&mut fields, None, &headers), "b".repeat(100));
        assert_eq!(device(&mut fields, Some(" Phone "), &headers), "Phone");
        fields.finish().unwrap();
        let mut fields = Fields::new();
        device(&mut fields, Some(&"x".repeat(101)), &headers);
        assert_eq!(fields.finish().unwrap_err().errors()[0].pointer, "/device");
    }
}
