use super::lint;
use crate::render::fields::tree;
use crate::render::sources::{Folder, Source, Sources};
use crate::render::tongue::Tongue;
use std::collections::BTreeSet;

fn faults(text: &str) -> Vec<String> {
    let (sources, _) = Sources::load(None);
    let mut folder: Folder = sources.languages["en"].clone();
    let source = |text: &str| Source { origin: "x.md".to_owned(), text: text.to_owned(), path: String::new() };
    folder.insert("closing.mentor.md".to_owned(), source(text));
    folder.insert("_loop.md".to_owned(), source("{{> _turn}}"));
    folder.insert("_turn.md".to_owned(), source("{{> _loop}}"));
    let (tongue, _) = Tongue::compile(&folder);
    let fields = tree().expect("a tree");
    let problems = lint(&tongue.expect("compiles"), "closing.mentor", &fields, &mut BTreeSet::new());
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_good_template_has_no_fault() {
    let text = "Subject: {{partner.called}}\n{{#each roadmap.areas as |a|}}{{a.area}} {{area}} {{#if @last}}{{../reader.called}}{{/if}}\
        {{#each resources}}{{title}} {{../../reader.called}} {{@root.programme.name}}{{/each}}{{/each}}\
        {{#with event}}{{when starts}}{{/with}}{{#if (eq (len goals) 1)}}{{goals.[0]}}{{/if}}{{> _meeting}}";
    assert_eq!(faults(text), Vec::<String>::new());
}

#[test]
fn every_kind_of_fault_is_found_where_it_stands() {
    for (text, fault) in [
        (
            "Subject: {{partner.caled}}\n",
            "x.md:1:10: error: there is no \"partner.caled\" here; did you mean \"partner.called\"?",
        ),
        (
            "Subject: x\n\n{{#if is_copy}}{{#unless is_copy}} {{nobody}}{{/unless}}{{/if}}",
            "x.md:3:36: error: there is no \"nobody\" here",
        ),
        ("Subject: x\n{{#if goal}}x{{/if}}", "x.md:2:1: error: there is no \"goal\" here; did you mean \"goals\"?"),
        (
            "Subject: x\n{{#each goals}}{{reader.called}}{{/each}}",
            "x.md:2:16: error: there is no \"reader.called\" here",
        ),
        ("Subject: x\n{{wehn event.starts}}", "x.md:2:1: error: there is no function \"wehn\"; did you mean \"when\"?"),
        ("Subject: x\n{{#if (equal 1 2)}}x{{/if}}", "x.md:2:1: error: there is no function \"equal\""),
        ("Subject: x\n{{> _meting}}", "x.md:2:1: error: there is no partial \"_meting\"; did you mean \"_meeting\"?"),
        (
            "Subject: x\n{{{reader.called}}}",
            "x.md:2:1: error: three braces would let foreign text through unescaped; write two",
        ),
        (
            "Subject: x\n{{list “a”}}",
            "x.md:2:1: error: there is no \"“a”\" here; write a text in straight quotation marks: \"…\"",
        ),
        (
            "Subject: x\n{{#if is_copy}}{{date}}{{/if}}",
            "x.md:2:16: error: \"date\" says nothing by itself; write what it is about behind it",
        ),
        (
            "Subject: x\n{{#if}}x{{/if}}",
            "x.md:2:1: error: \"if\" says nothing by itself; write what it is about behind it",
        ),
        ("Subject: x\n{{#each reader}}x{{/each}}", "x.md:2:1: error: each needs a list"),
        ("Subject: x\n{{../reader}}", "x.md:2:1: error: \"../reader\" goes up further than there is"),
        ("Subject: x\n{{@rot}}", "x.md:2:1: error: there is no \"@rot\""),
        (
            "Subject: x\n{{#forever reader}}x{{/forever}}",
            "x.md:2:1: error: there is no block \"forever\"; use if, unless, each or with",
        ),
        ("Subject: x\n{{> _loop}}", "x.md:1:1: error: the partial \"_loop\" includes itself"),
    ] {
        assert_eq!(faults(text), [fault], "{text}");
    }
}
