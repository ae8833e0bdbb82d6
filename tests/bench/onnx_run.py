#!/usr/bin/env python3
"""Runs an exported network in ONNX Runtime, in a process of its own: see onnx_compare.py.

    onnx_run.py MODEL.onnx INPUTS.npz OUTPUT.npy THREADS

One run per line of standard input, answered by its seconds and the process's peak memory in MiB.
Apart from the others so that its memory is its own and its threads, which wait in a busy loop for a
while, do not slow them.
"""

import resource
import sys
import time

import numpy as np
import onnxruntime


def peak_mib():
    """Most memory that this process has had; Linux's `ru_maxrss` would count its parent's too."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main():
    model, inputs, output, threads = sys.argv[1:]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(threads)
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    feed = dict(np.load(inputs))
    np.save(output, session.run(None, feed)[0])
    for _ in sys.stdin:
        start = time.perf_counter()
        session.run(None, feed)
        seconds = time.perf_counter() - start
        print(seconds, peak_mib(), flush=True)


if __name__ == "__main__":
    main()
