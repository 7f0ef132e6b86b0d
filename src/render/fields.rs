//! The names a template can use: the shape of a [`Context`](crate::render::context::Context), learnt from the samples.

use crate::render::letter::RenderError;
use crate::render::sample;
use crate::render::tongue::wrap;
use serde_json::Value;

/// Every field there is, as nested objects; lists have one element. A test keeps it without gaps.
///
/// # Errors
/// Never for the samples there are.
pub fn tree() -> Result<Value, RenderError> {
    let mut tree = Value::Null;
    for sample in sample::contexts() {
        merge(&mut tree, wrap(&sample.context)?.data());
    }
    Ok(tree)
}

fn merge(tree: &mut Value, more: &Value) {
    match (&mut *tree, more) {
        (_, Value::Null) => {}
        (Value::Object(fields), Value::Object(more)) => {
            for (name, value) in more {
                merge(fields.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (Value::Array(elements), Value::Array(more)) => {
            for value in more {
                if elements.is_empty() {
                    elements.push(Value::Null);
                }
                merge(&mut elements[0], value);
            }
        }
        (_, Value::Object(_)) => {
            *tree = Value::Object(serde_json::Map::new());
            merge(tree, more);
        }
        (_, Value::Array(_)) => {
            *tree = Value::Array(Vec::new());
            merge(tree, more);
        }
        (_, scalar) => tree.clone_from(scalar),
    }
}

#[cfg(test)]
mod tests {
    use super::tree;
    use crate::render::dates::Style;
    use crate::render::functions::OTHER_NAMES;
    use serde_json::Value;

    fn gaps(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Null => found.push(path.to_owned()),
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| gaps(value, &format!("{path}.{name}"), found));
            }
            Value::Array(elements) if elements.is_empty() => found.push(path.to_owned()),
            Value::Array(elements) => gaps(&elements[0], &format!("{path}[]"), found),
            _ => {}
        }
    }

    /// Coordinators' letters are left out: the page sends people to the built-in ones.
    const UNDOCUMENTED: [&str; 5] = ["notes", "digest", "applied", "applied_everywhere", "forwarded"];

    fn names(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().filter(|(name, _)| !UNDOCUMENTED.contains(&name.as_str())).for_each(|(name, value)| {
                    found.push(name.clone());
                    names(value, found);
                })
            }
            Value::Array(elements) => elements.iter().for_each(|value| names(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_name_and_function_is_on_the_page_for_people() {
        let page = include_str!("../../docs/TEMPLATES.md");
        let mut found = Vec::new();
        names(&tree().expect("a tree"), &mut found);
        // The two clocks of a moment are what the functions for times are for.
        found.retain(|name| !["reader", "partner"].contains(&name.as_str()));
        for name in found {
            assert!(page.contains(&format!("`{name}`")), "docs/TEMPLATES.md does not say what `{name}` is");
        }
        for name in Style::ALL.map(|(name, _)| name).into_iter().chain(OTHER_NAMES) {
            assert!(page.contains(&format!("{{{{{name} ")), "docs/TEMPLATES.md does not say what {name} gives");
        }
    }

    #[test]
    fn the_samples_fill_every_field() {
        let mut found = Vec::new();
        gaps(&tree().expect("a tree"), "", &mut found);
        assert_eq!(found, Vec::<String>::new());
    }
}
