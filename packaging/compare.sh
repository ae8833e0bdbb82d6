#!/usr/bin/env bash
# Has two binaries do the same work and compares all that they write, byte by byte.
#
#   packaging/compare.sh OLD NEW [PHOTOS [PAGES]]
#
# PHOTOS is a folder with photographs, and a GIF, APNG or WebP that moves if films are to be drawn;
# every style draws all of them once. Without it 40 are made of the sample, one of which moves. A
# style is learnt from PAGES in 60 steps; without them from drawings that OLD makes. Both binaries
# must be of one profile: another optimisation rounds differently.
# WORK names a folder that stays; without it a temporary one is removed. NUM is another number of
# photographs than 40, SCALE another long side at which all styles are drawn than 640. FEW is how
# many photographs take the slow ways, too: full size, 16 bits, other colour spaces, neighbours,
# measuring; all do without it.
set -euo pipefail
if [ $# -lt 2 ]; then
    sed -n '4,15s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
old=$(realpath "$1")
new=$(realpath "$2")
work=${WORK:-}
if [ -z "$work" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work"
work=$(realpath "$work")
photos=${3:-$work/photos}
if [ $# -lt 3 ] && ! [ -d "$photos" ]; then
    (
        cd "$(dirname "${BASH_SOURCE[0]}")/.."
        cargo run --release --locked --example render_sample -- --photos "$photos" "${NUM:-40}"
    )
fi
photos=$(realpath "$photos")
pages=${4:-$work/pages}
if [ $# -lt 4 ] && ! [ -d "$pages" ]; then
    mkdir -p "$work/few"
    find "$photos" -maxdepth 1 -type f ! -name '*.gif' | sort | head -n 8 | while read -r photo; do
        cp "$photo" "$work/few/"
    done
    "$old" stylize "$work/few" --out "$pages" --style ink-gibson --scale 640
fi
pages=$(realpath "$pages")
few=$photos
if [ -n "${FEW:-}" ]; then
    few=$work/slow
    mkdir -p "$few"
    find "$photos" -maxdepth 1 -type f | sort | head -n "$FEW" | while read -r photo; do
        cp "$photo" "$few/"
    done
fi

# Times, memory, folders and the order in which drawings are ready differ by their nature.
plain() {
    sed -E -e 's/"(decode|draw|ink|encode|seconds[a-z_]*|memory_bytes)": ?[0-9.e-]+/"\1": 0/g' \
        -e 's/[0-9]+([.:][0-9]+)* ?(ms|s|min|minutes)\b/TIME/g' -e "s#$work/(old|new)/##g"
}

# Runs one binary through all of it, in a folder and with a home of its own.
run() {
    local name=$1 binary=$work/$1/home/kinetoon style
    mkdir -p "$work/$name/home"
    # Under one name, which the help tells.
    ln -sf "$2" "$binary"
    cd "$work/$name"
    export HOME=$PWD/home XDG_DATA_HOME=$PWD/home/data XDG_CONFIG_HOME=$PWD/home/config
    mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" text
    tell() {
        local to=$1 status=0
        shift
        "$binary" "$@" >"$work/raw" 2>&1 || status=$?
        { plain <"$work/raw" | sort && echo "status $status"; } >"text/$to"
    }
    tell help --help
    tell stylize-help stylize --help
    tell list styles list --json
    tell unknown stylize "$photos" --out x --style nobody
    for style in $("$binary" styles list --json | sed -nE 's/.*"name": ?"([^"]*)".*/\1/p'); do
        tell "show-$style" styles show "$style"
        tell "$style" stylize "$photos" --out "styles/$style" --style "$style" --json \
            --scale "${SCALE:-640}"
    done
    tell large stylize "$few" --out large --style oz-neill --scale full --metadata strip
    tell deep stylize "$few" --out deep --style ink-philmay --depth 16 --format tiff --scale 512
    tell part stylize "$few" --out part --amount 0.5 --profile photo --size photograph \
        --style comic --blend ink-gibson --scale 800 --name '{number}-{name}-{style}'
    for space in display-p3 adobe-rgb; do
        tell "$space" stylize "$few" --out "$space" --profile "$space" --scale 512
    done
    tell vary stylize "$few" --out vary --vary 2 --scale 320
    # A run that lost a file goes on.
    rm -f "$(find part -type f | sort | head -n 1)"
    tell resume stylize "$few" --out part --resume --scale 800 --json \
        --name '{number}-{name}-{style}'
    tell again stylize "$few" --out part --existing skip --amount 0.5
    tell evaluate evaluate --photos "$few" --scale 192 --style peppercarrot --ink --dials --json
    tell learn learn "$pages" --name compared --steps 60 --checkpoint-every 20 --seed 7 \
        --out learnt.kstyle --samples samples --json --device cpu
    tell learnt stylize "$few" --out learnt --style learnt.kstyle --scale 320
}

(run old "$old")
(run new "$new")
rm -f "$work/raw"
# The home holds notes of runs, with times and paths in them.
diff --recursive --brief --exclude=home "$work/old" "$work/new"
echo "equal: $(find "$work/new" -path '*/home' -prune -o -type f -print | wc -l) files"
