#!/usr/bin/env bash
# Installs what the tests need and runs all of them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/packaging/system.sh"

# A software Vulkan, so that the passes and the shared device are tested on machines without a graphics card;
# other programs that read AVIF and XMP; strace, which sees whether a socket is opened.
install_packages gcc libc6-dev pkg-config libvulkan1 mesa-vulkan-drivers \
    xvfb xdotool imagemagick libavif-bin exiv2 strace libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon0 libxkbcommon-x11-0
need_cargo
cd "$here"
# Tuning kernels in software takes minutes and tells nothing.
export CUBECL_AUTOTUNE_LEVEL=minimal
cargo test --release --locked "$@"
