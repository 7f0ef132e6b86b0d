#!/bin/sh
# Everything that is checked about this project, with the programs that need to be there.
# As root (or with sudo) it installs those on Debian; otherwise it says which are missing and fails. Conformance needs root, as Postfix does:
# without it everything else runs, and the run fails. Three checks need programs that nobody has to have: the last line says which did not run.
set -eu
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

not_run=""
skip() { # WHAT WHY
    echo "$1 NOT RUN: $2"
    not_run="$not_run${not_run:+, }$1"
}

# Packages of the conformance run: a real submission server, a real mailbox, an iCalendar reader and a DKIM verifier that are not ours, systemd's view of our units.
needed="postfix dovecot-imapd openssl ca-certificates python3 python3-icalendar python3-dkim python3-nacl systemd"
# And of the browser walk: a real browser with something to write in, and what drives it.
needed="$needed chromium fonts-dejavu-core"
command -v node >/dev/null || needed="$needed nodejs"
command -v npm >/dev/null || needed="$needed npm"
# Two programs that take an invitation and answer it: a calendar (khal) and a webmailer's answers (Horde).
needed="$needed khal php-cli php-mbstring php-horde-itip"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

missing() {
    for package in $needed; do
        dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
    done
}

# Nothing a package brings may start by itself: what is there already stays as it is.
install_packages() (
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
        trap 'as_root rm -f "$policy"' EXIT
    fi
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
)

say "what the tests need"
if [ -n "$(missing)" ]; then
    echo "missing: $(missing)"
    if [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; then
        # shellcheck disable=SC2046 # a list of words
        install_packages $(missing)
    else
        echo "install them, or run this as root"
        exit 1
    fi
fi

npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund

say "format"
cargo fmt --check
say "lints"
cargo clippy --all-targets -- -D warnings
say "fuzz targets"
# The same versions as everything else. Nothing is linked here, so that the fuzzer's C++ need not be compiled.
cp Cargo.lock tests/fuzz/Cargo.lock
cargo fetch --quiet --offline --manifest-path tests/fuzz/Cargo.toml 2>/dev/null || cargo fetch --manifest-path tests/fuzz/Cargo.toml
CUSTOM_LIBFUZZER_PATH=unused/libfuzzer.a cargo check --offline --manifest-path tests/fuzz/Cargo.toml --target-dir target

say "what other programs say, where they are"
if command -v cargo-deny >/dev/null; then
    # Advisories need the network: `cargo deny check`.
    cargo deny --offline check licenses sources bans
else
    skip "supply chain" "cargo-deny is not here (cargo install cargo-deny --locked)"
fi
if command -v promtool >/dev/null; then
    promtool check rules docs/monitoring/alerts.yml
    promtool test rules tests/conformance/alerts.yml
else
    skip "alarms" "promtool is not here (apt-get install prometheus)"
fi

if [ "$(id -u)" -eq 0 ]; then
    say "tests, and conformance with a real Postfix, a real Dovecot and a real browser"
    which=--include-ignored
else
    say "tests"
    which=--color=auto
    skip "conformance" "it needs root"
fi
SENDOFF_PYTHON=/usr/bin/python3 # Debian's packages are Debian's Python's
export SENDOFF_PYTHON
results=$(mktemp)
trap 'rm -f "$results"' EXIT
{ cargo test --no-fail-fast -- "$which" 2>&1 || echo "cargo test failed"; } | tee "$results"

say "the package under a booted systemd"
if [ "$(id -u)" -eq 0 ] && command -v cargo-deb >/dev/null && command -v debootstrap >/dev/null && command -v systemd-nspawn >/dev/null; then
    tests/package/run.sh || echo "the package failed" | tee -a "$results"
else
    skip "package" "it needs root, cargo-deb, debootstrap and systemd-nspawn (tests/package/run.sh)"
fi

awk -v not_run="$not_run" '
    /^test result:/ { passed += $4; failed += $6 }
    /^cargo test failed/ { broken = 1 }
    /^the package failed/ { broken = 1; package = "; the package failed" }
    END {
        printf "\n%d passed, %d failed%s%s\n", passed, failed, package, not_run == "" ? "" : "; NOT RUN: " not_run
        exit broken || failed || !passed || not_run ~ /conformance/
    }
' "$results"
