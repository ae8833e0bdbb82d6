#!/usr/bin/env bash
# The quick gate before a commit: format, lints, unit tests, shaders, licences of dependencies.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if command -v shellcheck >/dev/null 2>&1; then
    shellcheck --external-sources .ci/run packaging/*.sh packaging/cluster/*.sh
else
    echo "check.sh: shellcheck is missing, so the shell scripts are not checked" >&2
fi
cargo fmt --check
cargo clippy --release --locked --all-targets -- -D warnings
cargo doc --release --locked --no-deps --document-private-items --quiet
cargo test --release --locked --lib
cargo test --release --locked --test main house::
command -v cargo-deny >/dev/null 2>&1 || cargo install --locked cargo-deny
cargo deny --log-level error check licenses bans sources
