#!/usr/bin/env bash
# Draws the icons of all sizes from assets/icon/kinetoon.svg anew, after a change of it.
# Needs rsvg-convert (Debian: librsvg2-bin), optipng and ImageMagick.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../assets/icon"
for side in 16 24 32 48 64 128 256 512; do
    rsvg-convert --width "$side" --height "$side" kinetoon.svg --output "kinetoon-$side.png"
    optipng -quiet -strip all "kinetoon-$side.png"
done
# For Windows, which wants several sizes in one file.
convert kinetoon-{16,24,32,48,64,256}.png kinetoon.ico
