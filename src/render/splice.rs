//! Puts partials in place once, so that no letter copies its whole context for each of them.
//!
//! A partial without arguments then stands where it is used as if it had been written there; one with arguments stays
//! a partial. Names in it mean what they mean in that place.

use handlebars::Handlebars;
use handlebars::template::{DecoratorTemplate, HelperTemplate, Template, TemplateElement};

/// Partials inside partials, at most; what includes itself is left for the renderer to refuse.
const DEEPEST: usize = 12;

/// The same registry with every template's partials in place.
pub fn splice_all(registry: &Handlebars<'static>) -> Handlebars<'static> {
    let mut spliced = registry.clone();
    for (name, template) in registry.get_templates() {
        spliced.register_template(name, splice(template, registry, 0));
    }
    spliced
}

fn splice(template: &Template, registry: &Handlebars<'static>, depth: usize) -> Template {
    let mut out = template.clone();
    out.elements.clear();
    out.mapping.clear();
    for (at, element) in template.elements.iter().enumerate() {
        // The one block of an `else if` has no place of its own.
        let place = template.mapping.get(at);
        let partial = partial_of(element, registry).filter(|_| place.is_some() && depth < DEEPEST);
        if let Some(partial) = partial {
            let inner = splice(partial, registry, depth + 1);
            out.elements.extend(inner.elements);
            out.mapping.extend(inner.mapping);
            continue;
        }
        out.elements.push(match element {
            TemplateElement::HelperBlock(block) => TemplateElement::HelperBlock(splice_block(block, registry, depth)),
            other => other.clone(),
        });
        out.mapping.extend(place.cloned());
    }
    out
}

fn splice_block(block: &HelperTemplate, registry: &Handlebars<'static>, depth: usize) -> Box<HelperTemplate> {
    let mut block = block.clone();
    for branch in [&mut block.template, &mut block.inverse].into_iter().flatten() {
        *branch = splice(branch, registry, depth);
    }
    Box::new(block)
}

fn partial_of<'r>(element: &TemplateElement, registry: &'r Handlebars<'static>) -> Option<&'r Template> {
    let TemplateElement::PartialExpression(partial) = element else { return None };
    let DecoratorTemplate { name, params, hash, indent, .. } = partial.as_ref();
    let plain = params.is_empty() && hash.is_empty() && indent.is_none();
    name.as_name().filter(|_| plain).and_then(|name| registry.get_template(name))
}

#[cfg(test)]
mod tests {
    use super::splice_all;
    use handlebars::Handlebars;
    use serde_json::json;

    fn registry() -> Handlebars<'static> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.set_prevent_indent(true);
        for (name, text) in [
            (
                "letter",
                "a\n{{> _one}}\n{{#each things}}\n- {{> _two}}\n{{/each}}\n{{#if no}}{{else}}{{> _two this=1}}{{/if}}z",
            ),
            ("_one", "one {{name}}\n{{> _deep}}\n"),
            ("_deep", "deep {{name}}\n"),
            ("_two", "two {{this}}"),
            ("loop", "{{> loop}}"),
        ] {
            registry.register_template_string(name, text).expect("a template");
        }
        registry
    }

    #[test]
    fn a_spliced_letter_reads_the_same() {
        let values = json!({"name": "n", "things": ["x", "y"], "no": false});
        let text = registry().render("letter", &values).expect("written");
        assert!(text.contains("deep n") && text.contains("- two x") && text.contains("- two y"), "{text}");
        let mut spliced = splice_all(&registry());
        spliced.unregister_template("_deep");
        spliced.unregister_template("_one");
        assert_eq!(spliced.render("letter", &values).expect("written"), text);
    }

    #[test]
    fn what_includes_itself_is_refused_not_followed() {
        assert!(splice_all(&registry()).render("loop", &json!({})).is_err());
    }
}
