//! The inbox page's form for behaviours and faults: fields drawn from, and read back into, the
//! settings' own serialized form, so that a new setting needs one line here.
use super::settings::{Behaviour, Faults};
use maud::{Markup, html};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// How a field is shown.
struct Field {
    name: &'static str,
    label: &'static str,
    unit: &'static str,
}

const fn field(name: &'static str, label: &'static str, unit: &'static str) -> Field {
    Field { name, label, unit }
}

const BEHAVIOUR: [Field; 11] = [
    field("yes", "Say yes", "share"),
    field("no", "Say no", "share"),
    field("silent", "Stay silent", "share"),
    field("stop", "Reply STOP", "share"),
    field("party", "Come as 1, 2, 3 ..", "shares"),
    field("delay_seconds_min", "Answer after at least", "s"),
    field("delay_seconds_max", "Answer after at most", "s"),
    field("via", "Answer by", ""),
    field("reply_without_link", "Answer questions without a link", ""),
    field("reminded_percent", "Silent, but yes when texted again", "%"),
    field("changes_mind_percent", "Yes, but no when texted again", "%"),
];

const FAULTS: [Field; 15] = [
    field("slow_percent", "Slow answers", "%"),
    field("slow_milliseconds", "How slow", "ms"),
    field("lost_percent", "Accepted, connection lost", "%"),
    field("throttled_percent", "429 Too Many Requests", "%"),
    field("failed_before_percent", "5xx, not accepted", "%"),
    field("failed_after_percent", "5xx, but accepted", "%"),
    field("refused_percent", "Refused for good", "%"),
    field("refused_code", "With code", ""),
    field("undelivered_percent", "Undelivered later", "%"),
    field("undelivered_code", "With code", ""),
    field("late_percent", "Late callbacks", "%"),
    field("late_seconds", "How late", "s"),
    field("repeated_percent", "Repeated callbacks", "%"),
    field("reordered_percent", "Reordered callbacks", "%"),
    field("silenced_percent", "Callbacks that never come", "%"),
];

/// The fields of a behaviour.
pub(super) fn behaviour_fields(behaviour: &Behaviour) -> Markup {
    fields(&BEHAVIOUR, &object(behaviour))
}

/// The fields of faults.
pub(super) fn fault_fields(faults: &Faults) -> Markup {
    fields(&FAULTS, &object(faults))
}

/// Reads a behaviour from a sent form. The error says which field could not be read.
pub(super) fn read_behaviour(form: &[(String, String)]) -> Result<Behaviour, String> {
    read(&BEHAVIOUR, object(&Behaviour::default()), form)
}

/// Reads faults from a sent form. The error says which field could not be read.
pub(super) fn read_faults(form: &[(String, String)]) -> Result<Faults, String> {
    read(&FAULTS, object(&Faults::default()), form)
}

fn fields(fields: &[Field], values: &Map<String, Value>) -> Markup {
    html! {
        @for field in fields {
            label.field {
                span { (field.label) }
                (control(field, values.get(field.name).unwrap_or(&Value::Null)))
                span.unit { (field.unit) }
            }
        }
    }
}

fn control(field: &Field, value: &Value) -> Markup {
    match value {
        Value::Bool(on) => html! { input type="checkbox" name=(field.name) checked[*on]; },
        Value::String(chosen) => html! {
            select name=(field.name) {
                @for (value, label) in [("link", "link"), ("reply", "text"), ("mixed", "both")] {
                    option value=(value) selected[value == chosen] { (label) }
                }
            }
        },
        Value::Array(shares) => {
            let text = shares.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            html! { input type="text" name=(field.name) value=(text) inputmode="numeric"; }
        }
        Value::Null | Value::Number(_) | Value::Object(_) => html! {
            input type="number" name=(field.name) value=(value) min="0";
        },
    }
}

fn read<T: DeserializeOwned>(
    fields: &[Field],
    mut values: Map<String, Value>,
    form: &[(String, String)],
) -> Result<T, String> {
    for field in fields {
        let sent = form.iter().find(|(name, _)| name == field.name).map(|(_, value)| value.trim());
        let Some(value) = values.get_mut(field.name) else { continue };
        let wrong = |_| format!("“{}” is not a number", field.label);
        *value = match (&*value, sent) {
            // A browser leaves out a box that is not ticked.
            (Value::Bool(_), sent) => Value::Bool(sent.is_some()),
            (Value::String(_), Some(sent)) => Value::from(sent),
            (Value::Array(_), Some(sent)) => {
                let shares = sent.split(',').map(|share| share.trim().parse::<u32>());
                Value::from(shares.collect::<Result<Vec<_>, _>>().map_err(wrong)?)
            }
            (_, Some(sent)) => Value::from(sent.parse::<u32>().map_err(wrong)?),
            (kept, None) => kept.clone(),
        };
    }
    serde_json::from_value(Value::Object(values)).map_err(|error| error.to_string())
}

fn object(settings: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(map)) => map,
        Ok(_) | Err(_) => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(of: &impl Serialize) -> Vec<(String, String)> {
        let values = object(of).into_iter().filter(|(_, value)| *value != Value::Bool(false));
        values
            .map(|(name, value)| {
                let text = match &value {
                    Value::String(text) => text.clone(),
                    Value::Array(_) | Value::Number(_) | Value::Bool(_) => {
                        value.to_string().trim_matches(['[', ']']).to_owned()
                    }
                    Value::Null | Value::Object(_) => String::new(),
                };
                (name, text)
            })
            .collect()
    }

    #[test]
    fn what_the_form_shows_is_what_it_reads_back() {
        let behaviour = Behaviour { reply_without_link: false, ..Behaviour::typical() };
        assert_eq!(read_behaviour(&form(&behaviour)), Ok(behaviour));
        let faults = Faults::stormy();
        assert_eq!(read_faults(&form(&faults)), Ok(faults));
    }

    #[test]
    fn every_setting_has_a_field() {
        let names = |map: Map<String, Value>| map.into_iter().map(|(name, _)| name);
        for name in names(object(&Behaviour::default())) {
            assert!(BEHAVIOUR.iter().any(|field| field.name == name), "{name}");
        }
        for name in names(object(&Faults::default())) {
            assert!(FAULTS.iter().any(|field| field.name == name), "{name}");
        }
    }

    #[test]
    fn a_word_where_a_number_belongs_is_named() {
        let form = [("lost_percent".to_owned(), "many".to_owned())];
        assert_eq!(
            read_faults(&form),
            Err("“Accepted, connection lost” is not a number".to_owned())
        );
    }
}
