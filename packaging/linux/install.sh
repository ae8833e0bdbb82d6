#!/bin/sh
# Installs Kinetoon from the unpacked archive, with its place in menus, icons, manual and completions:
#   ./install.sh                  for you alone, into ~/.local; for root into /usr/local
#   ./install.sh --prefix DIR     somewhere else
#   ./install.sh --uninstall [--prefix DIR]
# An installed Kinetoon is also removed by PREFIX/lib/kinetoon/uninstall.sh, when the archive is gone.
# What you made stays: styles, settings and drawings.
set -eu

prefix=""
action=install
here=$(cd "$(dirname "$0")" && pwd)
if [ "$(basename "$0")" = uninstall.sh ]; then
    action=uninstall
    prefix=$(cd "$here/../.." && pwd)
fi
usage() {
    sed -n '3,5s/^# *//p' "$0" >&2
    exit 2
}
while [ "$#" -gt 0 ]; do
    case $1 in
        --uninstall) action=uninstall ;;
        --user) prefix=${HOME:?}/.local ;;
        --prefix)
            [ "$#" -ge 2 ] || usage
            shift
            prefix=$1
            ;;
        *) usage ;;
    esac
    shift
done
if [ -z "$prefix" ]; then
    if [ "$(id -u)" -eq 0 ]; then prefix=/usr/local; else prefix=${HOME:?}/.local; fi
fi
case $prefix in
    /*) ;;
    *) prefix=$PWD/$prefix ;;
esac
list=$prefix/lib/kinetoon/installed

# What file managers and menus have noted beside the files that tell it.
refresh() {
    if [ -d "$prefix/share/applications" ] && command -v update-desktop-database >/dev/null 2>&1; then
        update-desktop-database -q "$prefix/share/applications" || true
    fi
    if [ -d "$prefix/share/mime/packages" ] && command -v update-mime-database >/dev/null 2>&1; then
        update-mime-database "$prefix/share/mime" >/dev/null 2>&1 || true
    fi
    # An icon folder that nobody keeps a cache of is looked through anyway.
    if [ -f "$prefix/share/icons/hicolor/icon-theme.cache" ] &&
        command -v gtk-update-icon-cache >/dev/null 2>&1; then
        gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" || true
    fi
}

# Each folder that holds one of the files named on standard input, those above it first.
folders_of() {
    while IFS= read -r name; do
        folder=$(dirname "$name")
        while [ "$folder" != . ]; do
            echo "$folder/"
            folder=$(dirname "$folder")
        done
    done | sort -u
}

# Removes what is in the list, which it is given as text: files, and folders, which end with a slash, if nothing else is in
# them. The list has only folders that were not there before.
remove_listed() {
    printf '%s\n' "$1" | grep -v '/$' | while IFS= read -r name; do
        rm -f "$prefix/$name"
    done
    refresh
    # What the system noted about our files, where there are no others.
    if [ -z "$(find "$prefix/share/applications" -name '*.desktop' 2>/dev/null | head -n 1)" ]; then
        rm -f "$prefix/share/applications/mimeinfo.cache"
    fi
    if printf '%s\n' "$1" | grep -qx 'share/mime/' &&
        [ -z "$(find "$prefix/share/mime/packages" -type f 2>/dev/null | head -n 1)" ]; then
        for made in XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version; do
            rm -f "$prefix/share/mime/$made"
        done
        rm -f "$prefix/share/mime/application/x-kinetoon-style.xml"
        rmdir "$prefix/share/mime/application" 2>/dev/null || true
    fi
    printf '%s\n' "$1" | grep '/$' | sort -r | while IFS= read -r folder; do
        rmdir "$prefix/$folder" 2>/dev/null || true
    done
}

uninstall() {
    if [ ! -f "$list" ]; then
        echo "uninstall: there is no Kinetoon in $prefix that this script installed" >&2
        exit 1
    fi
    remove_listed "$(cat "$list")"
    echo "Kinetoon is removed from $prefix"
}

install_all() {
    if [ ! -x "$here/kinetoon" ] || [ ! -d "$here/share" ]; then
        echo "install: kinetoon and the folder share must lie beside this script" >&2
        exit 1
    fi
    if [ -f "$list" ]; then
        # An older version may have had files that this one has not.
        remove_listed "$(cat "$list")"
    fi
    shared=$(cd "$here" && find share -type f | sort)
    files=$(printf '%s\n' bin/kinetoon "$shared" lib/kinetoon/uninstall.sh lib/kinetoon/installed)
    folders=$(printf '%s\n' "$files" | folders_of | while IFS= read -r folder; do
        [ -d "$prefix/$folder" ] || echo "$folder"
    done)
    # First the list, so that an installation that was stopped in the middle can be removed.
    mkdir -p "$prefix/lib/kinetoon"
    printf '%s\n' "$files" ${folders:+"$folders"} >"$list"
    printf '%s\n' "$shared" | while IFS= read -r name; do
        mkdir -p "$prefix/$(dirname "$name")"
        cp "$here/$name" "$prefix/$name"
        chmod 644 "$prefix/$name"
    done
    cp "$0" "$prefix/lib/kinetoon/uninstall.sh"
    chmod 755 "$prefix/lib/kinetoon/uninstall.sh"
    # Under another name first: a program that runs cannot be written over, but it can be replaced.
    mkdir -p "$prefix/bin"
    cp "$here/kinetoon" "$prefix/bin/.kinetoon.new"
    chmod 755 "$prefix/bin/.kinetoon.new"
    mv -f "$prefix/bin/.kinetoon.new" "$prefix/bin/kinetoon"
    # The desktop's session may have another PATH than this shell.
    desktop=$prefix/share/applications/kinetoon.desktop
    quoted=$(printf '%s' "$prefix" | sed 's/[\\&|]/\\&/g')
    sed -e "s|^Exec=kinetoon|Exec=\"$quoted/bin/kinetoon\"|" -e "s|^TryExec=kinetoon|TryExec=$quoted/bin/kinetoon|" \
        "$here/share/applications/kinetoon.desktop" >"$desktop"
    refresh
    echo "Kinetoon is installed in $prefix; to remove it: $prefix/lib/kinetoon/uninstall.sh"
    case :$PATH: in
        *:"$prefix/bin":*) ;;
        *) echo "In shells it is $prefix/bin/kinetoon, since $prefix/bin is not in PATH." ;;
    esac
}

case $action in
    install) install_all ;;
    uninstall) uninstall ;;
esac
