"""What all benchmarks share: whole processes and what they took, their threads, and how figures are written."""

import os
import statistics
import subprocess
import sys
import threading
import time

OURS = "retention-fast"


def thread_limits(threads):
    """Environment variables that hold every contender to a number of threads."""
    return {name: str(threads) for name in (
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT")}


def resident(pid):
    """Bytes that a process and all below it hold now."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            held = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        children = []
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:
                children += file.read().split()
    except (OSError, IndexError):
        return 0
    return held + sum(map(resident, children))


def watched(command, cpus=None, threads=None, every=0.1, tell=None):
    """What a process and all that it started took: seconds, CPU seconds, peak of memory; and its output.

    - Parameter tell: called with the bytes held, each time that they are looked at.
    """
    # A thread that waits for another sleeps: on a machine with other work, spinning is most of the CPU seconds.
    variables = {} if threads is None else thread_limits(threads) | {"OMP_WAIT_POLICY": "passive"}
    start = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | variables,
        preexec_fn=(lambda: os.sched_setaffinity(0, cpus)) if cpus else None)
    texts, peaks, ended = {}, [0], threading.Event()

    def look():
        while not ended.wait(every):
            peaks.append(resident(process.pid))
            if tell:
                tell(peaks[-1])

    helpers = [threading.Thread(target=lambda f=f, n=n: texts.update({n: f.read().decode()}), daemon=True)
               for n, f in (("out", process.stdout), ("err", process.stderr))]
    helpers.append(threading.Thread(target=look, daemon=True))
    for helper in helpers:
        helper.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    finally:
        ended.set()
    process.returncode = os.waitstatus_to_exitcode(status)
    for helper in helpers:
        helper.join()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}: ended with {process.returncode}\n{texts['err'][-2000:]}")
    # The kernel's own peak is exact, but of one process.
    return {"seconds": seconds, "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "peak_mb": max(max(peaks), usage.ru_maxrss * 1024) / 1e6}, texts["out"]


def unpack(orders, target):
    """Writes the CSV file of the real orders, unless it is there."""
    if not target.exists():
        with open(target, "wb") as file:
            subprocess.run(["zstd", "-dcq", str(orders)], check=True, stdout=file)


def spread(values, digits=3):
    """Least, median and largest."""
    return " / ".join(f"{v:.{digits}f}" for v in (min(values), statistics.median(values), max(values)))
