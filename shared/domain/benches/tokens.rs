//! How long a guest's link takes to be signed and verified.
use divan::{Bencher, black_box};
use domain::{
    ids::{EventId, InviteeId},
    token::{LinkKeys, LinkToken},
};

fn main() {
    divan::main();
}

fn keys() -> LinkKeys {
    LinkKeys::new(1, vec![(0, vec![5; 32]), (1, vec![7; 32])]).expect("two keys of 32 bytes")
}

fn token() -> LinkToken {
    LinkToken {
        event: EventId::from_bytes([1; 6]),
        invitee: InviteeId::from_bytes([2; 5]),
        generation: 1,
    }
}

#[divan::bench]
fn sign(bencher: Bencher<'_, '_>) {
    let keys = keys();
    bencher.bench(|| keys.sign(black_box(&token())));
}

#[divan::bench]
fn verify(bencher: Bencher<'_, '_>) {
    let keys = keys();
    let text = keys.sign(&token());
    bencher.bench(|| keys.verify(black_box(&text)));
}

#[divan::bench]
fn refuse_a_forged_one(bencher: Bencher<'_, '_>) {
    let keys = keys();
    let text = keys.sign(&token()).replace(|c: char| c.is_ascii_digit(), "A");
    bencher.bench(|| keys.verify(black_box(&text)));
}
