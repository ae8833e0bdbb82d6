#!/usr/bin/env python3
"""Times a full training step of the base weights beside PyTorch: same step, same sizes, same machine, in turns.

    pip install torch safetensors      (CPU wheels do)
    tests/bench/training_compare.py --data DATA [--ours target/release/kinetoon] [--threads 2]
        [--side 128] [--batch 4] [--rounds 4] [--steps 12]

DATA is a folder as `pretrain base` takes it. A step is: photographs and pages to networks, generator there and
back, style, content, cycle, adversarial loss, evenness, tint and smoothness, backwards, Adam with cut gradients,
the discriminator's own step, and the running average of the weights. PyTorch does the step of
tests/fixtures/base_step.py, whose losses are ours to four digits. Each round runs `pretrain base` and then
PyTorch, so that a busy machine slows both; the first two steps of a round are left out. Printed are the median
and the least milliseconds of a step, the processor seconds of a step (what other programs take away does not
count in them), and the medians' ratio.
"""
import argparse
import copy
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../fixtures"))
import base_step as step_of  # noqa: E402
from losses import content, flattened, gram, style, tint, total_variation, unevenness  # noqa: E402

WARM_UP = 2


def processor_seconds(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def run_ours(options):
    """Milliseconds of each step, and processor seconds of all steps and of what comes before."""
    folder = tempfile.mkdtemp()
    command = [options.ours, "pretrain", "base", "--data", options.data, "--out", f"{folder}/run", "--json"]
    command += ["--device", "cpu", "--side", str(options.side), "--batch", str(options.batch)]
    command += ["--places", "1", "--content", "smoothed"]  # what PyTorch does here
    command += ["--checkpoint-every", "1000000", "--styles", options.style, "--steps"]
    environment = os.environ | {"RAYON_NUM_THREADS": str(options.threads)}
    spent = []
    for num in (WARM_UP, WARM_UP + options.steps):
        shutil.rmtree(f"{folder}/run", ignore_errors=True)
        before = processor_seconds(resource.RUSAGE_CHILDREN)
        text = subprocess.run([*command, str(num)], env=environment, check=True, capture_output=True, text=True).stdout
        spent.append(processor_seconds(resource.RUSAGE_CHILDREN) - before)
    shutil.rmtree(folder, ignore_errors=True)
    events = [json.loads(line) for line in text.splitlines()]
    steps = [event["advance"]["seconds"] * 1e3 for event in events if event["event"] == "step"]
    return steps[WARM_UP:], (spent[1] - spent[0]) / options.steps


class Twin:
    def __init__(self, options):
        torch.manual_seed(1)
        size = (options.batch, 3, options.side, options.side)
        self.photos, self.pages = torch.rand(size), torch.rand(size)
        self.dials = torch.rand(options.batch, 3) * 2 - 1
        names = [name for name in step_of.W if name != "codes"]
        self.own = [step_of.W[name].requires_grad_() for name in names] + [step_of.W["codes"].requires_grad_()]
        judged = [name for name in step_of.T if name.startswith("discriminator.") and not name.endswith(".u")]
        self.judge = [step_of.T[name] for name in judged]
        betas = (0.5, 0.99)
        self.optimizer = torch.optim.Adam(self.own, 8e-4, betas=betas)
        self.optimizer_d = torch.optim.Adam(self.judge, 4e-4, betas=betas)
        self.average = copy.deepcopy([tensor.detach() for tensor in self.own])
        with torch.no_grad():
            self.target = [gram(f).mean(0, keepdim=True) for f in step_of.perceptual(self.pages)]

    def step(self):
        n, codes = len(self.photos), step_of.W["codes"]
        code, photo_code = codes[4:5].expand(n, -1), codes[0:1].expand(n, -1)
        with torch.no_grad():
            flat, mask = flattened(self.photos)
            flat_seen = step_of.perceptual(flat)
        for tensor in self.judge:
            tensor.requires_grad_(False)
        drawn = step_of.generator(self.photos, code, self.dials)
        back = step_of.generator(drawn, photo_code, self.dials)
        m = 8.0**self.dials
        m = m / m.mean(1, keepdim=True)
        loss = (
            m[:, 0] * 6.0 * style(seen := step_of.perceptual(drawn), self.target)
            + m[:, 0] * 1.2 * -step_of.discriminator(drawn, code.detach(), 0).mean((1, 2, 3))
            + m[:, 1] * 1.1 * content(seen, flat_seen, drawn, flat)
            + m[:, 2] * 10.0 * (back - self.photos).abs().mean((1, 2, 3))
        ).mean() + 14.0 * unevenness(drawn, mask) + 10.0 * tint(drawn, self.photos) + 4.0 * total_variation(drawn, self.photos)
        self.optimizer.zero_grad()
        loss.backward()
        for tensor in self.own:
            if tensor.grad is not None:
                torch.nn.utils.clip_grad_norm_([tensor], 1.0)
        self.optimizer.step()
        for tensor in self.judge:
            tensor.requires_grad_()
        drawn, code = drawn.detach(), code.detach()
        real, fake = (step_of.discriminator(x, code, 1) for x in (self.pages, drawn))
        loss_d = F.relu(1 - real).mean() + F.relu(1 + fake).mean()
        self.optimizer_d.zero_grad()
        loss_d.backward()
        for tensor in self.judge:
            torch.nn.utils.clip_grad_norm_([tensor], 1.0)
        self.optimizer_d.step()
        with torch.no_grad():
            for mean, tensor in zip(self.average, self.own):
                mean.mul_(0.998).add_(tensor, alpha=0.002)
        return loss.item() + loss_d.item()

    def run(self, num):
        times, before = [], 0.0
        for i in range(WARM_UP + num):
            if i == WARM_UP:
                before = processor_seconds(resource.RUSAGE_SELF)
            start = time.perf_counter()
            self.step()
            times.append((time.perf_counter() - start) * 1e3)
        return times[WARM_UP:], (processor_seconds(resource.RUSAGE_SELF) - before) / num


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--ours", default=os.path.join(HERE, "../../target/release/kinetoon"))
    parser.add_argument("--style", default="oz-neill")
    for name, default in [("threads", 2), ("side", 128), ("batch", 4), ("rounds", 4), ("steps", 12)]:
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    twin = Twin(options)
    times, spent = {"ours": [], "PyTorch": []}, {"ours": [], "PyTorch": []}
    for _ in range(options.rounds):
        for name, (steps, seconds) in [("ours", run_ours(options)), ("PyTorch", twin.run(options.steps))]:
            times[name] += steps
            spent[name].append(seconds)
    print(f"{options.side}x{options.side}, batch {options.batch}, {options.threads} threads, load {os.getloadavg()[0]:.1f}")
    for name, steps in times.items():
        median, least, cpu = statistics.median(steps), min(steps), statistics.median(spent[name])
        print(f"{name:8}  median {median:5.0f} ms  least {least:5.0f} ms  processors {cpu * 1e3:5.0f} ms")
    print(f"ratio     median {statistics.median(times['ours']) / statistics.median(times['PyTorch']):.2f}"
          f"  least {min(times['ours']) / min(times['PyTorch']):.2f}"
          f"  processors {statistics.median(spent['ours']) / statistics.median(spent['PyTorch']):.2f}")


if __name__ == "__main__":
    main()
