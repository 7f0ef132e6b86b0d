#!/bin/sh
# Makes the Debian package: target/debian/sendoff_*.deb. Needs cargo-deb (`cargo install cargo-deb`).
# What is in it stands in Cargo.toml under [package.metadata.deb]. PROFILE names another build profile than release, OUTPUT another file.
set -eu
cd "$(dirname "$0")/../.."
profile=${PROFILE:-release}
folder=$profile
[ "$profile" = dev ] && folder=debug
cargo build --locked --profile "$profile"
mkdir -p target/package
"target/$folder/sendoff" man | gzip -9n >target/package/sendoff.1.gz
"target/$folder/sendoff" completions bash >target/package/sendoff.bash
"target/$folder/sendoff" completions zsh >target/package/_sendoff
"target/$folder/sendoff" completions fish >target/package/sendoff.fish
cargo deb --no-build --profile "$profile" ${OUTPUT:+--output "$OUTPUT"}
