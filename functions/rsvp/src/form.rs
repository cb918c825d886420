//! Forms as guests' browsers send them.
use runtime::{Problem, extract::FieldError, page::field_pointer};

/// Largest body of a guest's form, in bytes: a name and a note in the worst encoding.
pub(crate) const FORM_BYTES_MAX: usize = 16 * 1024;

/// A guest's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnswerForm {
    /// Coming or not.
    pub(crate) yes: bool,
    /// How many, where the form says it.
    pub(crate) party: Option<u8>,
    /// The seats that the page showed as held. A hint: it decides only which way is tried first.
    pub(crate) held: Option<u8>,
}

/// A guest's own name and a note to the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DetailsForm {
    /// The name.
    pub(crate) name: String,
    /// The note; empty where there is none.
    pub(crate) note: String,
}

impl AnswerForm {
    /// Reads the fields `answer`, `party` and `held`.
    pub(crate) fn read(fields: Vec<(String, String)>) -> Result<Self, Problem> {
        let (mut yes, mut party, mut held) = (None, None, None);
        let mut errors = Vec::new();
        for (name, value) in fields {
            let read = match name.as_str() {
                "answer" => answer(&value).map(|answer| yes = Some(answer)),
                "party" => number(&value).map(|number| party = Some(number)),
                "held" => number(&value).map(|number| held = Some(number)),
                _ => Err("is not a field of this form"),
            };
            errors.extend(read.err().map(|detail| FieldError::new(field_pointer(&name), detail)));
        }
        match yes {
            Some(yes) if errors.is_empty() => Ok(Self { yes, party, held }),
            Some(_) => Err(Problem::invalid(errors)),
            None => {
                if errors.iter().all(|error| error.pointer != "/answer") {
                    errors.push(FieldError::new("/answer", "must be `yes` or `no`"));
                }
                Err(Problem::invalid(errors))
            }
        }
    }
}

impl DetailsForm {
    /// Reads the fields `name` and `note`.
    pub(crate) fn read(fields: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut form = Self { name: String::new(), note: String::new() };
        for (name, value) in fields {
            match name.as_str() {
                "name" => value.trim().clone_into(&mut form.name),
                "note" => value.replace("\r\n", "\n").trim().clone_into(&mut form.note),
                _ => {
                    return Err(Problem::field(
                        field_pointer(&name),
                        "is not a field of this form",
                    ));
                }
            }
        }
        Ok(form)
    }
}

fn answer(value: &str) -> Result<bool, &'static str> {
    match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("must be `yes` or `no`"),
    }
}

fn number(value: &str) -> Result<u8, &'static str> {
    value.parse().map_err(|_| "must be a number of people")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str) -> Result<AnswerForm, Problem> {
        AnswerForm::read(url::form_urlencoded::parse(form.as_bytes()).into_owned().collect())
    }

    #[test]
    fn an_answer_is_read() {
        let form = read("answer=yes&party=2&held=2").unwrap();
        assert_eq!(form, AnswerForm { yes: true, party: Some(2), held: Some(2) });
        assert!(!read("answer=no").unwrap().yes);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (form, pointer) in [
            ("", "/answer"),
            ("answer=maybe", "/answer"),
            ("answer=yes&party=-1", "/party"),
            ("answer=yes&party=nan", "/party"),
            ("answer=yes&party=300", "/party"),
            ("answer=yes&status=HACK", "/status"),
        ] {
            assert_eq!(read(form).unwrap_err().errors()[0].pointer, pointer, "{form}");
        }
    }
}
