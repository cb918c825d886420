//! Laws of contact files that hold for any bytes and any contacts.

use contacts::csv::{
    chunks,
    contact::ParsedContact,
    dry_run::{Overrides, dry_run},
    encoding::TextEncoding,
    export::{ExportedContact, export},
    limits::{CHUNK_BYTES_MAX, CHUNK_ROWS_MAX},
    mapping::{ColumnUse, Mapping},
    parts,
    plan::{Delimiter, Format, Plan},
    rows::{Part, Row, read_part},
};
use domain::phone::{Phone, Region};
use proptest::prelude::*;
use store::contacts::{ContactField, Reading};

const WHOLE: Part = Part { number: 0, rows_before: 0 };

fn us() -> Reading {
    Reading { region: Region::US, today: jiff::civil::date(2026, 6, 1) }
}

/// UTF-8 with commas and no header.
fn plan(uses: &[&str]) -> Plan {
    let format =
        Format { encoding: TextEncoding::UTF_8, delimiter: Delimiter::Comma, header: false };
    Plan { format, mapping: Mapping::parse(uses).unwrap() }
}

/// A cell as people and attackers write it.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé' ]{0,8}",
        "['=+@\t\r\n\",;|-]{0,6}[a-z ]{0,4}",
        "\\PC{0,8}",
        Just("=HYPERLINK(\"http://example.com\")".to_owned()),
        Just("'t Hooft".to_owned()),
    ]
}

/// Contacts as an import could have made them: read from cells, each with its own phone.
fn contacts() -> impl Strategy<Value = Vec<ParsedContact>> {
    let cells = (cell(), cell(), cell(), cell(), cell(), cell(), cell(), cell());
    proptest::collection::vec(cells, 0..20).prop_map(|people| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for (number, cells) in people.into_iter().enumerate() {
            let (first, last, tags, note, company, group, city, own) = cells;
            let phone = format!("+1212555{:04}", 100 + number);
            let email = format!("guest{number}@example.org");
            let cells = [first, last, phone, email, tags, note, company, group, city, own];
            writer.write_record(cells).unwrap();
        }
        let plan = plan(&[
            "first-name",
            "last-name",
            "phone",
            "email",
            "tags",
            "note",
            "organization",
            "group",
            "city",
            "custom:Own",
        ]);
        let rows = read_part(&writer.into_inner().unwrap(), &plan, WHOLE, us()).unwrap();
        rows.into_iter().filter_map(|row| row.outcome.ok()).collect()
    })
}

fn imported(bytes: &[u8]) -> Vec<ParsedContact> {
    let plan = dry_run(bytes, Overrides::default(), us()).unwrap().plan;
    let rows = read_part(bytes, &plan, WHOLE, us()).unwrap();
    rows.into_iter().map(|row| row.outcome.unwrap()).collect()
}

fn exported(contacts: &[ParsedContact]) -> Vec<u8> {
    let contacts: Vec<ExportedContact<'_>> = contacts.iter().map(ExportedContact::from).collect();
    export(&contacts).unwrap()
}

fn delimiter() -> impl Strategy<Value = Delimiter> {
    proptest::sample::select(&Delimiter::ALL[..])
}

fn encoding() -> impl Strategy<Value = TextEncoding> {
    proptest::sample::select(vec![
        TextEncoding::UTF_8,
        TextEncoding::UTF_16LE,
        TextEncoding::UTF_16BE,
        TextEncoding::WINDOWS_1252,
    ])
}

fn encoded(text: &str, encoding: TextEncoding) -> Vec<u8> {
    if encoding == TextEncoding::UTF_16LE {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    } else if encoding == TextEncoding::UTF_16BE {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    } else {
        text.as_bytes().to_vec()
    }
}

