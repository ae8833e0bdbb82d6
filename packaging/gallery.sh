#!/usr/bin/env bash
# Draws photographs in every style onto one page: packaging/gallery.sh PHOTOS FOLDER
# PHOTOS is a folder, which is searched through and through; FOLDER gets a sheet (JPEG) for each photograph and index.html,
# which shows them below each other. Sheets that are there are not drawn again. KINETOON names the program; without it the one
# that was built or unpacked beside this script is taken, or the one that is installed. What cannot be drawn is told and left out.
set -euo pipefail
if [ "$#" -ne 2 ] || [ ! -d "$1" ]; then
    sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${KINETOON:-}
# From the sources, and from the archive of a release.
for built in "${CARGO_TARGET_DIR:-$here/target}/release/kinetoon" "$here/kinetoon"; do
    [ -n "$program" ] || [ ! -x "$built" ] || program=$built
done
program=${program:-kinetoon}
photos=$(cd "$1" && pwd)
mkdir -p "$2"
folder=$(cd "$2" && pwd)

# For the text of a page.
escaped() { printf '%s' "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'; }

page=$(mktemp "$folder/.index.XXXXXX")
trap 'rm -f "$page"' EXIT
cat >"$page" <<'HTML'
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kinetoon: every photograph in every style</title>
<style>
body { margin: 2rem auto; max-width: 1600px; padding: 0 1rem; font-family: sans-serif; background: #f6f6f6; }
img { width: 100%; height: auto; }
figure { margin: 0 0 3rem; }
</style>
<h1>Every photograph in every style</h1>
HTML

num_drawn=0 num_failed=0
while IFS= read -r -d '' photo; do
    name=${photo#"$photos"/}
    # As unlike as the photographs are, wherever they lie.
    sheet=$(basename "${name%.*}" | tr -c 'A-Za-z0-9._\n-' _)-$(printf '%s' "$name" | sha256sum | cut -c 1-8).jpg
    if [ ! -e "$folder/$sheet" ] && ! "$program" styles sheet "$photo" --out "$folder/$sheet" >/dev/null; then
        num_failed=$((num_failed + 1))
        continue
    fi
    num_drawn=$((num_drawn + 1))
    printf '<figure><img loading="lazy" src="%s" alt="%s"><figcaption>%s</figcaption></figure>\n' \
        "$sheet" "$(escaped "$name")" "$(escaped "$name")" >>"$page"
done < <(find "$photos" -path "$folder" -prune -o -type f \( -iname '*.jpg' -o -iname '*.jpeg' -o -iname '*.png' \
    -o -iname '*.webp' -o -iname '*.tif' -o -iname '*.tiff' -o -iname '*.gif' -o -iname '*.bmp' -o -iname '*.jxl' \) \
    -print0 | sort -z)

if [ "$num_drawn" -eq 0 ]; then
    echo "gallery.sh: no photograph in $photos could be drawn" >&2
    exit 1
fi
printf '</html>\n' >>"$page"
chmod 644 "$page"
mv "$page" "$folder/index.html"
echo "$num_drawn photographs: $folder/index.html"
[ "$num_failed" -eq 0 ]
