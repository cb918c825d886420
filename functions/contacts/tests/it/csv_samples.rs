//! The sample files, whole: what is found in them and what is refused, row by row.

use std::collections::BTreeMap;

use contacts::csv::{
    contact::ParsedContact,
    dry_run::{DryRun, Overrides, dry_run},
    encoding::TextEncoding,
    mapping::{ColumnUse, Mapping},
    parts,
    plan::Delimiter,
    problems::{ErrorCode, FileError, Notice},
    rows::{Part, Row, RowNumber, read_part},
};
use domain::phone::{PhoneError, Region};
use store::contacts::Reading;

const EXPECTED: &[u8] = include_bytes!("../../../../testdata/contacts/expected.csv");
const GOOGLE: &[u8] = include_bytes!("../../../../testdata/contacts/google-contacts.csv");
const OUTLOOK: &[u8] = include_bytes!("../../../../testdata/contacts/outlook-contacts.csv");
const SIMPLE: &[u8] = include_bytes!("../../../../testdata/contacts/simple.csv");
const MESSY: &[u8] = include_bytes!("../../../../testdata/contacts/messy-latin1.csv");

const WHOLE: Part = Part { number: 0, rows_before: 0 };

fn us() -> Reading {
    Reading { region: Region::US, today: jiff::civil::date(2026, 6, 1) }
}

/// The file's dry run and all its rows, as guessed.
fn guessed(bytes: &[u8]) -> (DryRun, Vec<Row>) {
    let dry = dry_run(bytes, Overrides::default(), us()).unwrap();
    let rows = read_part(bytes, &dry.plan, WHOLE, us()).unwrap();
    (dry, rows)
}

fn contacts(rows: &[Row]) -> Vec<&ParsedContact> {
    rows.iter().filter_map(|row| row.outcome.as_ref().ok()).collect()
}

/// First name, last name, phone, e-mail and tags.
type Person = (String, String, String, String, Vec<String>);

fn expected() -> Vec<Person> {
    csv::Reader::from_reader(EXPECTED)
        .records()
        .map(|record| {
            let record = record.unwrap();
            let tags = record[4].split('|').filter(|tag| !tag.is_empty()).map(str::to_owned);
            let cell = |at: usize| record[at].to_owned();
            (cell(0), cell(1), cell(2), cell(3), tags.collect())
        })
        .collect()
}

fn person(contact: &ParsedContact) -> Person {
    (
        contact.first_name.clone(),
        contact.last_name.clone(),
        contact.phone.as_ref().unwrap().to_string(),
        contact.email.clone().unwrap_or_default(),
        contact.tags.clone(),
    )
}

#[test]
fn googles_export_gives_every_contact_and_refuses_none() {
    let (dry, rows) = guessed(GOOGLE);
    let found: Vec<Person> = contacts(&rows).into_iter().map(person).collect();
    assert_eq!(found, expected());
    assert_eq!((dry.rows, dry.importable, dry.refused), (400, 400, 0));
    assert_eq!(dry.plan.format.encoding, TextEncoding::UTF_8);
    assert_eq!(dry.plan.format.delimiter, Delimiter::Comma);
    assert_eq!(dry.notices, BTreeMap::new());
}

#[test]
fn outlooks_export_gives_every_contact_and_refuses_none() {
    let (dry, rows) = guessed(OUTLOOK);
    let found: Vec<Person> = contacts(&rows).into_iter().map(person).collect();
    assert_eq!(found, expected()[..200]);
    assert_eq!((dry.rows, dry.refused), (200, 0));
    assert!(contacts(&rows).iter().all(|contact| contact.note == "Met at\nthe \"spring\" fair"));
}

#[test]
fn a_simple_file_gives_every_contact_with_its_name_divided() {
    let (dry, rows) = guessed(SIMPLE);
    let found: Vec<Person> = contacts(&rows).into_iter().map(person).collect();
    let without_email: Vec<Person> = expected()
        .into_iter()
        .map(|(first, last, phone, _, tags)| (first, last, phone, String::new(), tags))
        .collect();
    assert_eq!(found, without_email);
    assert_eq!((dry.rows, dry.refused), (400, 0));
    assert_eq!(
        dry.tags,
        ["2025", "board", "choir", "college", "family", "neighbors", "vip", "work"]
    );
}

