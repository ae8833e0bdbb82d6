#!/usr/bin/env bash
# Lists every crate that is in the program, with version, licence and hash: packaging/sbom.sh TARGET FOLDER
# TARGET is a platform as rustc names it. Writes FOLDER/kinetoon-VERSION-TARGET.cdx.json (CycloneDX 1.5).
set -euo pipefail
if [ "$#" -ne 2 ]; then
    sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/Cargo.toml" | head -n 1)

command -v cargo-cyclonedx >/dev/null 2>&1 || cargo install --locked cargo-cyclonedx --version 0.5.9
cd "$here"
# It writes beside Cargo.toml and nowhere else.
trap 'rm -f "$here/kinetoon.sbom.json"' EXIT
cargo cyclonedx -q --format json --spec-version 1.5 --no-build-deps --target "$1" --override-filename kinetoon.sbom
# Where it was built is nobody's concern.
sed -E 's,path\+file://[^"#]*#,,g' kinetoon.sbom.json >"$out/kinetoon-$version-$1.cdx.json"
