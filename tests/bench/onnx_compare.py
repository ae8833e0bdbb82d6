#!/usr/bin/env python3
"""Times Kinetoon's generator on the CPU beside ONNX Runtime and PyTorch: same weights, same machine, same minutes.

    pip install torch onnx onnxruntime safetensors numpy          (CPU wheels do)
    tests/bench/onnx_compare.py [--weights assets/models/base-v3.safetensors] [--sides 256 512 1024]
        [--threads 2] [--rounds 15] [--ours 'COMMAND'] [--json FILE]

COMMAND is run once a round and side, in turn with the others so that a busy machine slows all of
them alike; `{side}` and `{threads}` in it are replaced. Its last line of output must end in seconds
per drawing: a few lines of shell around `kinetoon stylize --device cpu --json`, which prints them as
`draw`, will do. (RAYON_NUM_THREADS is set for it.) Printed per side: the median and the least time of each, the
median over the rounds of the ratio to ONNX Runtime, the peak memory of ONNX Runtime in a process of
its own, and the largest difference between the outputs of PyTorch and ONNX Runtime.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

CODE, CONDITION, WIDTH, BLOCKS = 32, 64, 32, 5


class Film(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.linear = nn.Linear(CONDITION, 2 * channels)

    def forward(self, x, z):
        gamma, beta = self.linear(z).chunk(2, 1)
        return F.instance_norm(x) * (1 + gamma[..., None, None]) + beta[..., None, None]


def convolution(inputs, outputs, stride=1):
    return nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, padding_mode="reflect")


class Layer(nn.Module):
    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.conv, self.film = convolution(inputs, outputs, stride), Film(outputs)

    def forward(self, x, z):
        return self.film(self.conv(x), z)


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.a, self.b = Layer(channels, channels), Layer(channels, channels)

    def forward(self, x, z):
        return x + self.b(F.relu(self.a(x, z)), z)


class Generator(nn.Module):
    """The network of src/model/generator.rs."""

    def __init__(self):
        super().__init__()
        self.condition = nn.ModuleList([nn.Linear(CODE + 3, CONDITION), nn.Linear(CONDITION, CONDITION)])
        self.stem, self.down = Layer(12, WIDTH), Layer(WIDTH, 2 * WIDTH, 2)
        self.blocks = nn.ModuleList(Block(2 * WIDTH) for _ in range(BLOCKS))
        self.up, self.head = Layer(2 * WIDTH, WIDTH), convolution(WIDTH, 12)

    def forward(self, x, code, dials):
        z = torch.cat([code, dials], 1)
        for linear in self.condition:
            z = F.relu(linear(z))
        skip = F.relu(self.stem(F.pixel_unshuffle((x - 0.5) * 2, 2), z))
        h = F.relu(self.down(skip, z))
        for block in self.blocks:
            h = block(h, z)
        h = F.relu(self.up(F.interpolate(h, scale_factor=2.0), z)) + skip
        return torch.sigmoid(F.pixel_shuffle(self.head(h), 2))


def inputs(side):
    random = np.random.default_rng(side)
    x = random.random((1, 3, side, side), dtype=np.float32)
    code = random.standard_normal((1, CODE), dtype=np.float32) * 0.3
    return {"x": x, "code": code, "dials": np.zeros((1, 3), np.float32)}


def timed(function):
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


class OnnxRuntime:
    """The exported network in a process of its own, run once per call."""

    def __init__(self, model, feed, folder, threads):
        self.output, self.peak_mib = os.path.join(folder, "output.npy"), 0.0
        np.savez(os.path.join(folder, "inputs.npz"), **feed)
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "onnx_run.py")
        arguments = [model, os.path.join(folder, "inputs.npz"), self.output, str(threads)]
        self.process = subprocess.Popen(
            [sys.executable, script, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __call__(self):
        self.process.stdin.write("run\n")
        seconds, self.peak_mib = map(float, self.process.stdout.readline().split())
        time.sleep(0.05)  # until its threads have stopped their busy waiting
        return seconds

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        return np.load(self.output)


def run_ours(command, side, threads):
    environment = os.environ | {"RAYON_NUM_THREADS": str(threads)}
    command = command.replace("{side}", str(side)).replace("{threads}", str(threads))
    output = subprocess.run(command, shell=True, env=environment, capture_output=True, text=True, check=True).stdout
    return float(output.split()[-1])


def compare_at(side, generator, arguments, folder):
    feed = inputs(side)
    tensors = tuple(torch.from_numpy(v) for v in feed.values())
    model = os.path.join(folder, f"{side}.onnx")
    torch.onnx.export(generator, tensors, model, input_names=list(feed), opset_version=17, dynamo=False)
    runtime = OnnxRuntime(model, feed, folder, arguments.threads)
    runners = {"onnxruntime": runtime, "pytorch": lambda: timed(lambda: generator(*tensors))[0]}
    if arguments.ours:
        runners["ours"] = lambda: run_ours(arguments.ours, side, arguments.threads)
    times = {name: [] for name in runners}
    for round_number in range(arguments.rounds + 2):
        for name, runner in runners.items():
            seconds = runner()
            if round_number >= 2:  # the first two warm up
                times[name].append(seconds)
    difference = np.abs(runtime.close() - generator(*tensors).numpy()).max()
    print(f"{side:5} onnxruntime peak {runtime.peak_mib:.0f} MiB, pytorch apart by {difference:.1e}")
    row = {"side": side, "onnxruntime_peak_mib": runtime.peak_mib, "difference": float(difference)}
    for name, t in times.items():
        ratio = statistics.median(a / b for a, b in zip(t, times["onnxruntime"]))
        row[name] = {"median": statistics.median(t), "least": min(t), "ratio": ratio}
        print(
            f"{side:5} {name:12} median {row[name]['median'] * 1e3:8.1f} ms"
            f"  least {row[name]['least'] * 1e3:8.1f} ms  {ratio:5.2f} x onnxruntime"
        )
    return row


def compare(arguments, folder):
    torch.set_num_threads(arguments.threads)
    weights = load_file(arguments.weights)
    weights.pop("codes", None)
    generator = Generator().eval()
    generator.load_state_dict(weights)
    return [compare_at(side, generator, arguments, folder) for side in arguments.sides]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", default="assets/models/base-v3.safetensors")
    parser.add_argument("--sides", type=int, nargs="+", default=[256, 512, 1024])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--ours", help="command that prints seconds per drawing")
    parser.add_argument("--json", help="file to write all figures to")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")  # the exporter's, about its own future
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        rows = compare(arguments, folder)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=2)


if __name__ == "__main__":
    main()
