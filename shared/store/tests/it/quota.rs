//! Windows over the embedded table.
use domain::{ids::OrgId, quota::Span};
use jiff::Timestamp;
use store::{Transaction, quota::QuotaScope};
use testkit::Embedded;

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn permits_that_were_taken_are_seen_by_the_next_reader() {
    let embedded = Embedded::memory().await.unwrap();
    let store = embedded.store();
    let scopes = [QuotaScope::Org(OrgId::from_bytes([1; 10])), QuotaScope::Platform];
    for round in 1..=2 {
        let mut quotas = store.quotas(scopes).await.unwrap();
        let mut taking = Transaction::new();
        for quota in &mut quotas {
            quota.window.take(now(), 40);
            taking.replace_quota(quota);
        }
        store.commit(taking).await.unwrap();
        embedded.reset_meter();
        let [org, platform] = store.quotas(scopes).await.unwrap();
        assert_eq!(embedded.meter().calls(), 2, "one read for each scope");
        assert_eq!(org.window.taken(now(), Span::Hour), round * 40);
        assert_eq!(platform.window, org.window);
    }
}

#[tokio::test]
async fn permits_cannot_be_taken_from_a_window_that_changed() {
    let embedded = Embedded::memory().await.unwrap();
    let store = embedded.store();
    let [first] = store.quotas([QuotaScope::Platform]).await.unwrap();
    let mut second = first.clone();
    second.window.take(now(), 1);
    for (quota, allowed) in [(&second, true), (&first, false)] {
        let mut taking = Transaction::new();
        taking.replace_quota(quota);
        assert_eq!(store.commit(taking).await.is_ok(), allowed);
    }
}
