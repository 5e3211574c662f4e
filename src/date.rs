//! Dates as the data writes them: YYYY, YYYY-MM or YYYY-MM-DD (ISO 8601).

/// Whether `text` is such a date and exists in the calendar.
pub fn is_date(text: &str) -> bool {
    parts(text).is_some()
}

/// Year, month and day; what is not given is 1.
pub fn parts(text: &str) -> Option<(i32, u8, u8)> {
    let mut numbers = [0, 1, 1];
    let mut fields = text.split('-');
    for (index, width) in [4, 2, 2].into_iter().enumerate() {
        let Some(field) = fields.next() else { break };
        if field.len() != width || !field.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        numbers[index] = field.parse().ok()?;
    }
    let [year, month, day] = numbers;
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let exists = fields.next().is_none()
        && year > 0
        && typst::foundations::Datetime::from_ymd(year, month, day).is_some();
    exists.then_some((year, month, day))
}

/// A date as people write it, as the data does: `juni 2024`, `2024-6`, `1 June 2024`.
pub fn read(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    if is_date(&text) {
        return Some(text);
    }
    let words: Vec<&str> =
        text.split([' ', '-', '/', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let (day, month, year) = match words.as_slice() {
        [year, month] if year.len() == 4 && month_of(year).is_none() => (None, *month, *year),
        [month, year] => (None, *month, *year),
        [year, month, day] if year.len() == 4 => (Some(*day), *month, *year),
        [day, month, year] => (Some(*day), *month, *year),
        _ => return None,
    };
    let month = month_of(month).or_else(|| month.parse().ok())?;
    let day = day.map(|day| day.trim_end_matches('.').parse::<u8>().ok());
    let date = match day {
        None => format!("{year}-{month:02}"),
        Some(day) => format!("{year}-{month:02}-{:02}", day?),
    };
    is_date(&date).then_some(date)
}

/// The number of a month by its name, or by no fewer than its first three letters.
fn month_of(name: &str) -> Option<u8> {
    let name = name.trim_end_matches('.');
    let is = |month: &str| name.chars().count() >= 3 && month.starts_with(name);
    let index = MONTHS.iter().position(|names| names.split(' ').any(is))?;
    u8::try_from(index + 1).ok()
}

/// In Swedish and in English.
const MONTHS: [&str; 12] = [
    "januari january",
    "februari february",
    "mars march",
    "april",
    "maj may",
    "juni june",
    "juli july",
    "augusti august",
    "september",
    "oktober october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for (written, wanted) in [
            ("2024-06", "2024-06"),
            ("2024", "2024"),
            ("Juni 2024", "2024-06"),
            ("1 juni 2024", "2024-06-01"),
            ("2024-6", "2024-06"),
            ("dec. 2024", "2024-12"),
            ("2024-06-30", "2024-06-30"),
            ("30/6 2024", "2024-06-30"),
        ] {
            assert_eq!(read(written).as_deref(), Some(wanted), "{written}");
        }
        for written in ["snart", "juni", "2024-13", "31 juni 2024", "hösten 2024", "j 2024"] {
            assert_eq!(read(written), None, "{written}");
        }
    }
}
