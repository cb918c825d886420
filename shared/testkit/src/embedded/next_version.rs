//! What a version to come does to the table: an attribute that the present one does not know.
use serde_json::{Value, json};

/// The attribute that the next version adds.
const MARK: &str = "next_version";

/// The request with the mark on each item that it writes whole.
pub(super) fn with_its_mark(body: Vec<u8>) -> Vec<u8> {
    let Ok(mut request) = serde_json::from_slice::<Value>(&body) else { return body };
    mark(&mut request);
    if let Some(members) = request.get_mut("TransactItems").and_then(Value::as_array_mut) {
        for put in members.iter_mut().filter_map(|member| member.get_mut("Put")) {
            mark(put);
        }
    }
    serde_json::to_vec(&request).unwrap_or(body)
}

fn mark(write: &mut Value) {
    if let Some(item) = write.get_mut("Item").and_then(Value::as_object_mut) {
        item.insert(MARK.to_owned(), json!({ "N": "1" }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_whole_is_marked() {
        let put = json!({ "Put": { "Item": { "pk": { "S": "a" } } } });
        let update = json!({ "Update": { "Key": { "pk": { "S": "a" } } } });
        let body = json!({ "TransactItems": [put, update.clone()] }).to_string().into_bytes();
        let marked: Value = serde_json::from_slice(&with_its_mark(body)).unwrap();
        assert_eq!(marked["TransactItems"][0]["Put"]["Item"][MARK]["N"], "1");
        assert_eq!(marked["TransactItems"][1], update);
    }
}
