//! Whatever people write stays what they wrote, in both parts of every letter.
use crate::domain::person::{Language, Role};
use crate::domain::step::Step;
use crate::render::context::Context;
use crate::render::letter::Letter;
use crate::render::renderer::Renderer;
use crate::render::sample::{self, Sample};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use std::sync::LazyLock;

/// One of each step and reader.
static PLAINEST: LazyLock<Vec<(Sample, Letter)>> = LazyLock::new(|| {
    let mut samples = ALL.clone();
    samples.dedup_by_key(|(sample, _)| (sample.step, sample.role));
    samples
});

/// Every sample, and how it looks with a harmless word in every place people write in.
static ALL: LazyLock<Vec<(Sample, Letter)>> = LazyLock::new(|| {
    let harmless = |sample: Sample| {
        let mut context = sample.context.clone();
        spoil(&mut context, "word");
        let letter = write(&context, sample.step, sample.role);
        (sample, letter)
    };
    sample::contexts().into_iter().map(harmless).collect()
});

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(None).unwrap_or_else(|_| panic!("compiles")));

const NASTY: [&str; 24] = [
    "<script>alert(1)</script>",
    "[x](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "{{links.concern}}",
    "{{{reader.address}}}",
    "\\{{x}}",
    "*b* **b** _b_ `b`",
    "http://evil.example",
    "<http://evil.example>",
    "www.evil.example",
    "evil.example",
    "a\r\nBcc: evil@evil.example",
    "a\n\n# Heading\n\n- item\n\n> quote\n\n---\n\n    code",
    "\u{202e}gpj.exe\u{2066}x",
    "a\u{200b}b\u{feff}c",
    "&lt;b&gt; &amp; &#60;",
    "\"><img src=x onerror=y>",
    "javascript:alert(1)",
    "]: http://evil.example",
    "[x]: http://evil.example \"t\"",
    "\\",
    "`",
    "<!-- x --> <?x?> <![CDATA[x]]>",
    "1. one\n2. two",
];

/// The same context with that text wherever people write something.
fn spoil(context: &mut Context, text: &str) {
    let text = || text.to_owned();
    context.reader.called = text();
    context.reader.name = text();
    context.programme.name = text();
    context.programme.organisation = text();
    context.coordinator.name = text();
    if let Some(partner) = &mut context.partner {
        partner.called = text();
        partner.name = text();
    }
    if let Some(event) = &mut context.event {
        event.place = Some(text());
    }
    context.goals = vec![text(), text()];
    context.mentoring_plan = Some(text());
    for area in context.roadmap.iter_mut().flat_map(|plan| &mut plan.areas).chain(&mut context.practice) {
        area.area = text();
        area.why = Some(text());
        area.practise = Some(text());
        area.resources.iter_mut().for_each(|resource| {
            resource.title = text();
            resource.url = Some(text());
        });
    }
    if let Some(plan) = &mut context.roadmap {
        plan.note = Some(text());
    }
    for note in context.reflection.iter_mut().flat_map(|reflection| &mut reflection.notes) {
        note.question = text();
        note.answer = text();
    }
    for note in &mut context.notes {
        note.who = Some(text());
        note.detail = Some(text());
        note.approval = Some(text());
    }
    if let Some(forwarded) = &mut context.forwarded {
        forwarded.from = text();
        forwarded.subject = text();
        forwarded.text = text();
    }
    context.test_for = Some(text());
}

/// The elements of a page, by name and count: what a text must not change.
fn elements(html: &str) -> Vec<String> {
    let mut found: Vec<String> = html
        .split('<')
        .skip(1)
        .map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '/' && c != '!').next().unwrap_or("").to_owned()
        })
        .filter(|name| !["br", "p", "/p"].contains(&name.as_str()))
        .collect();
    found.sort();
    found
}

fn hrefs(html: &str) -> Vec<String> {
    let mut found: Vec<String> =
        html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect();
    found.sort();
    found
}

fn write(context: &Context, step: Step, role: Role) -> Letter {
    RENDERER
        .letter(step, role, &Language("en".to_owned()), context)
        .unwrap_or_else(|error| panic!("{step} {role}: {error}"))
}

fn stays_text(text: &str, samples: &[(Sample, Letter)]) {
    for (sample, good) in samples {
        let mut spoilt = sample.context.clone();
        spoil(&mut spoilt, text);
        let bad = write(&spoilt, sample.step, sample.role);
        assert_eq!(elements(&good.html), elements(&bad.html), "{} {text:?}\n{}", sample.step, bad.html);
        assert_eq!(hrefs(&good.html), hrefs(&bad.html), "{} {text:?}", sample.step);
        let controls = |c: char| c.is_control() && c != '\n';
        assert!(!bad.subject.contains(char::is_control), "{:?}", bad.subject);
        assert!(!bad.text.contains(controls) && !bad.html.contains(controls), "{} {text:?}", sample.step);
        for trick in ['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{2028}'] {
            assert!(![&bad.subject, &bad.text, &bad.html].iter().any(|part| part.contains(trick)), "{text:?}");
        }
    }
}

#[test]
fn nasty_text_stays_text() {
    for text in NASTY {
        stays_text(text, &PLAINEST);
    }
}

#[test]
fn what_was_written_is_what_is_read() {
    for text in
        ["a *b* [c](d) {{e}} & <f> \\ `g`", "1. x", "# y", "- z", "_under_score_", "Zoë O’Neil-Ångström", "3 < 4 > 2"]
    {
        let mut context = sample::of(Step::CatchUpsEnded, Role::Mentor).expect("a sample");
        if let Some(partner) = &mut context.partner {
            partner.called = text.to_owned();
        }
        let letter = write(&context, Step::CatchUpsEnded, Role::Mentor);
        assert!(letter.subject.contains(text), "{}", letter.subject);
        assert!(letter.text.replace('\n', " ").contains(text), "{}", letter.text);
        let mut escaped = String::new();
        crate::render::escape::html(text, &mut escaped);
        assert!(letter.html.contains(&escaped), "{}", letter.html);
    }
}

#[test]
fn a_place_that_is_an_address_is_a_link_and_nothing_else_is() {
    for (place, links) in [
        ("https://meet.example/room", true),
        ("https://meet.example/a b", false),
        ("see https://meet.example", false),
        ("http://meet.example/", false),
        ("javascript:alert(1)", false),
    ] {
        let mut context = sample::of(Step::Reminder, Role::Mentee).expect("a sample");
        if let Some(event) = &mut context.event {
            event.place = Some(place.to_owned());
        }
        let letter = write(&context, Step::Reminder, Role::Mentee);
        assert_eq!(hrefs(&letter.html).contains(&place.to_owned()), links, "{place}");
    }
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 8, failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_text_stays_text(pieces in proptest::collection::vec(prop_oneof![
        proptest::sample::select(NASTY.to_vec()).prop_map(str::to_owned),
        any::<String>(),
        Just(" ".to_owned()),
        Just("\n".to_owned()),
    ], 1..6)) {
        let text = pieces.concat();
        // Nothing left is no text: the marks around it then have nothing to emphasise.
        if !crate::render::escape::plain(&text).is_empty() {
            stays_text(&text, &ALL);
        }
    }
}
