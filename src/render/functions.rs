//! What templates can ask for beside names: `{{when event.starts}}`, `{{list goals}}`, `{{plural n "letter"
//! "letters"}}`.

use crate::render::dates::{Style, write};
use crate::render::escape;
use crate::render::markdown::may_lead_to;
use crate::render::words::{Words, fill};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, Output, RenderContext, RenderError, RenderErrorReason, ScopedJson,
};
use serde_json::Value;
use std::sync::Arc;

/// Names of the functions that are not dates, for `check`.
pub const OTHER_NAMES: [&str; 7] = ["code", "every", "in_quotes", "linked", "list", "plural", "quote"];

/// Makes every function known to the registry, in the words of one language.
pub fn register(registry: &mut Handlebars<'static>, words: &Arc<Words>) {
    for (name, style) in Style::ALL {
        registry.register_helper(name, Box::new(DateFunction { words: Arc::clone(words), style, name }));
    }
    let function = |words: &Arc<Words>, name, say: Say| Box::new(TextFunction { words: Arc::clone(words), name, say });
    registry.register_helper("every", function(words, "every", every));
    registry.register_helper("in_quotes", function(words, "in_quotes", in_quotes));
    registry.register_helper("list", function(words, "list", list));
    registry.register_helper("plural", function(words, "plural", plural));
    registry.register_helper("code", Box::new(code));
    registry.register_helper("linked", Box::new(linked));
    registry.register_helper("quote", Box::new(quote));
}

fn fault(function: &str, what: &str) -> RenderError {
    RenderErrorReason::Other(format!("{function}: {what}")).into()
}

struct DateFunction {
    words: Arc<Words>,
    style: Style,
    name: &'static str,
}

impl HelperDef for DateFunction {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let value = h.param(0).map(handlebars::PathAndJson::value).ok_or_else(|| fault(self.name, "say of what"))?;
        let text = write(&self.words, self.style, value).ok_or_else(|| fault(self.name, "this is no such time"))?;
        Ok(ScopedJson::Derived(Value::String(text)))
    }
}

/// What a function says of its arguments; nothing if they are not what it takes.
type Say = fn(&Words, &[&Value]) -> Option<String>;

struct TextFunction {
    words: Arc<Words>,
    name: &'static str,
    say: Say,
}

impl HelperDef for TextFunction {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let arguments: Vec<&Value> = h.params().iter().map(handlebars::PathAndJson::value).collect();
        let text = (self.say)(&self.words, &arguments).ok_or_else(|| fault(self.name, "it cannot be said of this"))?;
        Ok(ScopedJson::Derived(Value::String(text)))
    }
}

/// `{{every agreement.every}}`: "every 3 months".
fn every(words: &Words, arguments: &[&Value]) -> Option<String> {
    let text = arguments.first()?.as_str()?;
    let (n, unit) = text.split_once(' ').unwrap_or(("1", text));
    let pattern = match (unit, n) {
        ("week", _) => &words.every.week,
        ("weeks", _) => &words.every.weeks,
        ("month", _) => &words.every.month,
        ("months", _) => &words.every.months,
        _ => return None,
    };
    Some(fill(pattern, &[("n", n)]))
}

/// `{{in_quotes forwarded.subject}}`, with the marks of the language.
fn in_quotes(words: &Words, arguments: &[&Value]) -> Option<String> {
    let [open, close] = &words.quotes;
    Some(format!("{open}{}{close}", escape::plain(arguments.first()?.as_str()?)))
}

/// `{{list goals}}` or `{{list "a" "b"}}`: "a, b and c"; of texts or numbers.
fn list(words: &Words, arguments: &[&Value]) -> Option<String> {
    let text = |thing: &Value| thing.as_str().map(str::to_owned).or(thing.as_u64().map(|number| number.to_string()));
    let things: Vec<String> = match arguments {
        [Value::Array(things)] => things.iter().map(text).collect::<Option<_>>()?,
        several => several.iter().map(|thing| text(thing)).collect::<Option<_>>()?,
    };
    match things.as_slice() {
        [] => Some(String::new()),
        [one] => Some(one.clone()),
        [first @ .., last] => Some(format!("{}{}{last}", first.join(&words.comma), words.and)),
    }
}

/// `{{plural n "letter" "letters"}}`: the form that goes with the number, without the number.
fn plural(words: &Words, arguments: &[&Value]) -> Option<String> {
    let (n, forms) = arguments.split_first()?;
    let n = n.as_u64().or_else(|| n.as_array().map(|things| things.len() as u64))?;
    let form = forms.get(words.plural.form(n)).or(forms.last())?;
    form.as_str().map(str::to_owned)
}

/// `{{quote roadmap.note}}`: somebody's own lines as a block quotation, line for line. Markdown only.
fn quote(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> Result<(), RenderError> {
    let text = h.param(0).and_then(|value| value.value().as_str()).ok_or_else(|| fault("quote", "there is no text"))?;
    let lines = escape::plain_lines(text);
    for (at, line) in lines.iter().enumerate() {
        let goes_on = !line.is_empty() && lines.get(at + 1).is_some_and(|next| !next.is_empty());
        let end = if goes_on { "\\\n" } else { "\n" };
        out.write(&format!("> {}{end}", escape::markdown(line)))?;
    }
    Ok(())
}

/// `{{code "sendoff show" pair.id}}`: a command as it is typed. Markdown only.
fn code(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> Result<(), RenderError> {
    let words: Vec<String> = h.params().iter().filter_map(|word| word.value().as_str()).map(escape::plain).collect();
    // A backslash does not escape inside code, so the one mark that could end it is left out.
    out.write(&format!("`{}`", words.join(" ").replace('`', "'")))?;
    Ok(())
}

/// `{{linked event.place}}`: a link if the whole text is an address one may link to, else the text. Markdown only.
fn linked(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> Result<(), RenderError> {
    let text =
        h.param(0).and_then(|value| value.value().as_str()).ok_or_else(|| fault("linked", "there is no text"))?;
    let shown = escape::markdown(text);
    let links = text == escape::plain(text) && text.starts_with("https://") && may_lead_to(text);
    out.write(&if links { format!("[{shown}]({shown})") } else { shown })?;
    Ok(())
}
