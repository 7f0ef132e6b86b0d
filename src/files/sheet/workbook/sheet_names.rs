//! Which part of a workbook's archive is the sheet of which name.

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// What the list of sheets says, and where its references lead.
#[derive(Default)]
pub(super) struct SheetNames {
    /// Name and reference of each sheet.
    sheets: Vec<(String, String)>,
    /// The file that a reference leads to, without its folder and in lower case.
    files: HashMap<String, String>,
}

impl SheetNames {
    /// Looks at the next event of any part but the sheets.
    pub fn look(&mut self, event: &Event<'_>) {
        let (Event::Start(tag) | Event::Empty(tag)) = event else { return };
        match tag.local_name().as_ref() {
            "sheet" => self.sheets.extend(attribute(tag, "name").zip(attribute(tag, "id"))),
            "Relationship" if attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/worksheet")) => {
                let file = attribute(tag, "Target").map(|target| file_name(&target));
                self.files.extend(attribute(tag, "Id").zip(file));
            }
            _ => {}
        }
    }

    /// What is known of files, by the names of their sheets.
    pub fn by_name<T>(self, mut of_files: HashMap<String, T>) -> HashMap<String, T> {
        let of_sheet = |(name, reference)| Some((name, of_files.remove(self.files.get(&reference)?)?));
        self.sheets.into_iter().filter_map(of_sheet).collect()
    }
}

/// The last piece of a part's path, in lower case.
pub(super) fn file_name(part: &str) -> String {
    part.rsplit('/').next().unwrap_or(part).to_lowercase()
}

/// The attribute of that name, whatever namespace it has.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}
