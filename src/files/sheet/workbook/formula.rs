//! Formulas whose result a workbook does not hold: their cells look empty.

use quick_xml::events::{BytesStart, Event};

/// A cell that is being read: whether it has a formula, and a result. Reused from cell to cell.
#[derive(Default)]
pub(super) struct Formula {
    cell: String,
    has_formula: bool,
    /// Text that comes now is the result.
    is_value: bool,
    has_value: bool,
}

impl Formula {
    /// Looks at the next event of a sheet; a cell that ends there without its result.
    pub fn look(&mut self, event: &Event<'_>) -> Option<String> {
        match event {
            Event::Start(tag) => self.begin(tag),
            Event::Text(_) => self.has_value |= self.is_value,
            Event::End(tag) => return self.end(tag.local_name().as_ref()),
            _ => {}
        }
        None
    }

    fn begin(&mut self, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            "c" => {
                let attribute = |name| tag.try_get_attribute(name).ok().flatten();
                // An empty text is a result too.
                self.has_value = attribute("t").is_some_and(|kind| kind.value == "str");
                (self.has_formula, self.is_value) = (false, false);
                self.cell.clear();
                self.cell.push_str(attribute("r").as_ref().map_or("", |name| &name.value));
            }
            "f" => self.has_formula = true,
            "v" | "is" => self.is_value = true,
            _ => {}
        }
    }

    /// The cell that ends there, if it lacks its result.
    fn end(&mut self, tag: &str) -> Option<String> {
        let is_without = tag == "c" && self.has_formula && !self.has_value;
        is_without.then(|| self.cell.clone())
    }
}
