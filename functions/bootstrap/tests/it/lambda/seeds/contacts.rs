//! Whom the world's org knows, and the files that they came in.
use super::{Seeds, text};
use ports::Queue;
use serde_json::json;
use testkit::stage::BASE_URL;

const CSV: &str = "name,phone,email\nMary Jackson,+12125550181,mary@example.org\nNobody,call me,\n";

impl Seeds<'_> {
    pub(super) async fn contacts(&mut self) {
        let ada = json!({
            "name": "Ada Lovelace", "phone": "+12125550131", "email": "lovelace@example.org",
            "tags": ["friends"],
        });
        let contact = self.post("/contacts", &ada).await;
        self.set("contact", text(&contact["id"]));
        let same = json!({ "name": "Ada Lovelace", "phone": "+12125550132" });
        let other = self.post("/contacts", &same).await;
        self.set("other_contact", text(&other["id"]));
        let list = self.post("/lists", &json!({ "name": "Friends" })).await;
        let path = format!("/lists/{}", text(&list["id"]));
        self.set("list", text(&list["id"]));
        let member = format!("{}{path}/contacts/{}", self.org, text(&contact["id"]));
        let put = self.api.request("PUT", &member).by(self.owner).send().await;
        assert_eq!(put.status, 204, "{}", put.body);
        let made = self.post(&format!("{path}/sign-up"), &json!({})).await;
        let link = text(&made["sign_up"]["link"]);
        self.set("sign_up_token", link.strip_prefix(&format!("{BASE_URL}/join/")).unwrap());
        let bulk = json!({ "act": "add_tags", "tags": ["family"], "select": { "all": true } });
        let bulk = self.post("/contacts/bulk", &bulk).await;
        self.set("bulk", text(&bulk["id"]));
        let path = format!("{}/suppressions/+12125550141", self.org).replace('+', "%2B");
        let put = self.api.request("PUT", &path).by(self.owner).json(&json!({})).send().await;
        assert_eq!(put.status, 200, "{}", put.body);
    }

    pub(super) async fn imports(&mut self) {
        let upload = |method: &str, path: &str| {
            let path = format!("{}/imports{path}", self.org);
            self.api.request(method, path).by(self.owner).body("text/csv", CSV)
        };
        let plan = upload("POST", "/dry-run").send().await.with(200)["plan"].clone();
        let mut imports = Vec::new();
        for number in 0..3 {
            let path = format!("{}/imports", self.org);
            let body = json!({ "plan": plan, "parts": 1 });
            let request = self.api.post(&path).by(self.owner).json(&body);
            let made =
                request.header("idempotency-key", &number.to_string()).send().await.with(201);
            imports.push(text(&made["id"]).to_owned());
        }
        for put in [0, 1] {
            upload("PUT", &format!("/{}/parts/0", imports[put])).send().await.with(202);
            if put == 0 {
                // The first one is written, the second waits, the third has no part yet.
                self.work("import", &self.stage.queues.take_from(Queue::Imports)).await;
            }
        }
        self.set("plan", text(&plan));
        for (name, import) in ["import", "queued_import", "open_import"].iter().zip(imports) {
            self.set(name, import);
        }
    }
}
