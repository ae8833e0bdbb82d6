#!/usr/bin/env bash
# Lays out what packages for Linux install beside the program: packaging/tree.sh PROGRAM FOLDER
# FOLDER becomes `share` as in /usr/share: menu entry, icons, kind of file, manual, completions, licences.
# Manual and completions come from the program itself.
set -euo pipefail
if [ "$#" -ne 2 ]; then
    sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$(realpath "$1")
mkdir -p "$2"
share=$(cd "$2" && pwd)

put() { install -D -m 644 "$1" "$share/$2"; }

put "$here/packaging/linux/kinetoon.desktop" applications/kinetoon.desktop
put "$here/packaging/linux/kinetoon.metainfo.xml" metainfo/kinetoon.metainfo.xml
put "$here/packaging/linux/kinetoon.mime.xml" mime/packages/kinetoon.xml
put "$here/assets/icon/kinetoon.svg" icons/hicolor/scalable/apps/kinetoon.svg
for side in 16 24 32 48 64 128 256 512; do
    put "$here/assets/icon/kinetoon-$side.png" "icons/hicolor/${side}x$side/apps/kinetoon.png"
done

"$program" manual "$share/man/man1"
mkdir -p "$share/bash-completion/completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d"
"$program" completions bash >"$share/bash-completion/completions/kinetoon"
"$program" completions zsh >"$share/zsh/site-functions/_kinetoon"
"$program" completions fish >"$share/fish/vendor_completions.d/kinetoon.fish"

# The weights ask for a credit, the font for its licence.
for document in README.md CHANGELOG.md SECURITY.md LICENSE-APACHE LICENSE-MIT; do
    put "$here/$document" "doc/kinetoon/$document"
done
put "$here/assets/models/README.md" doc/kinetoon/weights.md
put "$here/assets/models/SOURCES.md" doc/kinetoon/SOURCES.md
put "$here/assets/models/LICENSE-seetaface" doc/kinetoon/LICENSE-seetaface
put "$here/assets/fonts/README.md" doc/kinetoon/fonts.md
put "$here/assets/fonts/OFL.txt" doc/kinetoon/OFL.txt
