//! Every letter in every language on one page, to be read before a programme starts.

use crate::domain::person::Language;
use crate::domain::step::Step;
use crate::render::escape;
use crate::render::letter::RenderError;
use crate::render::renderer::Renderer;
use crate::render::sample::Sample;
use std::fmt::Write;

const HEAD: &str = "<!DOCTYPE html>
<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Every letter</title><style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 24px; }
nav { columns: 14em; margin-bottom: 24px; }
h2 { margin: 40px 0 4px; }
h3 { margin: 16px 0 4px; font-size: 1rem; }
.row { display: flex; gap: 16px; overflow-x: auto; padding-bottom: 12px; }
figure { flex: 0 0 400px; margin: 0; }
figcaption { font-size: .85rem; min-height: 3.2em; }
iframe { width: 400px; height: 620px; border: 1px solid #8886; border-radius: 8px; }
</style></head><body>
<h1>Every letter</h1>
<p>An invented pair, Amina and Jonas, in every situation a letter can be about.</p>
";

/// The page: each sample in each language, side by side.
///
/// # Errors
/// The first letter that could not be written.
pub fn gallery(renderer: &Renderer, samples: &[Sample]) -> Result<String, RenderError> {
    let mut page = HEAD.to_owned();
    let languages = renderer.languages();
    let steps: Vec<Step> = Step::ALL.into_iter().filter(|step| samples.iter().any(|s| s.step == *step)).collect();
    page.push_str("<nav>");
    for step in &steps {
        let _ = write!(page, "<a href=\"#{step}\">{step}</a><br>");
    }
    page.push_str("</nav>\n");
    for step in steps {
        let _ = writeln!(page, "<h2 id=\"{step}\">{step}</h2>");
        for sample in samples.iter().filter(|sample| sample.step == step) {
            let _ = write!(page, "<h3>{}, ", sample.role);
            escape::html(&sample.name, &mut page);
            page.push_str("</h3>\n<div class=\"row\">\n");
            for language in &languages {
                page.push_str(&figure(renderer, sample, language)?);
            }
            page.push_str("</div>\n");
        }
    }
    page.push_str("</body></html>\n");
    Ok(page)
}

fn figure(renderer: &Renderer, sample: &Sample, language: &Language) -> Result<String, RenderError> {
    let letter = renderer.letter(sample.step, sample.role, language, &sample.context)?;
    let written = &letter.language;
    let note = if written == language { String::new() } else { format!(" (not written yet, so {})", written.as_str()) };
    let mut figure = format!("<figure><figcaption>{}{note}: <b>", language.as_str());
    escape::html(&letter.subject, &mut figure);
    let _ = write!(
        figure,
        "</b></figcaption><iframe loading=\"lazy\" sandbox title=\"{} {}\" srcdoc=\"",
        sample.step, sample.role
    );
    escape::html(&letter.html, &mut figure);
    figure.push_str("\"></iframe></figure>\n");
    Ok(figure)
}

#[cfg(test)]
mod tests {
    use super::gallery;
    use crate::domain::step::Step;
    use crate::render::renderer::Renderer;
    use crate::render::sample;

    #[test]
    fn a_letter_a_language_lacks_is_said_to_be_in_another() {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(root.path().join("fr")).expect("a folder");
        std::fs::write(root.path().join("fr/language.toml"), include_str!("../../templates/en/language.toml"))
            .expect("written");
        let words = "Subject: Au revoir\n\nMerci.\n";
        std::fs::write(root.path().join("fr/goodbye.md"), words).expect("written");
        std::fs::write(root.path().join("fr/foot.md"), "Fin.\n").expect("written");
        let renderer = Renderer::new(Some(root.path())).expect("compiles");
        let page = gallery(&renderer, &sample::contexts()).expect("written");
        assert!(
            page.contains("<figcaption>fr: <b>Au revoir") && page.contains("<figcaption>fr (not written yet, so en): ")
        );
    }

    #[test]
    fn every_letter_is_on_the_page_and_none_breaks_out_of_its_frame() {
        let renderer = Renderer::new(None).expect("compiles");
        let mut samples = sample::contexts();
        samples[0].name = "\"><script>".to_owned();
        let page = gallery(&renderer, &samples).expect("written");
        assert_eq!(page.matches("<iframe ").count(), samples.len() * renderer.languages().len());
        assert_eq!(page.matches("</iframe>").count(), samples.len() * renderer.languages().len());
        assert!(Step::ALL.iter().all(|step| page.contains(&format!("<h2 id=\"{step}\">"))));
        assert!(!page.contains("<script"));
    }
}