#[test]
fn a_messy_file_is_understood_all_the_same() {
    let (dry, rows) = guessed(MESSY);
    assert_eq!(dry.plan.format.encoding, TextEncoding::WINDOWS_1252);
    assert_eq!(dry.plan.format.delimiter, Delimiter::Semicolon);
    assert_eq!(dry.headings, ["Nom", "Téléphone", "Étiquettes", "Remarque"]);
    assert_eq!(
        dry.plan.mapping.uses(),
        [
            ColumnUse::Name,
            ColumnUse::Phone { rank: 1 },
            ColumnUse::Tags { also: String::new() },
            ColumnUse::Note,
        ]
    );
    assert_eq!(dry.rows, 215);
    let by_phone: BTreeMap<String, Person> =
        expected().into_iter().map(|person| (person.2.clone(), person)).collect();
    for contact in contacts(&rows) {
        let (first, last, _, _, tags) = &by_phone[&contact.phone.as_ref().unwrap().to_string()];
        let name = contact.name();
        if !name.contains('?') && !name.starts_with('=') {
            assert_eq!((&contact.first_name, &contact.last_name), (first, last));
        }
        if !contact.tags.is_empty() {
            assert_eq!(&contact.tags, tags);
        }
    }
}

#[test]
fn a_messy_files_refused_rows_are_those_without_a_phone_and_the_repeated_ones() {
    let (dry, rows) = guessed(MESSY);
    let refused: Vec<(u32, ErrorCode)> = rows
        .iter()
        .filter_map(|row| row.outcome.as_ref().err().map(|errors| (row, errors)))
        .map(|(row, errors)| {
            assert_eq!(errors.len(), 1, "{row:?}");
            (row.number.row, errors[0].code)
        })
        .collect();
    let too_short = ErrorCode::Phone(PhoneError::TooShort);
    let of = |code: ErrorCode| -> Vec<u32> {
        refused.iter().filter(|(_, found)| *found == code).map(|(row, _)| *row).collect()
    };
    assert_eq!(of(too_short), TOO_SHORT);
    assert_eq!(of(ErrorCode::SamePhone), REPEATED);
    assert_eq!(refused.len(), TOO_SHORT.len() + REPEATED.len());
    assert_eq!(usize::try_from(dry.refused).unwrap(), TOO_SHORT.len());
    assert_eq!(usize::try_from(dry.same_phone).unwrap(), REPEATED.len());
    assert_eq!(usize::try_from(dry.notices[&Notice::ExtraCells]).unwrap(), TOO_SHORT.len());
}

/// The rows whose phone is `12`.
const TOO_SHORT: &[u32] = &[7, 21, 35, 62, 76, 90, 105, 119, 133, 161, 175, 189, 203];
/// The rows whose note is `doublon`.
const REPEATED: &[u32] = &[6, 16, 26, 54, 73, 83, 93, 103, 113, 123, 142, 152, 171, 181, 191];

#[test]
fn a_repeated_phone_is_told_with_the_row_that_is_kept() {
    let (_, rows) = guessed(MESSY);
    let repeated = &rows[5];
    let errors = repeated.outcome.as_ref().unwrap_err();
    assert_eq!(repeated.line, 12);
    assert_eq!(errors[0].first, Some(RowNumber { part: 0, row: 5 }));
    assert_eq!(errors[0].sentence, "the row in line 10 has the same phone number; it is kept");
}

#[test]
fn a_name_that_looks_like_a_formula_is_kept_as_text() {
    let (_, rows) = guessed(MESSY);
    let names: Vec<String> = contacts(&rows)
        .iter()
        .map(|contact| contact.name())
        .filter(|name| name.starts_with('='))
        .collect();
    assert_eq!(names.len(), 9);
    assert!(names.iter().all(|name| name == "=HYPERLINK(\"http://example.com\")"));
}

