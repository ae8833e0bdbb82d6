#!/usr/bin/env bash
# Draws a folder of photographs as a job array of Slurm, a shard for each task:
#
#   sbatch --array=1-64 packaging/cluster/slurm.sh PHOTOS OUT [OPTION OF STYLIZE ...]
#
# A task that was killed, stopped or requeued goes on where it was: submit the same line again, or some of it with
# SHARDS=64 sbatch --array=3,17 ... KINETOON names the program where it is not in the PATH of the nodes.
#SBATCH --job-name=kinetoon
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=08:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=kinetoon-%A_%a.log
set -euo pipefail
if [ "$#" -lt 2 ] || [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
photos=$1
out=$2
shift 2
# Of a part of an array Slurm does not tell how many tasks the whole has.
if [ -z "${SHARDS:-}" ]; then
    if [ "${SLURM_ARRAY_TASK_MIN:-0}" -ne 1 ] || [ "${SLURM_ARRAY_TASK_COUNT:-0}" -ne "${SLURM_ARRAY_TASK_MAX:-1}" ]; then
        echo "kinetoon: not all of 1 to N are in this array; say SHARDS=N" >&2
        exit 2
    fi
    SHARDS=$SLURM_ARRAY_TASK_MAX
fi
export RAYON_NUM_THREADS=${SLURM_CPUS_PER_TASK:-2}
# In place of this script, so that Slurm's signals reach it: it ends within a second, with whole files.
exec "${KINETOON:-kinetoon}" stylize "$photos" --out "$out" --shard "$SLURM_ARRAY_TASK_ID/$SHARDS" --resume "$@"
