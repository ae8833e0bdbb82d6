#!/usr/bin/env bash
# Builds Kinetoon and draws: packaging/run.sh [PHOTO|FOLDER ...]
# Without a photo it draws the sample. The drawings are put into the folder "comics" of the working directory.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/packaging/system.sh"

install_packages gcc libc6-dev pkg-config libvulkan1
need_cargo
cargo build --release --locked --manifest-path "$here/Cargo.toml"
kinetoon=${CARGO_TARGET_DIR:-$here/target}/release/kinetoon

if [ "$#" -eq 0 ]; then
    set -- "$here/assets/samples/street.jpg"
fi
"$kinetoon" devices >&2
echo "kinetoon: drawing into $PWD/comics" >&2
"$kinetoon" stylize "$@" --out comics --overwrite