#[test]
fn a_file_in_parts_gives_the_same_rows_as_the_whole() {
    for (bytes, bytes_max) in [(GOOGLE, 10_000), (OUTLOOK, 1_000), (SIMPLE, 5_000), (MESSY, 700)] {
        let (dry, whole) = guessed(bytes);
        let mut found = Vec::new();
        let mut rows_before = 0;
        let ranges = parts::split(bytes, &dry.plan.format, bytes_max).unwrap();
        for (number, range) in (0..).zip(ranges) {
            let part = Part { number, rows_before };
            let rows = read_part(&bytes[range], &dry.plan, part, us()).unwrap();
            rows_before += u32::try_from(rows.len()).unwrap();
            found.extend(rows);
        }
        assert_eq!(found.len(), whole.len());
        // A duplicate whose first is in another part is the writer's to find.
        for (in_part, in_whole) in found.iter().zip(&whole) {
            let crosses = matches!(&in_whole.outcome, Err(errors)
                if errors[0].code == ErrorCode::SamePhone);
            if !crosses && in_whole.outcome.is_ok() {
                assert_eq!(in_part.outcome, in_whole.outcome);
            }
        }
    }
}

/// The rows of a text with this header, read as guessed.
fn rows_of(text: &str) -> Vec<Row> {
    guessed(text.as_bytes()).1
}

fn refusals(rows: &[Row]) -> Vec<(u32, Vec<&str>)> {
    rows.iter()
        .filter_map(|row| {
            let errors = row.outcome.as_ref().err()?;
            Some((row.line, errors.iter().map(|error| error.code.slug()).collect()))
        })
        .collect()
}

#[test]
fn a_row_without_any_address_is_refused_and_one_without_a_name_is_noted() {
    let rows = rows_of(
        "name,phone,email\nAnn,,\n,+12125550123,\nBob,,bob@example.com\nEve,ext,eve@example.com\n",
    );
    assert_eq!(refusals(&rows), [(2, vec!["no_address"]), (5, vec!["phone_letters"])]);
    assert!(rows[1].notices.contains(&Notice::NoName));
}

#[test]
fn a_phone_that_cannot_be_used_says_why() {
    let rows = rows_of(
        "name,phone\na,212-555-0123 x12\nb,call me\nc,12\nd,+1 212 555 0123 0123 0123\ne,+12125550123\n",
    );
    assert_eq!(
        refusals(&rows),
        [
            (2, vec!["phone_extension"]),
            (3, vec!["phone_letters"]),
            (4, vec!["phone_too_short"]),
            (5, vec!["phone_too_long"]),
        ]
    );
}

#[test]
fn every_overlong_field_is_named() {
    let tags: Vec<String> = (0..51).map(|n| format!("t{n}")).collect();
    let text = format!(
        "name,phone,tags,note\n{},+12125550123,{},{}\nAnn,+12125550124,\"{}\",\nBob,+12125550125,,\n",
        "n".repeat(201),
        "t".repeat(61),
        "o".repeat(2_001),
        tags.join(","),
    );
    assert_eq!(
        refusals(&rows_of(&text)),
        [(2, vec!["name_too_long", "tag_too_long", "note_too_long"]), (3, vec!["too_many_tags"]),]
    );
}

#[test]
fn the_longest_allowed_fields_are_accepted() {
    let tags: Vec<String> = (100..150).map(|n| format!("{n}{}", "é".repeat(57))).collect();
    let text = format!(
        "name,phone,tags,note\n{},+12125550123,\"{}\",{}\n",
        "é".repeat(200),
        tags.join(","),
        "é".repeat(2_000),
    );
    assert_eq!(refusals(&rows_of(&text)), []);
}

#[test]
fn the_mobile_phone_is_preferred_and_a_bad_one_passed_over() {
    let rows = rows_of(
        "First Name,Last Name,Home Phone,Mobile Phone,Business Phone\n\
         Ann,Lee,+12125550101,+12125550102,+12125550103\n\
         Bob,Lee,+12125550104,12,\n",
    );
    let phones: Vec<String> =
        contacts(&rows).iter().map(|contact| contact.phone.as_ref().unwrap().to_string()).collect();
    assert_eq!(phones, ["+12125550102", "+12125550104"]);
    assert!(rows[1].notices.contains(&Notice::PassedOver));
}

#[test]
fn googles_label_says_which_phone_is_the_mobile_one() {
    let rows = rows_of(
        "First Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n\
         Ann,Home,+12125550101,* Mobile,+12125550102\n\
         Bob,Home,+12125550103,Work,+12125550104\n\
         Eve,Home,+12125550105 ::: +12125550106,,\n",
    );
    let phones: Vec<String> =
        contacts(&rows).iter().map(|contact| contact.phone.as_ref().unwrap().to_string()).collect();
    assert_eq!(phones, ["+12125550102", "+12125550103", "+12125550105"]);
}

