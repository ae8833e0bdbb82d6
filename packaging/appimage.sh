#!/usr/bin/env bash
# Packs the built program into one file that starts on most Linux desktops: packaging/appimage.sh FOLDER
# Writes FOLDER/Kinetoon-VERSION-x86_64.AppImage and its SHA-256 beside it. Debian 12 and later, x86_64.
# The part that mounts it is built from source; RUNTIME_SOURCES names a folder with copies of the two repositories
# (type2-runtime and squashfuse) where they cannot be fetched.
set -euo pipefail
if [ "$#" -ne 1 ]; then
    sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/packaging/system.sh"
mkdir -p "$1"
out=$(cd "$1" && pwd)
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/Cargo.toml" | head -n 1)
binary=${CARGO_TARGET_DIR:-$here/target}/release/kinetoon
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

install_packages squashfs-tools git gcc libc6-dev make autoconf automake libtool pkg-config \
    libfuse3-dev libzstd-dev zlib1g-dev libxkbcommon0 libxkbcommon-x11-0 libxcb-xkb1

# Fetches one commit, which its number vouches for: fetch OWNER/NAME COMMIT
fetch() {
    local from=https://github.com/$1 to=$work/${1#*/}
    if [ -n "${RUNTIME_SOURCES:-}" ]; then
        from=$RUNTIME_SOURCES/${1#*/}
    fi
    git init -q "$to"
    git -C "$to" fetch -q --depth 1 "$from" "$2"
    git -C "$to" checkout -q FETCH_HEAD
    [ "$(git -C "$to" rev-parse HEAD)" = "$2" ]
}
fetch AppImage/type2-runtime caf24f9f712084686bfc24a70b75e50df0aefb9c
fetch vasi/squashfuse df85c4ddf1a079b10cfe39a2caf7d0cfdc504a6b

# Linked with everything that it needs, so that it starts where no FUSE library is installed.
echo "appimage.sh: building the runtime" >&2
(
    cd "$work/squashfuse"
    export CFLAGS="-ffunction-sections -fdata-sections -Os"
    ./autogen.sh
    ./configure --disable-shared --enable-static --disable-demo --without-lzo --without-lz4 --without-xz
    make
) >"$work/log" 2>&1 || { cat "$work/log" >&2 && exit 1; }
mkdir "$work/headers"
ln -s "$work/squashfuse" "$work/headers/squashfuse"
libraries=$work/squashfuse/.libs
gcc -std=gnu99 -Os -w -D_FILE_OFFSET_BITS=64 -DGIT_COMMIT='"caf24f9"' -T "$work/type2-runtime/src/runtime/data_sections.ld" \
    -ffunction-sections -fdata-sections -Wl,--gc-sections -static-pie -fPIE \
    -I"$work/headers" -I"$work/squashfuse" -I/usr/include/fuse3 "$work/type2-runtime/src/runtime/runtime.c" \
    "$libraries/libsquashfuse_ll.a" "$libraries/libsquashfuse.a" "$libraries/libfuseprivate.a" \
    -lfuse3 -lzstd -lz -lpthread -ldl -o "$work/runtime" 2>"$work/log" || { cat "$work/log" >&2 && exit 1; }
strip --strip-unneeded "$work/runtime"
# By these three bytes systems know an AppImage.
printf 'AI\x02' | dd of="$work/runtime" bs=1 count=3 seek=8 conv=notrunc status=none

root=$work/Kinetoon.AppDir
install -D -m 755 "$binary" "$root/usr/bin/kinetoon"
"$here/packaging/tree.sh" "$binary" "$root/usr/share"
install -m 755 "$here/packaging/linux/AppRun" "$root/AppRun"
cp "$here/packaging/linux/kinetoon.desktop" "$root/"
# There is nothing to try in PATH.
sed -i '/^TryExec=/d' "$root/kinetoon.desktop" "$root/usr/share/applications/kinetoon.desktop"
cp "$here/assets/icon/kinetoon.svg" "$root/"
cp "$here/assets/icon/kinetoon-256.png" "$root/.DirIcon"
# The keyboard's part of X11, which not all desktops have.
for library in libxkbcommon.so.0 libxkbcommon-x11.so.0 libxcb-xkb.so.1; do
    install -D -m 644 "$(realpath "/usr/lib/x86_64-linux-gnu/$library")" "$root/usr/lib/kinetoon/$library"
done
for package in libxkbcommon0 libxkbcommon-x11-0 libxcb-xkb1 libfuse3-3; do
    install -D -m 644 "/usr/share/doc/$package/copyright" "$root/usr/share/doc/kinetoon/libraries/$package"
done
cp "$work/squashfuse/LICENSE" "$root/usr/share/doc/kinetoon/libraries/squashfuse"
cp "$work/type2-runtime/LICENSE" "$root/usr/share/doc/kinetoon/libraries/type2-runtime"

name=Kinetoon-$version-x86_64.AppImage
mksquashfs "$root" "$work/files" -root-owned -noappend -no-progress -quiet -comp zstd -Xcompression-level 19 -b 256K
cat "$work/runtime" "$work/files" >"$work/$name"
chmod 755 "$work/$name"
mv "$work/$name" "$out/$name"
cd "$out"
sha256sum "$name" | tee "$name.sha256"
