#!/usr/bin/env bash
# Packs the built program for Debian and its relatives: packaging/deb.sh FOLDER
# Writes FOLDER/kinetoon_VERSION-1_ARCHITECTURE.deb and its SHA-256 beside it. What is in it, and what it needs, is in
# Cargo.toml. MAINTAINER ("Name <address>") is whom its users write to.
set -euo pipefail
if [ "$#" -ne 1 ]; then
    sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/packaging/system.sh"
mkdir -p "$1"
out=$(cd "$1" && pwd)

# dpkg-shlibdeps finds out which C library the program needs.
install_packages dpkg-dev
command -v cargo-deb >/dev/null 2>&1 || cargo install --locked cargo-deb --version 3.8.0
binary=${CARGO_TARGET_DIR:-$here/target}/release/kinetoon
share=$here/target/package/share
rm -rf "$share"
"$here/packaging/tree.sh" "$binary" "$share"
# Debian has other places for two of these.
mkdir -p "$share/zsh/vendor-completions"
mv "$share/zsh/site-functions/_kinetoon" "$share/zsh/vendor-completions/"
rmdir "$share/zsh/site-functions"
mv "$share/doc/kinetoon/CHANGELOG.md" "$share/doc/kinetoon/changelog"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/Cargo.toml" | head -n 1)
maintainer=${MAINTAINER:-The Kinetoon authors <authors@kinetoon.invalid>}
printf 'kinetoon (%s-1) unstable; urgency=medium\n\n  * See the file changelog beside this one.\n\n -- %s  %s\n' \
    "$version" "$maintainer" "$(date -R)" >"$share/../changelog"

variant=()
if readelf --version-info "$binary" | grep -q GLIBC_ABI_DT_RELR; then
    variant=(--variant packed)
fi
cd "$here"
deb=$(cargo deb --quiet --no-build --no-strip "${variant[@]}" --maintainer "$maintainer" --output "$out/" | tail -n 1)
cd "$out"
sha256sum "$(basename "$deb")" | tee "$(basename "$deb").sha256"
