//! The public page of a list.
use crate::world::World;
use jiff::SignedDuration;
use lambda_http::request::RequestContext;
use serde_json::{Value, json};
use testkit::stage::{BASE_URL, Reply};

struct Door {
    world: World,
    list: String,
    path: String,
}

impl Door {
    async fn new() -> Self {
        let world = World::new().await;
        let list = world.post("/lists", &json!({ "name": "Summer <b>party</b>" })).await.with(201);
        let list = list["id"].as_str().unwrap().to_owned();
        let path = Self::link(&world, &list, &json!({})).await;
        Self { world, list, path }
    }

    async fn link(world: &World, list: &str, body: &Value) -> String {
        let made = world.post(&format!("/lists/{list}/sign-up"), body).await.with(200);
        let link = made["sign_up"]["link"].as_str().unwrap();
        link.strip_prefix(BASE_URL).unwrap().to_owned()
    }

    async fn join(&self, form: &str) -> Reply {
        self.world.api.post(&self.path).form(form).send().await
    }

    async fn join_from(&self, address: &str, form: &str) -> Reply {
        let context = json!({
            "routeKey": "$default", "accountId": "1", "stage": "$default", "requestId": "r",
            "domainName": "x", "domainPrefix": "x", "apiId": "x", "timeEpoch": 0,
            "http": { "method": "POST", "path": "/", "protocol": "HTTP/1.1",
                "sourceIp": address, "userAgent": "x" },
        });
        let context = RequestContext::ApiGatewayV2(serde_json::from_value(context).unwrap());
        self.world.api.post(&self.path).extension(context).form(form).send().await
    }

    async fn ledger(&self, contact: &str) -> Value {
        self.world.get(&format!("/contacts/{contact}/consents")).await.with(200)["items"].clone()
    }
}

fn form(name: &str, phone: &str) -> String {
    format!("name={name}&phone={phone}&consent=yes&website=")
}

/// All that a visitor gets to see of a reply.
fn seen(reply: &Reply) -> (u16, String, String) {
    (reply.status.as_u16(), reply.header("location").to_owned(), reply.body.clone())
}

#[tokio::test]
async fn a_visitor_joins_and_the_words_are_kept() {
    let door = Door::new().await;
    let page = door.world.api.get(&door.path).send().await;
    assert_eq!(page.status, 200);
    assert!(page.says("I agree that Ada may text me"), "{}", page.body);
    let joined = door.join(&form("Grace+Hopper", "%28212%29+555-0101")).await;
    assert_eq!(
        (joined.status.as_u16(), joined.header("location")),
        (303, &*format!("{}?done", door.path))
    );
    let thanks = door.world.api.get(joined.header("location")).send().await;
    assert!(thanks.says("Thank you"));
    let (items, _) = door.world.list("/contacts").await;
    let contact =
        door.world.get(&format!("/contacts/{}", items[0]["id"].as_str().unwrap())).await.with(200);
    assert_eq!(
        (&contact["name"], &contact["phone"]),
        (&json!("Grace Hopper"), &json!("+12125550101"))
    );
    assert_eq!(contact["lists"], json!([door.list]));
    let entry = &door.ledger(contact["id"].as_str().unwrap()).await[0];
    assert_eq!((&entry["kind"], &entry["source"]), (&json!("given"), &json!("sign_up")));
    assert!(entry["words"].as_str().unwrap().starts_with("I agree that Ada"));
    assert_eq!(entry["list"], door.list.as_str());
}

