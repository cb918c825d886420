//! What callers write about a contact, tested.
use super::*;

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn reading() -> Reading {
    region::reading(Region::US, now())
}

fn ada() -> NewContact {
    NewContact {
        name: Some("Ada King Lovelace".into()),
        phone: Some("(212) 555-0123".into()),
        ..NewContact::default()
    }
}

#[test]
fn a_whole_name_is_cut_before_its_last_word() {
    let contact = new_contact(ada(), Region::US, now()).unwrap();
    assert_eq!((contact.name.first(), contact.name.last()), ("Ada King", "Lovelace"));
    assert_eq!(contact.phone.unwrap().as_str(), "+12125550123");
}

#[test]
fn every_field_that_does_not_fit_is_named() {
    let new = NewContact {
        name: Some("Ada".into()),
        last_name: Some("x".repeat(201)),
        phone: Some("12".into()),
        email: Some("ada".into()),
        tags: vec!["a,b".into(), "t".repeat(61)],
        note: Some("n".repeat(2_001)),
        zone: Some("Mars/Base".into()),
        fields: [
            ("birthday", "2026-02-30"),
            ("fax", "f"),
            ("height", "1.70"),
            ("mobile", "12"),
            ("priority", "urgent"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into(),
        custom: BTreeMap::from([("a/b".into(), "v".repeat(201))]),
        ..NewContact::default()
    };
    let problem = new_contact(new, Region::US, now()).unwrap_err();
    let mut pointers: Vec<&str> =
        problem.errors().iter().map(|error| error.pointer.as_str()).collect();
    pointers.sort_unstable();
    let expected = [
        "/custom/a~1b",
        "/email",
        "/fields/birthday",
        "/fields/height",
        "/fields/mobile",
        "/fields/priority",
        "/name",
        "/note",
        "/phone",
        "/tags/0",
        "/tags/1",
        "/zone",
    ];
    assert_eq!(pointers, expected);
}

#[test]
fn a_contact_without_an_address_is_refused() {
    let new = NewContact { phone: Some(" ".into()), ..ada() };
    let problem = new_contact(new, Region::US, now()).unwrap_err();
    assert_eq!(problem.errors()[0].pointer, "/phone");
}

#[test]
fn what_a_change_does_not_name_stays() {
    let contact = new_contact(ada(), Region::US, now()).unwrap();
    let change = ChangeContact { last_name: Some(None), ..ChangeContact::default() };
    let changed = changed_contact(&contact, change, reading()).unwrap();
    assert_eq!(changed.name.whole(), "Ada King");
    assert_eq!(changed.phone, contact.phone);
}

#[test]
fn texts_go_to_the_mobile_where_there_is_no_other_phone() {
    let mobile = |text: &str| [("mobile".to_owned(), text.to_owned())].into();
    let new = NewContact { phone: None, fields: mobile("212 555 0101"), ..ada() };
    let contact = new_contact(new, Region::US, now()).unwrap();
    assert_eq!(contact.phone.as_ref().unwrap().as_str(), "+12125550101");
    assert!(contact.phone_is_mobile());
    let change = |phone: Option<Option<&str>>, mobile: Option<&str>| ChangeContact {
        phone: phone.map(|text| text.map(str::to_owned)),
        fields: Some([("mobile".to_owned(), mobile.map(str::to_owned))].into()),
        ..ChangeContact::default()
    };
    let moved = changed_contact(&contact, change(None, Some("2125550102")), reading());
    assert_eq!(moved.unwrap().phone.unwrap().as_str(), "+12125550102");
    let own = change(Some(Some("2125550103")), Some("2125550102"));
    let own = changed_contact(&contact, own, reading()).unwrap();
    assert_eq!(own.phone.as_ref().unwrap().as_str(), "+12125550103");
    let back = change(Some(None), Some("2125550102"));
    let back = changed_contact(&own, back, reading()).unwrap();
    assert!(back.phone_is_mobile());
    let kept = changed_contact(&contact, change(None, None), reading()).unwrap();
    assert_eq!(kept.phone, contact.phone);
}

/// The numbers of each region as its people write them, and the same from abroad.
#[test]
fn w10_a_number_without_a_country_code_belongs_to_the_orgs_region() {
    for (region, home, abroad) in [
        ("IL", "0542345678", "+972542345678"),
        ("IL", "050-234-5678", "+972502345678"),
        ("US", "(212) 555-0123", "+12125550123"),
        ("CA", "416-555-0159", "+14165550159"),
        ("GB", "07400 123456", "+447400123456"),
        ("DE", "01512 3456789", "+4915123456789"),
        ("FR", "06 12 34 56 78", "+33612345678"),
        ("ES", "612 34 56 78", "+34612345678"),
        ("AE", "050 123 4567", "+971501234567"),
        ("IN", "081234 56789", "+918123456789"),
        ("AU", "0412 345 678", "+61412345678"),
    ] {
        let region = Region::parse(region).unwrap();
        for text in [home, abroad] {
            let new = NewContact { phone: Some(text.into()), ..ada() };
            let phone = new_contact(new, region, now()).ok().and_then(|made| made.phone);
            let found = phone.as_ref().map(Phone::as_str);
            assert_eq!(found, Some(abroad), "{text} in {region}");
        }
    }
    // Nobody is given 054-1: it is refused in either writing, and in a region that has no such number.
    for (text, region) in [("0541234567", "IL"), ("+972541234567", "US"), ("0542345678", "US")] {
        let lost = NewContact { phone: Some(text.into()), ..ada() };
        let problem = new_contact(lost, Region::parse(region).unwrap(), now()).unwrap_err();
        assert_eq!(problem.errors()[0].pointer, "/phone");
    }
}
