//! A Rust file read just well enough: comments and the insides of strings blanked, test code marked.

/// One file.
pub struct Source {
    /// From the project's root.
    pub path: String,
    pub lines: Vec<Line>,
}

/// One line.
pub struct Line {
    /// From 1.
    pub number: usize,
    /// As written.
    pub text: String,
    /// Without comments, strings and character literals; columns stay where they are.
    pub code: String,
    pub is_test: bool,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        let code = without_words(text);
        let pairs = text.lines().zip(code.lines()).enumerate();
        let lines = pairs
            .map(|(at, (text, code))| Line {
                number: at + 1,
                text: text.to_owned(),
                code: code.to_owned(),
                is_test: false,
            })
            .collect();
        let mut source = Source { path: path.to_owned(), lines };
        source.mark_tests();
        source
    }

    /// The folder or file under `src/` this belongs to.
    pub fn module(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("src/")?;
        Some(rest.split('/').next().unwrap_or(rest).trim_end_matches(".rs"))
    }

    fn mark_tests(&mut self) {
        let name = self.path.rsplit('/').next().unwrap_or("");
        let is_all = self.path.starts_with("tests/") || self.path.contains("/tests/") || name == "tests.rs";
        let mut depth = 0;
        // Inside a test item: the depth to come back to, once its first brace has been seen.
        let mut until: Option<(i32, bool)> = None;
        for line in &mut self.lines {
            if until.is_none() && line.code.contains("#[cfg(test)]") {
                until = Some((depth, false));
            }
            line.is_test = is_all || until.is_some();
            let opened = line.code.contains('{');
            depth += count(&line.code, '{') - count(&line.code, '}');
            let ends_flat = line.code.trim_end().ends_with(';');
            until = until.map(|(base, seen)| (base, seen || opened));
            if until.is_some_and(|(base, seen)| depth <= base && (seen || ends_flat)) {
                until = None;
            }
        }
    }
}

fn count(code: &str, brace: char) -> i32 {
    i32::try_from(code.matches(brace).count()).unwrap_or(i32::MAX)
}

/// Files that are test code because the file naming them says `#[cfg(test)] mod …;`.
pub fn mark_test_modules(sources: &mut [Source]) {
    let mut folders = Vec::new();
    for source in sources.iter() {
        for line in source.lines.iter().filter(|line| line.is_test) {
            if let Some(name) = module_declared(&line.code) {
                folders.push(format!("{}{name}", folder_of(&source.path)));
            }
        }
    }
    for source in sources.iter_mut() {
        let is_named =
            |folder: &String| source.path == format!("{folder}.rs") || source.path.starts_with(&format!("{folder}/"));
        if folders.iter().any(is_named) {
            source.lines.iter_mut().for_each(|line| line.is_test = true);
        }
    }
}

fn module_declared(code: &str) -> Option<&str> {
    let (before, name) = code.trim().strip_suffix(';')?.split_once("mod ")?;
    (before.is_empty() || before.starts_with("pub")).then_some(name)
}

/// Where the modules of a file live.
fn folder_of(path: &str) -> String {
    let stem = path.trim_end_matches(".rs");
    match stem.strip_suffix("mod").or(stem.strip_suffix("lib")).or(stem.strip_suffix("main")) {
        Some(folder) if folder.ends_with('/') => folder.to_owned(),
        _ => format!("{stem}/"),
    }
}

/// What the reader is inside of.
enum Inside {
    Code,
    LineComment,
    BlockComment(u32),
    Text,
    RawText(usize),
}

/// Blanks comments, strings and character literals.
fn without_words(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut inside = Inside::Code;
    let mut at = 0;
    while at < chars.len() {
        let (taken, next) = step(&chars, at, inside);
        let is_kept = matches!(next, Inside::Code) && taken == 1 && chars[at] != '"';
        for c in &chars[at..at + taken] {
            code.push(if *c == '\n' || is_kept { *c } else { ' ' });
        }
        inside = next;
        at += taken;
    }
    code
}

/// How many characters belong together here, and what follows.
fn step(chars: &[char], at: usize, inside: Inside) -> (usize, Inside) {
    let rest = &chars[at..];
    let starts = |text: &str| text.chars().enumerate().all(|(i, c)| rest.get(i) == Some(&c));
    match inside {
        Inside::Code if starts("//") => (2, Inside::LineComment),
        Inside::Code if starts("/*") => (2, Inside::BlockComment(1)),
        Inside::Code if starts("\"") => (1, Inside::Text),
        Inside::Code => match raw_start(chars, at) {
            Some((taken, hashes)) => (taken, Inside::RawText(hashes)),
            None => (character_length(rest), Inside::Code),
        },
        Inside::LineComment if starts("\n") => (1, Inside::Code),
        Inside::BlockComment(depth) if starts("/*") => (2, Inside::BlockComment(depth + 1)),
        Inside::BlockComment(1) if starts("*/") => (2, Inside::Code),
        Inside::BlockComment(depth) if starts("*/") => (2, Inside::BlockComment(depth - 1)),
        Inside::Text if starts("\\") => (2.min(rest.len()), Inside::Text),
        Inside::Text if starts("\"") => (1, Inside::Code),
        Inside::RawText(hashes) if starts(&format!("\"{}", "#".repeat(hashes))) => (1 + hashes, Inside::Code),
        other => (1, other),
    }
}

/// `r"`, `br#"` and the like: their length and number of hashes.
fn raw_start(chars: &[char], at: usize) -> Option<(usize, usize)> {
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
    if at > 0 && is_word(&chars[at - 1]) {
        return None;
    }
    let rest = &chars[at..];
    let prefix = usize::from(rest.first() == Some(&'b'));
    if rest.get(prefix) != Some(&'r') {
        return None;
    }
    let hashes = rest[prefix + 1..].iter().take_while(|c| **c == '#').count();
    let quote = prefix + 1 + hashes;
    (rest.get(quote) == Some(&'"')).then_some((quote + 1, hashes))
}

/// 1, or the length of a character literal (a lifetime is none).
fn character_length(rest: &[char]) -> usize {
    if rest[0] != '\'' {
        return 1;
    }
    let is_escape = rest.get(1) == Some(&'\\');
    let from = if is_escape { 3 } else { 2 };
    let until = if is_escape { 12 } else { 3 };
    let close = (from..until.min(rest.len())).find(|i| rest[*i] == '\'');
    close.map_or(1, |close| close + 1)
}
