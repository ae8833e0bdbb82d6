#!/usr/bin/env bash
# Draws a folder of photographs with GNU parallel, a shard for each job, here or on several machines:
#
#   packaging/cluster/parallel.sh SHARDS PHOTOS OUT [OPTION OF STYLIZE ...]
#   PARALLEL="--sshloginfile nodes --workdir $PWD" packaging/cluster/parallel.sh 64 PHOTOS OUT
#
# It goes on where it was when it is called again. KINETOON names the program where it is not in the PATH; JOBS says how
# many run at once on a machine, by default one for two cores.
set -euo pipefail
if [ "$#" -lt 3 ]; then
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
shards=$1
photos=$2
out=$3
shift 3
# What is behind the colons is a list for parallel, so the command stands in one word, quoted for the shells on the way.
# shellcheck disable=SC2016 # parallel fills in {}
command=$(printf '%q ' env RAYON_NUM_THREADS=2 "${KINETOON:-kinetoon}" stylize "$photos" --out "$out" --resume "$@")
seq "$shards" | parallel --jobs "${JOBS:-50%}" --retries 2 --tag "$command --shard {}/$shards"