proptest! {
    #[test]
    fn an_exported_contact_reads_back_as_itself(contacts in contacts()) {
        let bytes = exported(&contacts);
        prop_assert_eq!(imported(&bytes), contacts);
    }

    #[test]
    fn no_exported_cell_runs_in_a_spreadsheet(contacts in contacts()) {
        let bytes = exported(&contacts);
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
        for record in csv::Reader::from_reader(text).records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{}", cell);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        delimiter in delimiter(),
        encoding in encoding(),
    ) {
        drop(dry_run(&bytes, Overrides::default(), us()));
        let overrides = Overrides {
            encoding: Some(encoding),
            delimiter: Some(delimiter),
            header: Some(false),
            mapping: Some(Mapping::parse(&["name", "phone", "tags", "note"]).unwrap()),
        };
        if let Ok(dry) = dry_run(&bytes, overrides, us()) {
            prop_assert_eq!(
                dry.rows,
                dry.importable + dry.same_phone + dry.same_email + dry.refused
            );
        }
        let format = Format { encoding, delimiter, header: false };
        drop(parts::split(&bytes, &format, 16));
    }

    #[test]
    fn parts_are_the_whole_file_cut_only_between_rows(
        text in "[ab\",;\t|\r\n]{0,80}",
        delimiter in delimiter(),
        encoding in encoding(),
        bytes_max in 8_usize..40,
    ) {
        let bytes = encoded(&text, encoding);
        let plan = Plan {
            format: Format { encoding, delimiter, header: false },
            mapping: Mapping::parse(&["name", "note"]).unwrap(),
        };
        let Ok(ranges) = parts::split(&bytes, &plan.format, bytes_max) else { return Ok(()) };
        let mut end = 0;
        let mut rows = Vec::new();
        for range in ranges {
            prop_assert_eq!(range.start, end);
            prop_assert!(!range.is_empty() && range.len() <= bytes_max);
            end = range.end;
            rows.extend(read_part(&bytes[range], &plan, WHOLE, us()).unwrap());
        }
        prop_assert_eq!(end, bytes.len());
        let results = |rows: Vec<Row>| -> Vec<_> {
            rows.into_iter()
                .map(|row| row.outcome.map_err(|errors| errors.into_iter().map(|e| e.code).collect::<Vec<_>>()))
                .collect()
        };
        prop_assert_eq!(results(rows), results(read_part(&bytes, &plan, WHOLE, us()).unwrap()));
    }

    #[test]
    fn packed_rows_come_back_with_their_numbers(
        text in "([a-z]{0,3},[+12x50]{0,12},[a-c;]{0,6}\n){0,30}",
        part in any::<u16>(),
    ) {
        let plan = plan(&["name", "phone", "tags"]);
        let part = Part { number: part, rows_before: 0 };
        let rows = read_part(text.as_bytes(), &plan, part, us()).unwrap();
        let chunks = chunks::pack(&rows).unwrap();
        let unpacked: Vec<Row> =
            chunks.iter().flat_map(|chunk| chunks::unpack(&chunk.bytes).unwrap()).collect();
        prop_assert_eq!(unpacked, rows);
    }

    #[test]
    fn damaged_chunks_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        drop(chunks::unpack(&bytes));
    }

    #[test]
    fn a_mapping_survives_its_text_form(
        name in "[A-Za-zé:][A-Za-zé: ]{0,20}[a-z]",
        also in "[/+ ]{0,3}",
        rank in any::<u8>(),
    ) {
        let uses = vec![
            ColumnUse::Ignore, ColumnUse::Name, ColumnUse::FirstName, ColumnUse::LastName, ColumnUse::Phone { rank }, ColumnUse::PhoneLabel { rank },
            ColumnUse::Email { rank }, ColumnUse::Tags { also }, ColumnUse::Labels, ColumnUse::Note,
            ColumnUse::Organization, ColumnUse::Group, ColumnUse::Zone, ColumnUse::CustomFields,
            ColumnUse::Custom(name),
        ];
        let uses: Vec<ColumnUse> =
            uses.into_iter().chain(ContactField::ALL.map(ColumnUse::Field)).collect();
        let texts: Vec<String> = uses.iter().map(ToString::to_string).collect();
        prop_assert_eq!(Mapping::parse(&texts), Mapping::new(uses));
    }
}

/// A contact of the largest size with text that does not compress.
fn incompressible(row: u32) -> Row {
    let mut state = u64::from(row) + 1;
    let mut noise = |length: usize| -> String {
        (0..length)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                char::from_u32(0x4e00 + u32::try_from(state >> 50).unwrap() % 0x5000).unwrap()
            })
            .collect()
    };
    let contact = ParsedContact {
        first_name: noise(200),
        last_name: String::new(),
        phone: Some(Phone::parse("+12125550123", Region::US).unwrap()),
        email: None,
        tags: (0..50).map(|_| noise(60)).collect(),
        groups: (0..20).map(|_| noise(100)).collect(),
        note: noise(2_000),
        organization: noise(200),
        zone: None,
        fields: ContactField::ALL.map(|field| (field, noise(field.characters_max()))).into(),
        custom: (0..20).map(|_| (noise(60), noise(200))).collect(),
    };
    let number = contacts::csv::rows::RowNumber { part: 3, row };
    Row { number, line: row, outcome: Ok(contact), notices: [].into() }
}

#[test]
fn no_chunk_is_larger_than_an_item_may_be() {
    let rows: Vec<Row> = (1..=60).map(incompressible).collect();
    let chunks = chunks::pack(&rows).unwrap();
    assert!(chunks.len() > 1);
    assert!(chunks.iter().all(|chunk| chunk.bytes.len() <= CHUNK_BYTES_MAX));
    let unpacked: Vec<Row> =
        chunks.iter().flat_map(|chunk| chunks::unpack(&chunk.bytes).unwrap()).collect();
    assert_eq!(unpacked, rows);
}

#[test]
fn no_chunk_has_more_rows_than_a_writer_finishes() {
    let text = "Ann,+12125550123\n".repeat(CHUNK_ROWS_MAX + 1);
    let plan = plan(&["name", "phone"]);
    let rows = read_part(text.as_bytes(), &plan, WHOLE, us()).unwrap();
    let sizes: Vec<usize> = chunks::pack(&rows).unwrap().iter().map(|chunk| chunk.rows).collect();
    assert_eq!(sizes, [CHUNK_ROWS_MAX, 1]);
}

#[test]
fn an_export_of_nobody_is_a_header() {
    let bytes = exported(&[]);
    let headings = "first_name,last_name,middle_name,prefix,suffix,email,email_secondary,phone,mobile,\
                    fax,website,company,job_title,department,industry,address,address_line_2,city,\
                    state,postal_code,country,birthday,gender,marital_status,linkedin,twitter,\
                    facebook,instagram,skype,whatsapp,telegram,lead_source,lead_status,priority,\
                    tags,group,notes,zone,custom_fields";
    assert_eq!(bytes, format!("\u{feff}{headings}\r\n").into_bytes());
    assert_eq!(imported(&bytes), []);
}
