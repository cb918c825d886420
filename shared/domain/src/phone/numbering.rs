//! From digits to a number that a numbering plan gives out.
use super::{DIGITS_MAX, DIGITS_MIN, Phone, PhoneError, Region, written::Written};
use phonenumber::{
    Type,
    metadata::{DATABASE, Descriptor, Metadata},
};

/// How the North American plan dials abroad.
const NANP_EXIT: &str = "011";
/// The calling code of the North American plan.
const NANP_CODE: u16 = 1;
/// How most of the world dials abroad.
const EXIT: &str = "00";

/// The kinds of numbers that a plan describes apart from each other.
const KINDS: [Type; 10] = [
    Type::Mobile,
    Type::FixedLine,
    Type::Voip,
    Type::PersonalNumber,
    Type::TollFree,
    Type::SharedCost,
    Type::PremiumRate,
    Type::Pager,
    Type::Uan,
    Type::Voicemail,
];

/// The number that is meant by `written` in `region`.
pub(super) fn resolve(written: &Written, region: Region) -> Result<Phone, PhoneError> {
    let digits = written.digits.as_str();
    if written.international {
        // "+00 44 .." is a common slip of the pen.
        let digits = digits.strip_prefix(EXIT).unwrap_or(digits);
        return international(digits).ok_or_else(|| why_not_international(digits));
    }
    let exits = [(dials_nanp(region), NANP_EXIT), (true, EXIT)];
    let abroad =
        exits.iter().filter(|(used, _)| *used).find_map(|(_, exit)| digits.strip_prefix(exit));
    national(digits, region).or_else(|| abroad.and_then(international)).ok_or_else(|| {
        abroad.map_or_else(|| why_not_national(digits, region), why_not_international)
    })
}

/// The number with these digits, the calling code first.
fn international(digits: &str) -> Option<Phone> {
    let number = phonenumber::parse(None, format!("+{digits}")).ok()?;
    accept(&number)
}

/// The number with these digits as `region` writes it.
fn national(digits: &str, region: Region) -> Option<Phone> {
    let number = phonenumber::parse(Some(region.id()?), digits).ok()?;
    accept(&number)
}

fn accept(number: &phonenumber::PhoneNumber) -> Option<Phone> {
    let whole = number.extension().is_none() && phonenumber::is_valid(number);
    let text = format!("+{}{}", number.code().value(), number.national());
    whole.then(|| Phone::from_e164(&text).ok()).flatten()
}

fn dials_nanp(region: Region) -> bool {
    DATABASE.by_id(region.as_str()).is_some_and(|plan| plan.country_code() == NANP_CODE)
}

fn why_not_international(digits: &str) -> PhoneError {
    match split(digits).and_then(|(code, rest)| Some((main_plan(code)?, rest))) {
        Some((plan, rest)) => why_not(plan, rest),
        None if digits.len() < DIGITS_MIN => PhoneError::TooShort,
        None if digits.len() > DIGITS_MAX => PhoneError::TooLong,
        None => PhoneError::NotInUse,
    }
}

fn why_not_national(digits: &str, region: Region) -> PhoneError {
    let Some(plan) = DATABASE.by_id(region.as_str()) else {
        return PhoneError::NotInUse;
    };
    // A number may be written with its trunk prefix or its calling code.
    let code = plan.country_code().to_string();
    let bare = plan.national_prefix().and_then(|prefix| digits.strip_prefix(prefix));
    let bare = bare.or_else(|| digits.strip_prefix(code.as_str()));
    match (why_not(plan, digits), bare) {
        (PhoneError::TooLong, Some(bare)) => why_not(plan, bare),
        (reason, _) => reason,
    }
}

/// What is wrong with the national number `digits`, which `plan` does not give out.
fn why_not(plan: &Metadata, digits: &str) -> PhoneError {
    let lengths = || {
        KINDS
            .iter()
            .filter_map(|kind| plan.descriptors().get(*kind))
            .flat_map(Descriptor::possible_length)
    };
    let length = u16::try_from(digits.len()).unwrap_or(u16::MAX);
    if lengths().min().is_some_and(|least| length < *least) {
        PhoneError::TooShort
    } else if lengths().max().is_some_and(|most| length > *most) {
        PhoneError::TooLong
    } else {
        PhoneError::NotInUse
    }
}

/// The region of a stored number.
pub(super) fn region_of(e164: &str) -> Option<Region> {
    let (code, national) = split(e164.trim_start_matches('+'))?;
    let regions = DATABASE.region(&code)?;
    let gives_out = |region: &&str| DATABASE.by_id(*region).is_some_and(|plan| has(plan, national));
    let region = regions.iter().copied().find(gives_out).or_else(|| regions.first().copied())?;
    Region::parse(region).ok()
}

/// Whether `plan`, one of several with a calling code, gives `national` out.
fn has(plan: &Metadata, national: &str) -> bool {
    let descriptors = plan.descriptors();
    match plan.leading_digits() {
        Some(leading) => leading.find(national).is_some_and(|found| found.start() == 0),
        None => {
            descriptors.general().is_match(national)
                && KINDS
                    .iter()
                    .filter_map(|kind| descriptors.get(*kind))
                    .any(|kind| kind.is_match(national))
        }
    }
}

/// The plan of the region that a calling code belongs to first.
fn main_plan(code: u16) -> Option<&'static Metadata> {
    let regions = DATABASE.region(&code)?;
    DATABASE.by_id(*regions.first()?)
}

/// A number's calling code and the rest. No calling code begins another.
fn split(digits: &str) -> Option<(u16, &str)> {
    (1..=3).find_map(|length| {
        let (code, rest) = digits.split_at_checked(length)?;
        let code = code.parse().ok()?;
        DATABASE.by_code(&code).map(|_| (code, rest))
    })
}