#[tokio::test]
async fn j35_new_and_known_and_suppressed_are_answered_alike() {
    let door = Door::new().await;
    let known = door
        .world
        .contact(json!({ "name": "Grace", "phone": "2125550101", "tags": ["vip"] }))
        .await;
    let path = door.world.path("/suppressions/2125550102");
    let put = door.world.api.put(path).by(door.world.team.member).json(&json!({})).send().await;
    put.with(200);
    let fresh = seen(&door.join(&form("Somebody", "2125550103")).await);
    for (name, phone) in
        [("Somebody", "2125550103"), ("Mallory", "2125550101"), ("Mallory", "2125550102")]
    {
        assert_eq!(seen(&door.join(&form(name, phone)).await), fresh, "{phone}");
    }
    // Who was known is as before, but on the list.
    let contact = door.world.get(&format!("/contacts/{known}")).await.with(200);
    assert_eq!((&contact["name"], &contact["tags"]), (&json!("Grace"), &json!(["vip"])));
    assert_eq!(contact["lists"], json!([door.list]));
    assert_eq!(door.ledger(&known).await.as_array().unwrap().len(), 1);
    // A number that is typed into a form lifts nothing.
    let page = door.world.get("/suppressions").await.with(200);
    assert_eq!(page["items"][0]["recipient"], "+12125550102");
}

#[tokio::test]
async fn j35_a_machine_that_fills_in_what_nobody_sees_changes_nothing() {
    let door = Door::new().await;
    let person = seen(&door.join(&form("Grace", "2125550101")).await);
    let machine = "name=Bot&phone=2125550102&consent=yes&website=spam.example.com";
    assert_eq!(seen(&door.join(machine).await), person);
    assert_eq!((door.world.count("contact"), door.world.count("consent")), (1, 1));
}

#[tokio::test]
async fn j35_a_room_behind_one_address_signs_up_and_after_a_hundred_forms_it_waits() {
    let door = Door::new().await;
    for number in 100..200 {
        let joined = door.join_from("192.0.2.7", &form("Guest", &format!("2125550{number}"))).await;
        assert_eq!(joined.status, 303, "{number}");
    }
    let refused = door.join_from("192.0.2.7", &form("Guest", "2125550111")).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "3600"));
    assert_eq!(door.join_from("192.0.2.8", &form("Guest", "2125550111")).await.status, 303);
    door.world.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(door.join_from("192.0.2.7", &form("Guest", "2125550112")).await.status, 303);
}

#[tokio::test]
async fn j35_forms_about_one_phone_are_one_entry_a_day_and_five_an_hour() {
    let door = Door::new().await;
    for address in ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"] {
        assert_eq!(door.join_from(address, &form("Guest", "2125550101")).await.status, 303);
    }
    assert_eq!(door.join_from("192.0.2.6", &form("Guest", "2125550101")).await.status, 429);
    assert_eq!(door.join_from("192.0.2.6", &form("Guest", "2125550102")).await.status, 303);
    assert_eq!(door.world.count("consent"), 2);
    door.world.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(door.join_from("192.0.2.6", &form("Guest", "2125550101")).await.status, 303);
    assert_eq!(door.world.count("consent"), 3);
    // Other words are another consent.
    let words = json!({ "words": "You may text me about the party." });
    let newer = Door::link(&door.world, &door.list, &words).await;
    let joined = door.world.api.post(&newer).form(form("Guest", "2125550101")).send().await;
    assert_eq!((joined.status.as_u16(), door.world.count("consent")), (303, 4));
}

