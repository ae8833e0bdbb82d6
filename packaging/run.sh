#!/usr/bin/env bash
# Builds Kinetoon and opens its window: packaging/run.sh [PHOTO|FOLDER ...]
# Without a display it draws the photos, or the sample, into the folder "comics" of the working directory.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/packaging/system.sh"

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]; }

install_packages gcc libc6-dev pkg-config libvulkan1
if has_display; then
    install_packages mesa-vulkan-drivers libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon0 libxkbcommon-x11-0
fi
need_cargo
cargo build --release --locked --manifest-path "$here/Cargo.toml"
kinetoon=${CARGO_TARGET_DIR:-$here/target}/release/kinetoon

if has_display; then
    exec "$kinetoon" "$@"
fi
if [ "$#" -eq 0 ]; then
    set -- "$here/assets/samples/street.jpg"
fi
"$kinetoon" devices >&2
echo "kinetoon: drawing into $PWD/comics" >&2
"$kinetoon" stylize "$@" --out comics --overwrite
