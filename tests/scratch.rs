use sendoff::domain::event::EventName;
use sendoff::domain::fact::{Fact, What};
use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::domain::person::Role;
use sendoff::engine::{
    Engine,
    office::Office,
    outcome::Outcome,
    simulate::{Play, play},
};
use sendoff::files::{config::Config, sheet::SheetReader};
use sendoff::mail::memory::Memory;
use sendoff::render::Renderer;
use sendoff::store::{PairRow, ProgrammeRow, Source, Store};

#[tokio::test]
async fn scratch() {
    let loaded = Config::load(std::path::Path::new("config"));
    for p in &loaded.problems {
        println!("{p}");
    }
    let config = loaded.config.unwrap();
    let from: jiff::Timestamp = "2027-03-01T00:00:00Z".parse().unwrap();
    let until: jiff::Timestamp = "2028-09-01T00:00:00Z".parse().unwrap();
    let mut store = Store::in_memory().unwrap();
    store.set_seed(&Seed::fixed()).unwrap();
    for file in &config.programmes {
        store
            .write(|tx| {
                tx.upsert_programme(&ProgrammeRow {
                    id: file.programme.id.clone(),
                    programme: file.programme.clone(),
                    epoch: "x".into(),
                    approved: true,
                    paused: false,
                    first_seen_at: from,
                    vanished: false,
                })?;
                let g = tx.begin_import(&file.programme.id)?;
                for row in SheetReader::open(file).unwrap() {
                    let row = row.unwrap();
                    match row.outcome {
                        Ok(pair) => {
                            let session = pair.session.clone();
                            let id = pair.id.clone();
                            tx.upsert_pair(
                                &PairRow {
                                    programme: file.programme.id.clone(),
                                    pair,
                                    line: row.line,
                                    first_seen_at: from,
                                    set_aside: None,
                                    vanished: false,
                                    wake_at: Some(sendoff::store::WAKE_NOW),
                                    fingerprint: [0; 16],
                                    held_by: None,
                                },
                                g,
                            )?;
                            if let Some(s) = session {
                                tx.add_fact(
                                    &file.programme.id,
                                    &id,
                                    &Fact {
                                        at: from,
                                        who: None,
                                        what: What::Moved { event: EventName::Session, starts: Some(s), place: None },
                                    },
                                    Source::Files,
                                )?;
                            }
                        }
                        Err(e) => println!("{:?}", e.problems),
                    }
                }
                Ok(())
            })
            .unwrap();
    }
    let office = Office {
        service: config.service.clone(),
        renderer: Renderer::new(None)
            .map_err(|p| p.iter().map(|x| x.to_string()).collect::<Vec<_>>().join("\n"))
            .unwrap(),
        seed: Seed::fixed(),
        link_key: LinkKey::fixed(),
    };
    let mut engine = Engine::new(store, office);
    let memory = Memory::new();
    let mut plays: Vec<Play> = Vec::new();
    if let Ok(text) = std::fs::read_to_string("/tmp/answers.jsonl") {
        for line in text.lines().filter(|l| !l.trim().is_empty()) {
            let mut v: serde_json::Value = serde_json::from_str(line).unwrap();
            let o = v.as_object_mut().unwrap();
            let at = o.remove("at").unwrap().as_str().unwrap().parse().unwrap();
            let pair = o.remove("pair").unwrap().as_str().unwrap().to_owned();
            let who = o.remove("who").and_then(|w| Role::from_name(w.as_str().unwrap()));
            plays.push(Play { pair, fact: Fact { at, who, what: serde_json::from_value(v).unwrap() } });
        }
    }
    let t = std::time::Instant::now();
    play(&mut engine, &memory, &plays, from, until, |_, _| Ok(())).await.unwrap();
    println!("{:?}", t.elapsed());
    for row in engine.store.all_deliveries(Default::default()) {
        for o in Outcome::of(&row.unwrap()) {
            println!(
                "{} {:12} {:20} {:8} {:10} {:?} {} {:?} {:?} {}",
                o.at,
                o.pair,
                o.step,
                o.role,
                o.outcome,
                o.reason,
                o.method.unwrap_or(""),
                o.sequence,
                o.starts,
                o.subject.unwrap_or_default()
            );
        }
    }
    std::fs::create_dir_all("/tmp/letters").unwrap();
    for (i, a) in memory.arrivals().iter().enumerate() {
        std::fs::write(format!("/tmp/letters/{i:03}.eml"), &a.message).unwrap();
    }
}
