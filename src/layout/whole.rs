//! A theme that is read by the program and by Typst alike.

use serde_json::Value;

use super::Layout;
use crate::error::Error;

impl Layout {
    /// The theme in one file: all that it takes from layouts that it extends,
    /// and lengths as numbers of points, as the Typst files read them.
    ///
    /// # Errors
    /// None that a theme gives reason to.
    pub(crate) fn whole_theme(&self) -> Result<Value, Error> {
        let settled = serde_json::to_value(&self.theme);
        let settled = settled.map_err(|error| Error::internal("writing JSON", error))?;
        let mut theme = self.theme_json.value.clone();
        lay_over(&mut theme, settled);
        if let Value::Object(keys) = &mut theme {
            keys.retain(|key, _| !["$schema", "extends"].contains(&key.as_str()));
        }
        Ok(theme)
    }
}

/// Puts the values of `own` over those of `base`, to the last key and entry.
fn lay_over(base: &mut Value, own: Value) {
    match (base, own) {
        (Value::Object(base), Value::Object(own)) => {
            for (key, value) in own {
                lay_over(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(base), Value::Array(own)) if base.len() == own.len() => {
            base.iter_mut().zip(own).for_each(|(base, own)| lay_over(base, own));
        }
        (base, own) => *base = own,
    }
}
