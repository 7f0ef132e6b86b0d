//! Sizes: of files, of functions, of nesting; and that a file opens with its contract.

use super::Untidy;
use super::floors::has_word;
use super::source::Source;

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;
const NESTING: usize = 3;

pub fn faults(source: &Source) -> Vec<Untidy> {
    let mut faults = Vec::new();
    let mut report = |line, rule, what| faults.push(Untidy { path: source.path.clone(), line, rule, what });
    let length = source.lines.len();
    if length > FILE_LINES {
        report(length, "file length", format!("{length} lines, at most {FILE_LINES}"));
    }
    let opening = source.lines.first().map_or("", |line| line.text.as_str());
    let is_test = source.lines.first().is_some_and(|line| line.is_test);
    if !is_test && !opening.starts_with("//!") && !opening.starts_with("#![doc") {
        report(1, "contract", "the file does not open with what it is for (`//!`)".to_owned());
    }
    for block in blocks(source) {
        let lines = block.last - block.first + 1;
        if block.kind == Kind::Function && lines > FUNCTION_LINES {
            report(block.first, "function length", format!("{lines} lines, at most {FUNCTION_LINES}"));
        }
        if block.kind == Kind::Control && block.nesting > NESTING {
            report(block.first, "nesting", format!("{} deep, at most {NESTING}", block.nesting));
        }
    }
    faults
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Function,
    Control,
    Other,
}

/// What stands between two braces.
struct Block {
    kind: Kind,
    /// Where its words begin, and where its brace closes.
    first: usize,
    last: usize,
    /// How many `if`, `for`, `while`, `loop` and `match` of the same function it is in, itself included.
    nesting: usize,
}

fn blocks(source: &Source) -> Vec<Block> {
    let mut reader = Reader { closed: Vec::new(), open: Vec::new(), words: String::new(), words_at: 1 };
    for line in &source.lines {
        line.code.chars().for_each(|c| reader.take(c, line.number));
        reader.end_line();
    }
    reader.closed
}

struct Reader {
    closed: Vec<Block>,
    open: Vec<Block>,
    /// Since the last brace or semicolon: what the next brace belongs to.
    words: String,
    words_at: usize,
}

impl Reader {
    fn take(&mut self, c: char, line: usize) {
        match c {
            '{' => {
                let kind = kind_of(&self.words);
                let nesting = nesting_in(&self.open, kind);
                self.open.push(Block { kind, first: self.words_at, last: 0, nesting });
                self.words.clear();
            }
            '}' => {
                self.closed.extend(self.open.pop().map(|block| Block { last: line, ..block }));
                self.words.clear();
            }
            ';' => self.words.clear(),
            c if self.words.is_empty() && c.is_whitespace() => {}
            c => {
                self.words_at = if self.words.is_empty() { line } else { self.words_at };
                self.words.push(c);
            }
        }
    }

    /// Blank lines and attributes belong to no brace.
    fn end_line(&mut self) {
        let is_attribute = self.words.starts_with("#[") && self.words.trim_end().ends_with(']');
        if self.words.is_empty() || is_attribute {
            self.words.clear();
        } else {
            self.words.push(' ');
        }
    }
}

fn kind_of(words: &str) -> Kind {
    let words = words.rsplit("=>").next().unwrap_or(words);
    let first = words.split_whitespace().find(|word| !word.starts_with("pub")).unwrap_or("");
    let is_item = ["impl", "trait", "struct", "enum", "mod", "union"].contains(&first);
    if has_word(words, "fn") && !is_item {
        Kind::Function
    } else if !is_item && ["if", "else", "for", "while", "loop", "match"].iter().any(|word| has_word(words, word)) {
        Kind::Control
    } else {
        Kind::Other
    }
}

fn nesting_in(open: &[Block], kind: Kind) -> usize {
    let in_function = open.iter().rev().take_while(|block| block.kind != Kind::Function);
    in_function.filter(|block| block.kind == Kind::Control).count() + usize::from(kind == Kind::Control)
}
