#!/usr/bin/env bash
# Installs, starts and removes the packages of a release in clean Debian roots: packaging/try.sh FOLDER [DEBIAN]
# FOLDER holds one .deb, one Linux .tar.gz and one .AppImage, as packaging/{deb,archive,appimage}.sh write them; what is
# missing is passed over. DEBIAN is the release, bookworm without it. Must be root on Debian. Screenshots of the window are
# left in FOLDER/seen. Ends with an error when anything does not start, or when something is left after removal.
set -euo pipefail
if [ "$#" -lt 1 ]; then
    sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/packaging/system.sh"
release=$(cd "$1" && pwd)
debian=${2:-bookworm}
install_packages mmdebstrap xvfb imagemagick util-linux procps

work=$(mktemp -d)
screen=""
tidy() {
    [ -z "$screen" ] || kill "$screen" 2>/dev/null || true
    rm -rf "$work"
}
trap tidy EXIT
mkdir -p "$release/seen"
chmod 755 "$work"

say() { printf '\n== %s\n' "$*"; }
shown() {
    printf '$ %s\n' "$*"
    "$@"
}
fail() {
    echo "try.sh: $*" >&2
    exit 1
}

# A display outside of the roots, so that none of its libraries is in them.
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" 2>/dev/null &
screen=$!
while [ ! -s "$work/display" ]; do sleep 0.1; done
display=:$(tr -d '[:space:]' <"$work/display")

say "a clean root: Debian $debian"
# With the certificates that libraries recommend to each other, since apt keeps those after removals.
mmdebstrap --quiet --variant=apt --include=ca-certificates "$debian" "$work/clean.tar"

# Begins a root of its own: begin NAME
begin() {
    root=$work/$1
    mkdir "$root"
    tar -xf "$work/clean.tar" -C "$root"
    install -D -m 644 "$here/assets/samples/street.jpg" "$root/tmp/street.jpg"
}

# Runs a command in the root, with processes and mounts that end with it.
inside() {
    printf '# %s\n' "$*"
    quietly "$@"
}
# shellcheck disable=SC2016 # the inner shell's words
quietly() {
    ${EXEC:-} unshare --mount --pid --fork --kill-child sh -euc '
        root=$1 && shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mkdir -p "$root/tmp/.X11-unix"
        mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
        cp /etc/resolv.conf "$root/etc/resolv.conf"
        exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive XDG_RUNTIME_DIR=/tmp "$@"
    ' sh "$root" "$@"
}
apt() { inside apt-get -qq -o Dpkg::Use-Pty=0 "$@" 2>&1 | grep -E "^#|^E:|kinetoon" || true; }
# What is on the disk, without what package managers and the trial itself write.
listed() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./sys -o -path ./tmp -o -path ./run \
    -o -path ./var/lib/apt -o -path ./var/lib/dpkg -o -path ./var/cache -o -path ./var/log -o -path ./root \) -prune \
    -o -print | sort); }

# Draws the sample, and opens the window on it until the first drawing: use NAME PROGRAM [VARIABLE=VALUE ...]
use() {
    local name=$1 program=$2 begun tries=0
    shift 2
    rm -f "$root/tmp/drawn.png"
    inside "$program" --version
    inside env "$@" "$program" stylize /tmp/street.jpg --out /tmp/drawn.png
    [ "$(identify -format '%m' "$root/tmp/drawn.png")" = PNG ] || fail "$name: no drawing"
    begun=$(date +%s%N)
    rm -f "$root/tmp/log"
    touch "$root/tmp/log"
    printf '# %s\n' "$program /tmp/street.jpg"
    EXEC="exec" quietly env "$@" DISPLAY="$display" KINETOON_LOG=info "$program" /tmp/street.jpg 2>"$root/tmp/log" &
    local window=$!
    until grep -q 'first drawing' "$root/tmp/log"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 1200 ] || ! kill -0 "$window" 2>/dev/null; then
            cat "$root/tmp/log" >&2
            fail "$name: the window draws nothing"
        fi
        sleep 0.1
    done
    echo "from its start to the first drawing: $((($(date +%s%N) - begun) / 1000000)) ms, the program says:"
    grep -E 'first (frame|drawing)' "$root/tmp/log"
    # Its frame comes a moment later, and the styles' small pictures.
    sleep 8
    DISPLAY=$display import -window root "$release/seen/$name.png"
    # The program itself, among the processes of its root: it is asked to end, as by the system.
    pkill -TERM --ns "$(pgrep -P "$window")" --nslist pid -x kinetoon
    for _ in $(seq 100); do
        kill -0 "$window" 2>/dev/null || break
        sleep 0.2
    done
    if kill -KILL "$window" 2>/dev/null; then
        wait "$window" || true
        fail "$name: the window does not close when it is asked to"
    fi
    wait "$window" || fail "$name: the window ended with an error"
    [ "$(identify -format '%k' "$release/seen/$name.png")" -gt 5000 ] || fail "$name: the window is empty"
}