#[tokio::test]
async fn j35_after_two_hundred_forms_a_list_waits() {
    let door = Door::new().await;
    for number in 0..200 {
        let joined = door.join(&form("Guest", &format!("2125550{number:03}"))).await;
        assert!(matches!(joined.status.as_u16(), 303 | 422), "{number}: {}", joined.status);
    }
    let refused = door.join(&form("Guest", "2125550301")).await;
    assert_eq!(refused.status, 429);
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn reading_the_page_changes_nothing() {
    let door = Door::new().await;
    let before = door.world.table.rows().unwrap();
    for path in [door.path.clone(), format!("{}?done", door.path)] {
        assert_eq!(door.world.api.get(&path).send().await.status, 200);
    }
    assert_eq!(door.world.table.rows().unwrap(), before);
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_written_stays() {
    let door = Door::new().await;
    let refused =
        door.join("name=%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E&phone=12&website=").await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("not a phone number") && refused.says("tick the box"), "{}", refused.body);
    // j32: it comes back as text.
    assert!(refused.body.contains("&lt;img src=x onerror=alert(1)&gt;"), "{}", refused.body);
    assert!(!refused.body.contains("<img") && !refused.body.contains("<b>party"));
    assert!(refused.header("content-security-policy").contains("default-src 'none'"));
    assert!(!refused.header("content-security-policy").contains("unsafe-inline"));
    assert_eq!(door.join("name=Ada&phone=2125550101&consent=yes&role=owner").await.status, 422);
    assert_eq!(door.world.count("contact"), 0);
}

#[tokio::test]
async fn w12_only_the_latest_link_opens_the_page_until_it_is_revoked() {
    let door = Door::new().await;
    let words = "You may text me about the party.";
    let newer = Door::link(&door.world, &door.list, &json!({ "words": words })).await;
    let status = async |path: &str| door.world.api.get(path).send().await.status.as_u16();
    assert_eq!((status(&door.path).await, status(&newer).await), (404, 200));
    assert!(door.world.api.get(&newer).send().await.says(words));
    assert_eq!(door.join(&form("Grace", "2125550101")).await.status, 404);
    let forged = format!("{}A", newer.get(..newer.len() - 1).unwrap());
    assert_eq!(status("/join/nonsense").await, 404);
    assert_eq!(status(&forged).await, 404);
    door.world.delete(&format!("/lists/{}/sign-up", door.list)).await;
    assert_eq!(status(&newer).await, 404);
    // A link that is made after a revoked one is another.
    let last = Door::link(&door.world, &door.list, &json!({})).await;
    assert_ne!(last, newer);
    door.world.delete(&format!("/lists/{}", door.list)).await.with(202);
    assert_eq!(status(&last).await, 404);
    assert_eq!(door.world.count("contact"), 0);
}

#[tokio::test]
async fn the_page_speaks_the_visitors_language_in_every_state() {
    let door = Door::new().await;
    let done = format!("{}?done", door.path);
    let wrong = "name=&phone=12&website=";
    let twice = "name=Ada&name=Eve&phone=2125550101&consent=yes";
    for (language, direction, words) in [
        (
            "en",
            "ltr",
            ["Your phone number", "Thank you", "leads nowhere", "tick the box", "field “name”"],
        ),
        ("de", "ltr", ["Telefonnummer", "Danke", "nirgendwohin", "setz den Haken", "Feld „name“"]),
        ("ar", "rtl", ["رقم هاتفك", "شكرًا لك", "لا يؤدي إلى شيء", "علامة في المربع", "في الحقل"]),
    ] {
        for ((path, form), words) in [
            (&*door.path, None),
            (&*done, None),
            ("/join/nonsense", None),
            (&*door.path, Some(wrong)),
            (&*door.path, Some(twice)),
        ]
        .into_iter()
        .zip(words)
        {
            let request = match form {
                Some(form) => door.world.api.post(path).form(form),
                None => door.world.api.get(path),
            };
            let page = request.header("accept-language", language).send().await;
            assert!(page.says(words), "{words} in {}", page.body);
            assert!(page.says(&format!(r#"<html lang="{language}" dir="{direction}">"#)));
            assert_eq!(page.header("content-language"), language);
            assert_eq!(page.status.as_u16() == 422, form.is_some(), "{}", page.body);
            assert!(page.body.len() < 15_000 && !page.body.contains("<script"));
        }
    }
    assert_eq!(door.world.count("contact"), 0);
}

#[tokio::test]
async fn a_fault_is_said_beside_its_field_and_in_the_title_and_has_the_focus() {
    let door = Door::new().await;
    let page = door.join("name=Ada&phone=12&website=").await;
    for words in [
        "<title>Please check: Summer &lt;b&gt;party&lt;/b&gt;</title>",
        r#"autofocus aria-invalid="true" aria-describedby="wrong-phone""#,
        r#"<small class="fault" id="wrong-phone">"#,
        r#"<small class="fault" id="wrong-consent">"#,
    ] {
        assert!(page.says(words), "{words} in {}", page.body);
    }
    assert!(!page.says("wrong-name") && page.body.matches(" autofocus").count() == 1);
}
