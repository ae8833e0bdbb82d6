#!/usr/bin/env bash
# Tries slurm.sh on a Slurm of one node that it starts here, and ends again: draws a folder once in one process and once
# in 8 tasks, one of which is killed on the way and requeued, and compares the drawings byte by byte.
#
#   packaging/cluster/slurm_test.sh KINETOON PHOTOS [OPTION OF STYLIZE ...]
#
# Wants Debian's packages slurmctld, slurmd, slurm-client and munge, and root. 50 photographs or more are enough.
set -euo pipefail
if [ "$#" -lt 2 ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
KINETOON=$(realpath "$1")
photos=$(realpath "$2")
shift 2
export KINETOON

work=$(mktemp -d)
daemons=()
finish() {
    status=$?
    if [ "$status" -ne 0 ]; then
        tail -n 20 "$work"/*.log >&2 || true
    fi
    [ "${#daemons[@]}" -eq 0 ] || kill "${daemons[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
# What earlier runs of this person drew is not known here.
export XDG_DATA_HOME=$work/data

node=$(hostname -s)
cpus=$(nproc)
export SLURM_CONF=$work/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=try
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
# No systemd and no cgroups are needed.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName=$node NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=4096 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
mkdir "$work/state" "$work/spool" "$work/logs"
dd if=/dev/urandom of="$work/munge.key" bs=1024 count=1 status=none
chmod 400 "$work/munge.key"
chmod 711 "$work"
munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" \
    --pid-file="$work/munge.pid" --log-file="$work/munged.log" --seed-file="$work/munge.seed" >/dev/null 2>&1 &
daemons+=($!)
sleep 1
slurmctld -D >/dev/null 2>&1 &
daemons+=($!)
slurmd -D -N "$node" >/dev/null 2>&1 &
daemons+=($!)
until sinfo --noheader --format=%t | grep -q idle; do sleep 0.5; done
sinfo --version
sinfo

# A step of the transcript.
say() { printf '\n%s  %s\n' "$(date +%T)" "$*"; }

say "in one process"
RAYON_NUM_THREADS=1 "$KINETOON" stylize "$photos" --out "$work/whole" "$@" | wc -l

say "in 8 tasks"
cd "$work/logs"
job=$(sbatch --parsable --array=1-8 --cpus-per-task=1 "$here/slurm.sh" "$photos" "$work/parts" "$@")
squeue
# Drawings of a task so far; notes about one have a colon behind its name.
drawn() { grep --count "^$work/parts[^:]*$" "kinetoon-${job}_$1.log" 2>/dev/null || true; }
# In the middle of a drawing.
until [ "$(drawn 2)" -ge 3 ] 2>/dev/null; do sleep 0.1; done
# Only a process of this job, whatever else is drawn here.
pid=$(for process in $(pgrep --full "stylize .* --shard 2/8"); do
    if grep --quiet --null-data "^SLURM_ARRAY_JOB_ID=$job\$" "/proc/$process/environ"; then
        echo "$process"
    fi
done | head -n 1)
kill -KILL "$pid"
say "task 2 killed after $(drawn 2) drawings (process $pid)"
until ! squeue --noheader --jobs="${job}_2" --states=RUNNING | grep -q .; do sleep 0.2; done
scontrol show job "${job}_2" | grep --only-matching 'JobState=[A-Z_]* Reason=[A-Za-z]*' || true
scontrol requeue "${job}_2"
# Slurm would wait for two minutes.
scontrol update "JobId=${job}_2" StartTime=now
say "requeued"
squeue
until ! squeue --noheader --jobs="$job" 2>/dev/null | grep -q .; do sleep 1; done
say "ended"
for task in 1 2 3 4 5 6 7 8; do
    echo "task $task:"
    grep -v "^$work/parts" "kinetoon-${job}_$task.log" | sed 's/^/    /'
done
cat "kinetoon-${job}"_*.log | grep -c "^$work/parts[^:]*$" | sed 's/$/ drawings were told by all tasks/'
diff --recursive "$work/whole" "$work/parts"
say "equal: $(find "$work/parts" -type f | wc -l) files"
