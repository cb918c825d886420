//! How long a text takes to be counted.
use divan::{Bencher, black_box};
use domain::segments::count;

fn main() {
    divan::main();
}

#[divan::bench(args = [
    "You're in, Maria: Summer party, Sat 12 Jun. Plans changed? https://example.com/r/0123456789012345678901234567890",
    "Kommst du? 🎉 Wir freuen uns auf dich und auf alle anderen, die dabei sind. https://example.com/r/x",
])]
fn one_text(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| count(black_box(text)));
}

#[divan::bench]
fn ten_parts(bencher: Bencher<'_, '_>) {
    let text = "a€".repeat(510);
    bencher.bench(|| count(black_box(&text)));
}
