//! Finds names a template uses and nobody knows, also in branches that are not taken.
//!
//! Walks the compiled template beside the tree of fields ([`crate::render::fields`]): `each` and `with` go down into
//! it, `../` goes up, a partial is read in the place where it is used.

use crate::domain::problem::Problem;
use crate::render::dates::Style;
use crate::render::functions::OTHER_NAMES;
use crate::render::sources::Source;
use crate::render::syntax::showing_line;
use crate::render::tongue::Tongue;
use handlebars::Handlebars;
use handlebars::template::{BlockParam, DecoratorTemplate, HelperTemplate, Parameter, Template, TemplateElement};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const BUILT_IN: [&str; 15] =
    ["if", "unless", "each", "with", "lookup", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len"];

/// What a function or block without anything lacks.
const NEEDS: &str = "write what it is about behind it";

/// Partials inside partials, at most.
const DEEPEST: usize = 12;

/// Faults of the letter or partial of that name, its subject included; the parts it is made of are added to `used`.
pub fn lint(tongue: &Tongue, name: &str, fields: &Value, used: &mut BTreeSet<String>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut registries = vec![(&tongue.bodies, 0)];
    // A part is the same in both.
    registries.extend((!name.starts_with('_')).then_some((&tongue.subjects, "Subject: ".len())));
    for (registry, column) in registries {
        let Some(template) = registry.get_template(name) else { continue };
        let mut walk = Walk {
            files: &tongue.files,
            registry,
            scopes: vec![Scope { value: fields, names: Vec::new() }],
            inside: vec![name.to_owned()],
            place: (0, 0),
            column,
            is_layout: false,
            used,
            problems: &mut problems,
        };
        walk.template(template);
    }
    problems
}

/// Faults of the page around the HTML part. What it is given is written already: three braces are right there.
pub fn lint_layout(registry: &Handlebars<'static>, source: &Source) -> Vec<Problem> {
    let names = ["language", "direction", "title", "organisation", "programme", "body", "foot"];
    let fields = Value::Object(names.into_iter().map(|name| (name.to_owned(), Value::String(String::new()))).collect());
    let files = BTreeMap::from([("layout".to_owned(), source.clone())]);
    let mut problems = Vec::new();
    let Some(template) = registry.get_template("layout") else { return problems };
    Walk {
        files: &files,
        registry,
        scopes: vec![Scope { value: &fields, names: Vec::new() }],
        inside: vec!["layout".to_owned()],
        place: (0, 0),
        column: 0,
        is_layout: true,
        used: &mut BTreeSet::new(),
        problems: &mut problems,
    }
    .template(template);
    problems
}

/// What names stand for at one place of a template.
#[derive(Clone)]
struct Scope<'a> {
    value: &'a Value,
    /// Block parameters: `as |area|`.
    names: Vec<(String, &'a Value)>,
}

struct Walk<'a, 'p> {
    files: &'a BTreeMap<String, Source>,
    registry: &'a Handlebars<'static>,
    scopes: Vec<Scope<'a>>,
    /// The template and the parts in parts that are being read.
    inside: Vec<String>,
    place: (usize, usize),
    column: usize,
    is_layout: bool,
    used: &'p mut BTreeSet<String>,
    problems: &'p mut Vec<Problem>,
}

impl<'a> Walk<'a, '_> {
    fn report(&mut self, what: String, hint: Option<String>) {
        let file = self.inside.last().map(String::as_str).unwrap_or_default();
        let source = self.files.get(file);
        let origin = source.map_or(file, |source| source.origin.as_str());
        let (line, mut column) = self.place;
        if line == 1 && self.inside.len() == 1 {
            column += self.column;
        }
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut problem = Problem::error(origin, what).at(number(line), number(column));
        problem = source.iter().fold(problem, |problem, source| showing_line(problem, source));
        problem.hint = hint;
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn template(&mut self, template: &'a Template) {
        for (at, element) in template.elements.iter().enumerate() {
            if let Some(place) = template.mapping.get(at) {
                self.place = (place.0, place.1);
            }
            self.element(element);
        }
    }

    fn element(&mut self, element: &'a TemplateElement) {
        match element {
            TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
            TemplateElement::Expression(call) => drop(self.call(call)),
            TemplateElement::HtmlExpression(call) if self.is_layout => drop(self.call(call)),
            TemplateElement::HelperBlock(block) => self.block(block),
            TemplateElement::PartialExpression(partial) => self.partial(partial),
            TemplateElement::HtmlExpression(_) => self.report(
                "three braces would let foreign text through unescaped".to_owned(),
                Some("write two".to_owned()),
            ),
            // Decorators, partial blocks, and whatever the template language may learn.
            _ => {
                self.report("this kind of block is not used in letters".to_owned(), None);
            }
        }
    }

    /// A name or a call; what it stands for, where the tree knows.
    fn call(&mut self, call: &'a HelperTemplate) -> Option<&'a Value> {
        let name = call.name.as_name().unwrap_or_default().to_owned();
        if call.params.is_empty() && call.hash.is_empty() {
            if is_function(&name) {
                self.report(format!("\"{name}\" says nothing by itself"), Some(NEEDS.to_owned()));
                return None;
            }
            return self.resolve(&name);
        }
        if !is_function(&name) {
            self.unknown_function(&name);
        }
        for parameter in call.params.iter().chain(call.hash.values()) {
            self.parameter(parameter);
        }
        None
    }

    fn unknown_function(&mut self, name: &str) {
        let known = BUILT_IN.into_iter().chain(Style::ALL.map(|(name, _)| name)).chain(OTHER_NAMES);
        let hint = nearest(name, known).map(|near| format!("did you mean \"{near}\"?"));
        self.report(format!("there is no function \"{name}\""), hint);
    }

    fn parameter(&mut self, parameter: &'a Parameter) -> Option<&'a Value> {
        match parameter {
            Parameter::Literal(_) => None,
            Parameter::Name(name) => self.resolve(name),
            Parameter::Path(_) => self.resolve(parameter.as_name().unwrap_or_default()),
            Parameter::Subexpression(inner) => {
                if let TemplateElement::Expression(call) = inner.as_element() {
                    self.call(call);
                }
                None
            }
            _ => None,
        }
    }

    fn block(&mut self, block: &'a HelperTemplate) {
        let name = block.name.as_name().unwrap_or_default().to_owned();
        let values: Vec<_> = block.params.iter().map(|parameter| self.parameter(parameter)).collect();
        let value = values.first().copied().flatten();
        if values.is_empty() {
            self.report(format!("\"{name}\" says nothing by itself"), Some(NEEDS.to_owned()));
        }
        let inner = match name.as_str() {
            "if" | "unless" => None,
            "each" if values.is_empty() => return,
            "each" => match value {
                Some(Value::Array(elements)) => elements.first(),
                _ => {
                    self.report("each needs a list".to_owned(), None);
                    return;
                }
            },
            "with" => value,
            _ => {
                self.report(format!("there is no block \"{name}\""), Some("use if, unless, each or with".to_owned()));
                return;
            }
        };
        if let Some(template) = &block.template {
            if let Some(value) = inner {
                self.scopes.push(Scope { value, names: block_names(block, value) });
                self.template(template);
                self.scopes.pop();
            } else {
                self.template(template);
            }
        }
        if let Some(template) = &block.inverse {
            self.template(template);
        }
    }

    fn partial(&mut self, partial: &'a DecoratorTemplate) {
        let name = partial.name.as_name().unwrap_or_default().to_owned();
        let base = partial.params.first().and_then(|parameter| self.parameter(parameter));
        for parameter in partial.hash.values() {
            self.parameter(parameter);
        }
        self.used.insert(name.clone());
        let Some(template) = self.registry.get_template(&name) else {
            // One that is there and could not be compiled has been told of.
            if self.files.contains_key(&name) {
                return;
            }
            let known = self.files.keys().map(String::as_str).filter(|name| name.starts_with('_'));
            let hint = nearest(&name, known).map(|near| format!("did you mean \"{near}\"?"));
            return self.report(format!("there is no partial \"{name}\""), hint);
        };
        if self.inside.len() > DEEPEST {
            return self.report(format!("the partial \"{name}\" includes itself"), None);
        }
        let place = self.place;
        let pushed = base.is_some();
        if let Some(value) = base {
            self.scopes.push(Scope { value, names: Vec::new() });
        }
        self.inside.push(name);
        self.template(template);
        self.inside.pop();
        if pushed {
            self.scopes.pop();
        }
        self.place = place;
    }

    /// What a path stands for; a name nobody knows is reported.
    fn resolve(&mut self, path: &str) -> Option<&'a Value> {
        let mut rest = path;
        let mut up = 0;
        if let Some(after) = rest.strip_prefix("@root") {
            rest = after.trim_start_matches(['.', '/']);
            up = self.scopes.len() - 1;
        } else if rest.starts_with('@') {
            if !["@index", "@first", "@last", "@key"].contains(&rest) {
                self.report(format!("there is no \"{path}\""), None);
            }
            return None;
        }
        while let Some(after) = rest.strip_prefix("../") {
            rest = after;
            up += 1;
        }
        let Some(scope) = self.scopes.len().checked_sub(up + 1).map(|at| self.scopes[at].clone()) else {
            self.report(format!("\"{path}\" goes up further than there is"), None);
            return None;
        };
        let mut value = scope.value;
        for (at, name) in rest.split(['.', '/']).filter(|name| !name.is_empty() && *name != "this").enumerate() {
            let named = scope.names.iter().find(|(known, _)| at == 0 && known == name).map(|(_, value)| *value);
            let Some(next) = named.or_else(|| field(value, name)) else {
                let near = value.as_object().and_then(|fields| nearest(name, fields.keys().map(String::as_str)));
                let hint = if path.contains(['“', '”', '„', '‘', '’', '«', '»']) {
                    Some("write a text in straight quotation marks: \"…\"".to_owned())
                } else {
                    near.map(|near| format!("did you mean \"{}\"?", path.replacen(name, near, 1)))
                };
                self.report(format!("there is no \"{path}\" here"), hint);
                return None;
            };
            value = next;
        }
        Some(value)
    }
}

fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => fields.get(name),
        Value::Array(elements) => name.trim_matches(['[', ']']).parse::<usize>().ok().and_then(|_| elements.first()),
        _ => None,
    }
}

fn block_names<'a>(block: &HelperTemplate, value: &'a Value) -> Vec<(String, &'a Value)> {
    let named = |parameter: &Parameter, value| parameter.as_name().map(|name| (name.to_owned(), value));
    match &block.block_param {
        None => Vec::new(),
        Some(BlockParam::Single(name)) => named(name, value).into_iter().collect(),
        Some(BlockParam::Pair((name, index))) => {
            named(name, value).into_iter().chain(named(index, &Value::Null)).collect()
        }
        Some(_) => Vec::new(),
    }
}

fn is_function(name: &str) -> bool {
    BUILT_IN.contains(&name) || OTHER_NAMES.contains(&name) || Style::ALL.iter().any(|(known, _)| *known == name)
}

/// The known name that is written most like this one.
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    known
        .map(|near| (strsim::damerau_levenshtein(name, near), near))
        .filter(|(distance, near)| *distance <= 1 + near.len() / 4)
        .min()
        .map(|(_, near)| near)
}

#[cfg(test)]
mod tests;