#[test]
fn tags_are_trimmed_sorted_and_unique_whatever_their_case() {
    let rows = rows_of("name,phone,tags\nAnn,+12125550123,\" work ,VIP,vip,,Work\"\n");
    assert_eq!(contacts(&rows)[0].tags, ["VIP", "work"]);
}

#[test]
fn first_and_last_names_are_told_apart_in_every_language() {
    for text in [
        "Prénom;Nom;Téléphone\nAnn;Lee;+12125550123\n",
        "Vorname;Name;Telefon\nAnn;Lee;+12125550123\n",
        "Nombre;Apellidos;Teléfono\nAnn;Lee;+12125550123\n",
        "الاسم;اسم العائلة;رقم الجوال\nAnn;Lee;+12125550123\n",
        "Name;Given Name;Family Name;Phone 1 - Value\nAnn Lee;Ann;Lee;+12125550123\n",
        "Nom;Téléphone\nAnn Lee;+12125550123\n",
    ] {
        let rows = rows_of(text);
        let contact = contacts(&rows)[0];
        assert_eq!((&*contact.first_name, &*contact.last_name), ("Ann", "Lee"), "{text}");
    }
}

#[test]
fn a_file_without_a_header_is_understood_by_its_cells() {
    let (dry, rows) = guessed(
        b"1980-09-14,Ann Lee,ann@example.com,+12125550123\n1981-01-02,Bob Ray,,212-555-0124\n",
    );
    assert!(!dry.plan.format.header);
    assert_eq!(
        dry.plan.mapping,
        Mapping::parse(&["ignore", "name", "email:1", "phone:1"]).unwrap()
    );
    assert_eq!(contacts(&rows).len(), 2);
}

#[test]
fn the_caller_may_override_every_guess() {
    let overrides = Overrides {
        header: Some(false),
        delimiter: Some(Delimiter::Comma),
        encoding: Some(TextEncoding::WINDOWS_1252),
        mapping: Some(Mapping::parse(&["phone", "custom:Shoe size", "name", "tags:/"]).unwrap()),
    };
    let dry = dry_run(b"+12125550123,9\xbd,Ren\xe9,a/b\n", overrides, us()).unwrap();
    let contact = &dry.sample[0];
    assert_eq!(contact.first_name, "René");
    assert_eq!(contact.custom["Shoe size"], "9½");
    assert_eq!(contact.tags, ["a", "b"]);
}

#[test]
fn the_same_text_is_read_the_same_in_utf_16() {
    let text: String = "\u{feff}".to_owned() + std::str::from_utf8(SIMPLE).unwrap();
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (dry, rows) = guessed(&bytes);
    assert_eq!(dry.plan.format.encoding, TextEncoding::UTF_16LE);
    assert_eq!(rows, guessed(SIMPLE).1);
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_its_line() {
    let rows = rows_of("name,phone\nAnn,+12125550123\n\"Bob,+12125550124\nEve,+12125550125\n");
    assert_eq!(refusals(&rows), [(3, vec!["unclosed_quote"])]);
}

#[test]
fn blank_rows_are_not_rows_and_lines_are_counted_as_an_editor_does() {
    let rows = rows_of("name,phone\r\n\r\n , \r\n\"An\r\nn\",+12125550123\r\n\r\nBob,12\r\n");
    assert_eq!(
        rows.iter().map(|row| (row.number.row, row.line)).collect::<Vec<_>>(),
        [(1, 4), (2, 7)]
    );
}

#[test]
fn an_import_has_at_most_its_rows_over_all_parts() {
    let text = "name,phone\nAnn,+12125550123\nBob,+12125550124\n";
    let plan = guessed(text.as_bytes()).0.plan;
    let read =
        |rows_before| read_part(text.as_bytes(), &plan, Part { number: 0, rows_before }, us());
    assert_eq!(read(49_998).unwrap().len(), 2);
    assert_eq!(read(49_999), Err(FileError::TooManyRows));
}

#[test]
fn a_workbook_or_an_empty_file_says_what_to_do() {
    let refusal = |bytes: &[u8]| dry_run(bytes, Overrides::default(), us()).unwrap_err();
    assert_eq!(refusal(b""), FileError::Empty);
    assert_eq!(refusal(b"PK\x03\x04"), FileError::NotText);
}
