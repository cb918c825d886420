//! Taking guards away: what a table without its conditions would do, for negative controls.
use serde_json::Value;

/// True for every item and for none: whatever the condition said, the write happens.
const ALWAYS: &str = "attribute_exists(pk) OR attribute_not_exists(pk)";

/// The request with the condition of each write to an item whose sort key begins with `head` made
/// true. The condition stays in the expression, so that its placeholders are still used.
pub(super) fn without_conditions(body: &[u8], head: &str) -> Vec<u8> {
    let Ok(mut request) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
    weaken(&mut request, head);
    if let Some(members) = request.get_mut("TransactItems").and_then(Value::as_array_mut) {
        for write in
            members.iter_mut().filter_map(Value::as_object_mut).flat_map(|one| one.values_mut())
        {
            weaken(write, head);
        }
    }
    serde_json::to_vec(&request).unwrap_or_else(|_| body.to_vec())
}

fn weaken(write: &mut Value, head: &str) {
    let sort_key = ["Key", "Item"]
        .into_iter()
        .find_map(|holder| write.get(holder)?.get("sk")?.get("S")?.as_str())
        .unwrap_or_default();
    if !sort_key.starts_with(head) {
        return;
    }
    if let Some(Value::String(condition)) = write.get_mut("ConditionExpression") {
        *condition = format!("({condition}) OR {ALWAYS}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_the_named_items_lose_their_guard() {
        let update = |sk: &str| {
            json!({ "Update": {
                "Key": { "pk": { "S": "EVENT" }, "sk": { "S": sk } }, "ConditionExpression": "a = :a",
            }})
        };
        let body = json!({ "TransactItems": [update("#SEATS"), update("INV#1")] }).to_string();
        let weak: Value =
            serde_json::from_slice(&without_conditions(body.as_bytes(), "#SEATS")).unwrap();
        let condition = |at: usize| {
            weak["TransactItems"][at]["Update"]["ConditionExpression"].as_str().unwrap().to_owned()
        };
        assert_eq!(condition(0), format!("(a = :a) OR {ALWAYS}"));
        assert_eq!(condition(1), "a = :a");
    }
}
