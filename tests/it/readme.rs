//! Every command that README shows is run here, in the order in which a newcomer meets them.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../../README.md");

/// Commands of README that build or install: not run here, but they must stand there as they are.
const BUILDS: [&str; 3] = ["cargo build --release", "export PATH=\"$PWD/target/release:$PATH\"", "tests/all.sh"];

/// The lines of README's shell blocks.
fn block_lines() -> Vec<&'static str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in README.lines().map(str::trim) {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside && !line.is_empty() => lines.push(line),
            _ => {}
        }
    }
    lines
}

/// The commands that stand in running text and in tables.
fn inline_commands() -> Vec<String> {
    let spans = README.split("```").step_by(2).flat_map(|text| text.split('`').skip(1).step_by(2));
    let commands = spans.filter(|span| span.starts_with("sendoff "));
    commands.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Runs a command in that folder; gives what it printed.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sendoff"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SENDOFF_CONFIG")
        .env_remove("SENDOFF_STATE")
        .env_remove("STATE_DIRECTORY")
        .output()
        .expect("the program starts");
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "sendoff {}: {}\n{said}\n{errors}", arguments.join(" "), output.status);
    said.into_owned()
}

/// Has the starter's files say that they were edited and that letters go into a folder, as a newcomer's first try would.
fn edit_starter(folder: &Path) {
    let file = folder.join("config/sendoff.toml");
    let text = std::fs::read_to_string(&file).expect("init wrote it");
    let edited: String = without_smtp(&text)
        .lines()
        .map(|line| match line.split_whitespace().next() {
            Some("transport") => "transport = \"maildir\"\nmaildir = \"letters-out\"\n".to_owned(),
            _ => format!("{}\n", line.replace("Mentors of Example", "Mentors of the Harbour")),
        })
        .collect();
    assert_ne!(edited, text, "the starter has the lines that are edited");
    std::fs::write(&file, edited).expect("the file can be written");
}

/// The account of `[mail.smtp]` has no place beside a Maildir.
fn without_smtp(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with('[') {
            inside = line.starts_with("[mail.smtp]");
        }
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn every_command_of_the_readme_works_in_its_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ran = 0;
    for line in block_lines() {
        if BUILDS.contains(&line) {
            continue;
        }
        let arguments = line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("sendoff "));
        let arguments: Vec<&str> =
            arguments.unwrap_or_else(|| panic!("not run by any test: {line}")).split(' ').collect();
        match arguments[0] {
            "demo" => run(folder.path(), &["demo", "--no-serve", "--mail", "demo-letters"]),
            "run" => run(folder.path(), &["run", "--once"]),
            _ => run(folder.path(), &arguments),
        };
        if arguments[0] == "init" {
            edit_starter(folder.path());
        }
        ran += 1;
    }
    assert!(ran >= 6, "README shows at least demo, init, check, plan, run and approve");
    for command in inline_commands() {
        let filled = command.replace("PAIR", "amina-jonas").replace("FACT", "practice_nudges --who mentee yes=true");
        let filled = filled.replace("ADDRESS", "amina@okafor.example");
        let arguments: Vec<&str> = filled.split(' ').skip(1).collect();
        run(folder.path(), &arguments);
    }
}

#[test]
fn the_readme_says_how_to_build_and_how_to_test() {
    let lines = block_lines();
    for build in BUILDS {
        assert!(lines.contains(&build), "README shows {build}");
    }
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all.sh").exists());
}

#[test]
fn every_picture_and_page_of_the_readme_is_there() {
    let targets = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let mut seen = 0;
    for target in targets.filter(|target| !target.contains("://")) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists(), "{target} is missing");
        seen += 1;
    }
    assert!(seen >= 4, "README leads to its pictures and pages");
}
