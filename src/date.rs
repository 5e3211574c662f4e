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
