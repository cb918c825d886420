//! What 1,000 invitations cost in dollars: counted figures times a dated price list.
use super::figure::{Cost, Figure};

/// Prices are those of us-east-1 then, without free tiers, contracts and taxes.
/// Sources: <https://aws.amazon.com/dynamodb/pricing/on-demand/>, <https://aws.amazon.com/lambda/pricing/>,
/// <https://aws.amazon.com/api-gateway/pricing/>, <https://aws.amazon.com/cloudfront/pricing/>,
/// <https://aws.amazon.com/sqs/pricing/>, <https://aws.amazon.com/cloudwatch/pricing/>.
const PRICED: &str = "July 2025";
/// On demand, since November 2024: 0.625 dollars a million.
const WRITE_UNIT: Price = Price::per_million(625_000);
/// 0.125 dollars a million.
const READ_UNIT: Price = Price::per_million(125_000);
/// 0.20 dollars a million.
const INVOCATION: Price = Price::per_million(200_000);
/// arm64: 0.0000133334 dollars a GB-second.
const GIGABYTE_SECOND: Price = Price::per_million(13_333_400);
/// HTTP API: 1.00 dollar a million.
const API_REQUEST: Price = Price::per_million(1_000_000);
/// Over HTTPS 1.00 dollar a million, and 0.10 for the function that tells the viewer's address.
const EDGE_REQUEST: Price = Price::per_million(1_100_000);
/// A standard queue: 0.40 dollars a million.
const QUEUE_REQUEST: Price = Price::per_million(400_000);
/// 0.50 dollars a GB that is taken in, which is 0.50 dollars a million KB.
const LOGGED_KILOBYTE: Price = Price::per_million(500_000);

/// Reports of Twilio for each text: that it was sent, and that it arrived.
const REPORTS_PER_TEXT: u64 = 2;
/// The invitation and the confirmation.
const TEXTS: u64 = 2;
/// Opening the page and answering.
const PAGE_REQUESTS: u64 = 2;
/// A message is sent to its queue, received and deleted.
const QUEUE_REQUESTS_PER_TEXT: u64 = 3;
/// Messages that one run of the send job takes.
const TEXTS_PER_RUN: u64 = 10;
/// How long a run takes where it waits for the table only. An assumption: a laptop does not tell.
const RUN_MILLISECONDS: u64 = 20;
/// How long a run of the send job takes, which waits for Twilio. An assumption.
const SEND_MILLISECONDS: u64 = 500;
/// What functions that answer requests, and the send job, are given.
const REQUEST_MEGABYTES: u64 = 256;
/// What the relay is given.
const RELAY_MEGABYTES: u64 = 512;
/// Log lines of a run, the gateway's among them. An assumption.
const KILOBYTES_PER_RUN: u64 = 1;
/// Write units of the naive design for a guest: docs/COST.md, "The lifecycle".
const NAIVE_WRITE_UNITS: u64 = 38;

/// What is multiplied by prices: the measured shares of one guest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guest {
    /// From list to confirmation.
    pub(super) lifecycle: Cost,
    /// The part of it that puts the guest on the list.
    pub(super) added: Cost,
    /// The lists folded meanwhile.
    pub(super) lists: Cost,
    /// Changed rows that lists show.
    pub(super) changes: Figure,
}

/// Picodollars for one.
#[derive(Debug, Clone, Copy)]
struct Price(u64);

impl Price {
    /// From microdollars for a million.
    const fn per_million(microdollars: u64) -> Self {
        Self(microdollars)
    }

    /// Microdollars for so many, rounded up.
    fn of(self, count: u64) -> u64 {
        (self.0 * count).div_ceil(1_000_000)
    }
}

/// So many of something for 1,000 invitations, and what they cost.
struct Item {
    name: &'static str,
    count: u64,
    price: Price,
}

impl Item {
    fn render(&self) -> String {
        let Self { name, count, price } = self;
        let (each, all) = (dollars(price.0), dollars(price.of(*count)));
        format!("| {name} | {} | {each} | {all} |\n", grouped(*count))
    }
}

/// The generated part of the document. A thousandth of one guest's figure is one for 1,000 guests.
pub(super) fn table(guest: &Guest) -> String {
    let items = items(guest);
    let all: u64 = items.iter().map(|item| item.price.of(item.count)).sum();
    let naive = Item {
        name: "instead of the first line: write units of the naive design",
        count: NAIVE_WRITE_UNITS * 1_000,
        price: WRITE_UNIT,
    };
    let rows: String = items.iter().map(Item::render).collect();
    format!(
        "us-east-1, on demand, prices of {PRICED}:\n\n\
         | for 1,000 invitations | | dollars a million | dollars |\n|---|---:|---:|---:|\n\
         {rows}| **all** | | | **{}** |\n{}",
        dollars(all),
        naive.render(),
    )
}

fn items(guest: &Guest) -> Vec<Item> {
    let Guest { lifecycle, added, lists, changes } = guest;
    let requests = (PAGE_REQUESTS + TEXTS * REPORTS_PER_TEXT) * 1_000;
    let sends = TEXTS * 1_000 / TEXTS_PER_RUN;
    let relayed = changes.in_thousandths();
    let runs = requests + sends + relayed;
    let less = |all: Figure, part: Figure| all.in_thousandths() - part.in_thousandths();
    let reads = less(lifecycle.read, added.read) + lists.read.in_thousandths();
    let item = |name, count, price| Item { name, count, price };
    vec![
        item("write units, invitations", less(lifecycle.write, added.write), WRITE_UNIT),
        item("write units, lists", lists.write.in_thousandths(), WRITE_UNIT),
        item("read units", reads, READ_UNIT),
        item("invocations", runs, INVOCATION),
        item("GB-seconds", gigabyte_seconds(requests, sends, relayed), GIGABYTE_SECOND),
        item("API requests", requests, API_REQUEST),
        item("CloudFront requests", requests, EDGE_REQUEST),
        item("queue requests", TEXTS * QUEUE_REQUESTS_PER_TEXT * 1_000, QUEUE_REQUEST),
        item("KB of log", runs * KILOBYTES_PER_RUN, LOGGED_KILOBYTE),
    ]
}

/// Rounded up.
fn gigabyte_seconds(requests: u64, sends: u64, relayed: u64) -> u64 {
    let requests = requests * RUN_MILLISECONDS * REQUEST_MEGABYTES;
    let sends = sends * SEND_MILLISECONDS * REQUEST_MEGABYTES;
    let relayed = relayed * RUN_MILLISECONDS * RELAY_MEGABYTES;
    (requests + sends + relayed).div_ceil(1_000 * 1_024)
}

/// Microdollars as dollars, to four places, rounded up.
fn dollars(micros: u64) -> String {
    let parts = micros.div_ceil(100);
    format!("{}.{:04}", parts / 10_000, parts % 10_000)
}

fn grouped(count: u64) -> String {
    match count / 1_000 {
        0 => count.to_string(),
        thousands => format!("{},{:03}", grouped(thousands), count % 1_000),
    }
}
