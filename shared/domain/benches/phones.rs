//! How long a phone number takes to be read, as an import does it, and to be loaded.
use divan::{Bencher, black_box};
use domain::phone::{Phone, Region};

fn main() {
    divan::main();
}

#[divan::bench(args = [
    "2125550123",
    "\u{202A}+1 416\u{A0}555\u{2011}0159\u{202C}",
    "0061 491578148",
    "+447400123456",
    "212 555 0123 x12",
])]
fn parse(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| Phone::parse(black_box(text), Region::US));
}

#[divan::bench]
fn load_the_stored_form(bencher: Bencher<'_, '_>) {
    bencher.bench(|| Phone::from_e164(black_box("+12125550123")));
}

#[divan::bench]
fn find_the_region(bencher: Bencher<'_, '_>) {
    let phone = Phone::from_e164("+16045550187").expect("a stored form");
    bencher.bench(|| black_box(&phone).region());
}
