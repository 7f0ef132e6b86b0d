//! Two transcripts side by side: what is missing, what is new, and three lines around it.

/// Lines of both, `-` for what was expected and did not come, `+` for what came and was not expected. Empty if they agree.
pub fn diff(expected: &str, came: &str) -> String {
    if expected == came {
        return String::new();
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), came.lines().collect());
    let lengths = common_lengths(&old, &new);
    let mut lines = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push((' ', old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && lengths[i + 1][j] >= lengths[i][j + 1] {
            lines.push(('-', old[i]));
            i += 1;
        } else {
            lines.push(('+', new[j]));
            j += 1;
        }
    }
    let is_near =
        |at: usize| lines[at.saturating_sub(3)..(at + 4).min(lines.len())].iter().any(|(sign, _)| *sign != ' ');
    let mut text = String::new();
    for (at, (sign, line)) in lines.iter().enumerate() {
        if is_near(at) {
            text.push_str(&format!("{sign} {line}\n"));
        } else if at > 0 && is_near(at - 1) {
            text.push_str("  …\n");
        }
    }
    if text.is_empty() { "they differ in the last line's end\n".to_owned() } else { text }
}

/// The length of the longest common subsequence from each place on.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut lengths = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] =
                if old[i] == new[j] { lengths[i + 1][j + 1] + 1 } else { lengths[i + 1][j].max(lengths[i][j + 1]) };
        }
    }
    lengths
}
