#!/usr/bin/env bash
# Makes the pictures of the guide from the real window: packaging/guide.sh [PROGRAM [PICTURE ...]]
# PROGRAM is target/release/kinetoon without it; PICTURE is window, styles, export, film, problems or learning, without it all,
# in each of GUIDE_LANGUAGES ("en zh"). The photographs are parts of the sample, the pages are drawn from them. Takes some five
# minutes. Look at assets/guide/pictures before you commit them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/packaging/system.sh"
program=$(realpath "${1:-${CARGO_TARGET_DIR:-$here/target}/release/kinetoon}")
[ "$#" -eq 0 ] || shift
pictures=("$@")
install_packages xvfb xdotool imagemagick

# Its name is seen on the pictures.
work=/tmp/kinetoon
mkdir "$work"
screen="" running=""
tidy() {
    [ -z "$running" ] || kill "$running" 2>/dev/null || true
    [ -z "$screen" ] || kill "$screen" 2>/dev/null || true
    rm -rf "$work"
}
trap tidy EXIT

Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp 3>"$work/display" 2>/dev/null &
screen=$!
while [ ! -s "$work/display" ]; do sleep 0.1; done
DISPLAY=:$(tr -d '[:space:]' <"$work/display")
# No portal of the desktop: the file dialog below is asked.
export DISPLAY DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere XDG_RUNTIME_DIR="$work/runtime"
unset WAYLAND_DISPLAY
mkdir -m 700 "$work/runtime"

# A file dialog that always chooses what stands in a file.
mkdir "$work/bin"
printf '#!/bin/sh\ncat "%s/chosen"\n' "$work" >"$work/bin/zenity"
chmod +x "$work/bin/zenity"

# Photographs, one of which moves, and pages.
sample=$here/assets/samples/street.jpg
mkdir "$work/holiday" "$work/pages"
number=0
for part in 1600x1067+0+0 640x800+0+0 720x640+880+300 700x660+480+120 640x760+960+0 760x640+420+427; do
    number=$((number + 1))
    convert "$sample" -crop "$part" +repage -quality 92 "$work/holiday/street-$number.jpg"
done
for shift in 0 40 80 120 160; do
    convert "$sample" -crop "600x400+$((520 + shift))+160" +repage -resize 300x200 "$work/frame-$shift.png"
done
convert -delay 12 -loop 0 "$work"/frame-*.png "$work/balloon.gif"
"$program" stylize "$work"/holiday/street-*.jpg --out "$work/pages" --style ink-gibson --device cpu --scale 800 --vary 2

# Takes the screen again and again until nothing moves.
settle() {
    local before="" now
    for _ in $(seq 60); do
        sleep 1.2
        now=$(import -window root rgb:- | sha256sum)
        [ "$now" != "$before" ] || return 0
        before=$now
    done
}

# Begins a window of that size with these photographs: begin WIDTHxHEIGHT [PHOTO ...]
begin() {
    local size=$1
    shift
    rm -rf "$work/home"
    mkdir -p "$work/home"
    HOME=$work/home XDG_CONFIG_HOME=$work/home/config XDG_DATA_HOME=$work/home/data XDG_CACHE_HOME=$work/home/cache \
        LANG=$locale LC_ALL=$locale PATH=$work/bin:$PATH "$program" --device cpu "$@" 2>"$work/log" &
    running=$!
    local id
    id=$(xdotool search --sync --onlyvisible --name '^Kinetoon$' | head -n 1)
    xdotool windowmove "$id" 0 0 windowsize "$id" "${size%x*}" "${size#*x}" windowfocus "$id" mousemove 640 899
    sleep 2
    settle
}

end() {
    kill "$running"
    wait "$running" || true
    running=""
}

# Keeps a part of the screen: keep NAME WIDTHxHEIGHT+X+Y
keep() {
    import -window root "$work/seen.png"
    mkdir -p "$out"
    convert "$work/seen.png" -crop "$2" +repage -quality "${3:-72}" -define webp:method=6 "$out/$1.webp"
}

keys() {
    for key in "$@"; do
        xdotool key "$key"
        sleep 0.6
    done
}

# Whether a picture is asked for.
wanted() { [ "${#pictures[@]}" -eq 0 ] || printf '%s\n' "${pictures[@]}" | grep -qx "$1"; }

# The window with a photograph, and the neighbours of a look.
window() {
    begin 1000x640 "$work/holiday/street-1.jpg"
    keep window 1000x640+0+0
    keys v
    sleep 3
    settle
    keep vary 696x270+0+340
    end
}

styles() {
    begin 1000x860 "$work/holiday/street-1.jpg"
    keep styles 304x740+696+60
    end
}

export_sheet() {
    begin 1000x640 "$work/holiday"
    keys ctrl+e
    settle
    keep export 640x560+180+40
    end
}

film() {
    begin 1000x640 "$work/balloon.gif" "$work/holiday"
    keep film 420x120+0+500
    end
}

problems() {
    printf 'no photograph' >"$work/notes.jpg"
    printf '\0\0\0\030ftypheic\0\0\0\0mif1heic' >"$work/IMG_0412.HEIC"
    begin 1000x640 "$work/holiday/street-3.jpg" "$work/notes.jpg" "$work/IMG_0412.HEIC"
    keep problems 520x240+0+300
    end
}

# The sheet with pages, and what the window shows while they are learnt.
learning() {
    begin 1280x720 "$work/holiday/street-1.jpg"
    echo "$work/pages" >"$work/chosen"
    keys ctrl+t
    sleep 4
    settle
    # Meanwhile it is found out how long learning takes.
    sleep 25
    keep sheet 660x600+310+60
    keys Return
    # Until the first picture on the way is there.
    for _ in $(seq 150); do
        sleep 2
        import -window root -crop 270x170+8+430 "$work/seen.png"
        [ "$(identify -format '%k' "$work/seen.png")" -lt 200 ] || break
    done
    sleep 3
    keep learning 1280x720+0+0
    end
}

for language in ${GUIDE_LANGUAGES:-en zh}; do
    out=$here/assets/guide/pictures/$language
    case $language in
        en) locale=C.UTF-8 ;;
        zh) locale=zh_CN.UTF-8 ;;
    esac
    if wanted window; then window; fi
    if wanted styles; then styles; fi
    if wanted export; then export_sheet; fi
    if wanted film; then film; fi
    if wanted problems; then problems; fi
    if wanted learning; then learning; fi
done
du -ch "$here"/assets/guide/pictures/*/*.webp
