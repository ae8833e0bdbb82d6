#!/usr/bin/env bash
# Packs the built program with its licences and credits: packaging/archive.sh PLATFORM FOLDER
# Writes FOLDER/kinetoon-VERSION-PLATFORM.tar.gz (.zip on Windows) and its SHA-256 beside it. For Linux there is an
# install.sh in it.
set -euo pipefail
if [ "$#" -ne 2 ]; then
    sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)

version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/Cargo.toml" | head -n 1)
name=kinetoon-$version-$1
binary=${CARGO_TARGET_DIR:-$here/target}/release/kinetoon
case $1 in *windows*) binary=$binary.exe ;; esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
cp "$binary" "$here"/{README.md,SECURITY.md,CHANGELOG.md,LICENSE-APACHE,LICENSE-MIT} "$work/$name/"
# What README.md shows and names, under the same paths. The weights ask for a credit, the font for its licence.
mkdir -p "$work/$name/assets/"{models,fonts}
cp -R "$here/assets/"{samples,guide} "$work/$name/assets/"
cp "$here"/assets/models/{README,SOURCES}.md "$work/$name/assets/models/"
mkdir "$work/$name/packaging"
cp -R "$here/packaging/"{cluster,gallery.sh} "$work/$name/packaging/"
cp "$here"/assets/fonts/{README.md,OFL.txt} "$work/$name/assets/fonts/"
case $1 in
    *linux*)
        "$here/packaging/tree.sh" "$binary" "$work/$name/share"
        cp "$here/packaging/linux/install.sh" "$work/$name/"
        ;;
esac

cd "$work"
case $1 in
    *windows*)
        archive=$name.zip
        7z a -bd -bso0 "$out/$archive" "$name"
        ;;
    *)
        archive=$name.tar.gz
        tar -czf "$out/$archive" "$name"
        ;;
esac
cd "$out"
# macOS has no sha256sum.
if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$archive" >"$archive.sha256"
else
    shasum -a 256 "$archive" >"$archive.sha256"
fi
cat "$archive.sha256"
