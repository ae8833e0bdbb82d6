#!/usr/bin/env bash
# The quick gate before a commit: format, lints, unit tests, shaders, licences of dependencies.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if command -v shellcheck >/dev/null 2>&1; then
    shellcheck --external-sources .ci/run packaging/*.sh packaging/cluster/*.sh packaging/linux/{install.sh,AppRun}
else
    echo "check.sh: shellcheck is missing, so the shell scripts are not checked" >&2
fi
if command -v desktop-file-validate >/dev/null 2>&1 && command -v appstreamcli >/dev/null 2>&1; then
    desktop-file-validate packaging/linux/kinetoon.desktop
    # The id is the name that the window gives itself; the project has no domain to turn around.
    appstreamcli validate --no-net --override=cid-desktopapp-is-not-rdns=info packaging/linux/kinetoon.metainfo.xml
else
    echo "check.sh: desktop-file-utils or appstream is missing, so the menu entry is not checked" >&2
fi
cargo fmt --check
cargo clippy --release --locked --all-targets -- -D warnings
cargo doc --release --locked --no-deps --document-private-items --quiet
cargo test --release --locked --lib
cargo test --release --locked --test main house::
command -v cargo-deny >/dev/null 2>&1 || cargo install --locked cargo-deny
cargo deny --log-level error check licenses bans sources
