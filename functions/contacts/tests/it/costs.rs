//! What contacts cost, in the table's own units. An authorization reads half a unit of every request.
use crate::world::World;
use serde_json::json;
use testkit::{Meter, Units};

/// Half a unit, the authorization's.
const AUTHORIZATION: Units = Units::from_tenths(5);

async fn used<T>(world: &World, work: impl Future<Output = T>) -> Meter {
    let before = world.table.meter();
    work.await;
    world.table.meter().since(&before)
}

#[tokio::test]
async fn a_contact_with_a_phone_alone_costs_4_write_units() {
    let world = World::new().await;
    let body = json!({ "phone": "2125550101" });
    let meter = used(&world, world.post("/contacts", &body)).await;
    assert_eq!(meter.write_units(), Units::whole(4));
    // The authorization, the org's region, and whether the phone is texted.
    assert_eq!((meter.read_units(), meter.calls()), (Units::whole(2), 4));
}

#[tokio::test]
async fn a_contact_with_an_address_and_a_name_costs_7_write_units() {
    let world = World::new().await;
    let body = json!({ "name": "Ada", "phone": "2125550101", "email": "ada@example.com" });
    let meter = used(&world, world.post("/contacts", &body)).await;
    assert_eq!(meter.write_units(), Units::whole(7));
}

#[tokio::test]
async fn an_imported_contact_costs_what_a_single_one_does() {
    for (row, units) in [("Ada,+12125550101,", 5), ("Ada,+12125550101,ada@example.com", 7)] {
        let world = World::new().await;
        let file = format!("name,phone,email\n{row}\n");
        let import = world.start_import(&[file.as_bytes()], &json!({})).await;
        let path = format!("/imports/{import}/parts/0");
        world.upload(http::Method::PUT, &path, file.as_bytes()).await.with(202);
        let message = world.queues.take().remove(0);
        let meter = used(&world, world.write_chunk(&message)).await;
        // The results of the chunk and the job's progress are two small items in one transaction.
        assert_eq!(meter.write_units() - Units::whole(4), Units::whole(units), "{row}");
    }
}

#[tokio::test]
async fn the_bookkeeping_of_an_import_is_a_small_share() {
    let world = World::new().await;
    let rows = (0..250).map(|n| format!("Guest {n},+1212555{n:04},guest{n}@example.org\n"));
    let file = String::from("name,phone,email\n") + &rows.collect::<String>();
    let meter = used(&world, world.import(&[file.as_bytes()], &json!({}))).await;
    let bookkeeping = meter.write_units() - Units::whole(250 * 7);
    assert!(bookkeeping <= Units::whole(50), "{bookkeeping} for 250 rows");
    // Whose phone and address it is, half a unit each, and a little for the job.
    assert!(meter.read_units() <= Units::whole(250 + 30), "{}", meter.read_units());
}

#[tokio::test]
async fn importing_what_is_there_writes_no_contact() {
    let world = World::new().await;
    let file = "name,phone\nAda,+12125550101\nBob,+12125550102\n";
    world.import(&[file.as_bytes()], &json!({})).await;
    let import = world.start_import(&[file.as_bytes()], &json!({})).await;
    let path = format!("/imports/{import}/parts/0");
    world.upload(http::Method::PUT, &path, file.as_bytes()).await.with(202);
    let message = world.queues.take().remove(0);
    let meter = used(&world, world.write_chunk(&message)).await;
    assert_eq!(meter.write_units(), Units::whole(4), "the results and the progress alone");
}

#[tokio::test]
async fn a_page_of_50_costs_at_most_3_read_units() {
    let world = World::new().await;
    let rows = (0..240)
        .map(|n| format!("Guest Number {n},+1212555{n:04},guest{n}@example.org,vip|family\n"));
    let file = String::from("name,phone,email,tags\n") + &rows.collect::<String>();
    world.import(&[file.as_bytes()], &json!({})).await;
    world.fold().await;
    for query in ["", "?name=guest", "?tag=vip"] {
        let mut path = format!("/contacts{query}");
        loop {
            let before = world.table.meter();
            let page = world.get(&path).await.with(200);
            let read = world.table.meter().since(&before).read_units() - AUTHORIZATION;
            assert!(read <= Units::whole(3), "{read} for {path}");
            let Some(next) = page["next_cursor"].as_str() else { break };
            assert_eq!(page["items"].as_array().unwrap().len(), 50);
            let mark = if query.is_empty() { '?' } else { '&' };
            path = format!("/contacts{query}{mark}cursor={next}");
        }
    }
}

#[tokio::test]
async fn one_contact_costs_a_read_and_a_search_by_phone_two_half_ones() {
    let world = World::new().await;
    let id = world.contact(json!({ "name": "Ada", "phone": "2125550101" })).await;
    let meter = used(&world, world.get(&format!("/contacts/{id}"))).await;
    assert_eq!(meter.read_units() - AUTHORIZATION, Units::whole(1));
    let meter = used(&world, world.get("/contacts?phone=2125550101")).await;
    // The org's region, the lock, the contact.
    assert_eq!(meter.read_units() - AUTHORIZATION, Units::from_tenths(15));
}