# Nothing may be left but what a person made: left NAME
left() {
    local found
    found=$(cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./root/.config \
        -o -path ./root/.cache -o -path ./root/.local/share/kinetoon \) -prune -o -iname '*kinetoon*' -print)
    [ -z "$found" ] || fail "$1: left behind: $found"
    listed >"$work/after"
    diff "$work/before" "$work/after" || fail "$1: other files than before"
    echo "nothing is left"
}

for deb in "$release"/*.deb; do
    [ -e "$deb" ] || continue
    say "$(basename "$deb"), $(du -h "$deb" | cut -f 1)"
    begin deb
    apt update
    listed >"$work/before"
    cp "$deb" "$root/tmp/kinetoon.deb"
    shown dpkg-deb --field "$deb" Version Architecture Installed-Size Depends Recommends
    begun=$(date +%s)
    apt install -y /tmp/kinetoon.deb
    echo "installed with its dependencies in $(($(date +%s) - begun)) s"
    inside sh -c 'ls /usr/share/applications/kinetoon.desktop /usr/share/man/man1/kinetoon*.1.gz | wc -l'
    use deb kinetoon
    apt purge -y --autoremove kinetoon
    left deb
    rm -rf "$root"
done

for archive in "$release"/kinetoon-*-linux-*.tar.gz; do
    [ -e "$archive" ] || continue
    say "$(basename "$archive"), $(du -h "$archive" | cut -f 1)"
    begin archive
    apt update
    # What a desktop has.
    apt install -y --no-install-recommends libvulkan1 mesa-vulkan-drivers libx11-6 libx11-xcb1 libxcursor1 libxi6 \
        libxkbcommon-x11-0 shared-mime-info desktop-file-utils
    tar -xzf "$archive" -C "$root/tmp"
    mv "$root"/tmp/kinetoon-* "$root/tmp/unpacked"
    for prefix in "/root/.local" "/usr/local"; do
        listed >"$work/before"
        inside /tmp/unpacked/install.sh --prefix "$prefix"
        use "archive$(echo "$prefix" | tr / -)" "$prefix/bin/kinetoon"
        inside grep -h '^Exec' "$prefix/share/applications/kinetoon.desktop"
        # File managers know which program opens a style.
        inside grep -h kstyle "$prefix/share/mime/globs2"
        inside grep -h kinetoon-style "$prefix/share/applications/mimeinfo.cache"
        inside "$prefix/lib/kinetoon/uninstall.sh"
        [ ! -e "$root/root/.local/share/mime" ] || fail "archive: notes on our kind of file are left"
        left archive
    done
    rm -rf "$root"
done

for image in "$release"/*.AppImage; do
    [ -e "$image" ] || continue
    say "$(basename "$image"), $(du -hL "$image" | cut -f 1)"
    begin image
    apt update
    # What a desktop has; not the keyboard's part of X11, which the image brings, and no FUSE library.
    apt install -y --no-install-recommends fuse3 libvulkan1 mesa-vulkan-drivers libx11-6 libx11-xcb1 libxcursor1 libxi6 xkb-data
    listed >"$work/before"
    install -m 755 "$image" "$root/tmp/Kinetoon.AppImage"
    if [ -e /dev/fuse ]; then
        use image /tmp/Kinetoon.AppImage
    else
        echo "there is no /dev/fuse here: it is unpacked at each start instead of mounted"
    fi
    use image-unpacked /tmp/Kinetoon.AppImage APPIMAGE_EXTRACT_AND_RUN=1
    rm "$root/tmp/Kinetoon.AppImage"
    left image
    rm -rf "$root"
done
say "all packages start, draw and go"
