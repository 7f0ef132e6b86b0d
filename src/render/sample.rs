//! An invented pair in every situation a letter can be about: for previews, for `check`, and for tests.

pub mod coordinator;
pub mod people;
pub mod turns;
pub mod usual;

use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::render::context::Context;
use people::Ways;

/// One letter to look at.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What is special about it: "with pages", "moved" …
    pub name: String,
    /// Which letter.
    pub step: Step,
    /// Whose.
    pub role: Role,
    /// What it says.
    pub context: Context,
}

/// Every letter in every situation; of each step and reader the plainest first.
pub fn contexts() -> Vec<Sample> {
    let mut samples = Vec::new();
    for step in Step::ALL {
        for role in step.readers() {
            if *role == Role::Coordinator {
                coordinator::add(step, &mut samples);
            } else {
                add_ways(step, *role, &mut samples);
                turns::add(step, *role, &mut samples);
            }
        }
    }
    samples
}

/// The plainest letter of that step to that reader, if there is one.
pub fn of(step: Step, role: Role) -> Option<Context> {
    contexts().into_iter().find(|sample| sample.step == step && sample.role == role).map(|sample| sample.context)
}

fn add_ways(step: Step, role: Role, samples: &mut Vec<Sample>) {
    for (name, ways) in Ways::ALL {
        samples.push(Sample { name: name.to_owned(), step, role, context: usual::usual(step, role, ways) });
    }
}
