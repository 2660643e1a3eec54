"""Reading the UN voting file against a bare read and write of the same file; a second fetch reads nothing.

Run: `python benchmarks/bench_sources.py [MIRROR]`; prints seconds, ratios and peak memory. Each contestant
runs in a process of its own, the better of two runs counts.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = "un_ga_voting"
MOST_RATIO, MOST_MB, MOST_SECONDS_AGAIN = 3.0, 1024, 0.3
COMMON = """
import json, resource, sys, time
from pathlib import Path
def tell(started, cpu, **more):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, used = time.perf_counter() - started, time.process_time() - cpu
    print(json.dumps({"seconds": wall, "cpu": used, "mb": peak, **more}))
"""
BARE = (
    COMMON
    + """
import polars as pl
started, cpu = time.perf_counter(), time.process_time()
frame = pl.read_csv(sys.argv[1], infer_schema=False)
frame.write_parquet(sys.argv[2])
tell(started, cpu, rows=frame.height)
"""
)
FULL = (
    COMMON
    + """
from standpunkt.sources.connector.catalogue import find_connector
from standpunkt.sources.connector.fetch import Options, fetch_source
from standpunkt.sources.connector.release import load_release
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.warehouse import Warehouse
connector, data = find_connector("un_ga_voting"), Path(sys.argv[2])
connector.reader()
started, cpu = time.perf_counter(), time.process_time()
fetched = fetch_source(connector, Options(data, sys.argv[1], True))
release, is_read = load_release(connector, fetched.snapshot, Shelf(data, "un_ga_voting"), Warehouse(data))
tell(started, cpu, rows=release.accounts[0].row_count, is_read=is_read)
"""
)


def run(program: str, *words: str) -> dict[str, float]:
    """Runs a program in a process of its own and takes what it tells."""
    done = subprocess.run([sys.executable, "-c", program, *words], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def best(runs: list[dict[str, float]]) -> dict[str, float]:
    """The quickest run."""
    return min(runs, key=lambda one: one["seconds"])


def main() -> int:
    """Compares and prints; 1 if a figure is missed."""
    shared = Path(__file__).resolve().parents[2] / "shared" / "mirror"
    mirror = Path(sys.argv[1]) if len(sys.argv) > 1 else shared
    file = next((mirror / SOURCE).glob("*ga_voting*.csv*"))
    with tempfile.TemporaryDirectory() as folder:
        bare = best([run(BARE, str(file), f"{folder}/bare.parquet") for _try in range(2)])
        full = best([run(FULL, str(mirror), f"{folder}/{number}") for number in range(2)])
        again = run(FULL, str(mirror), f"{folder}/0")
    ratio, cpu_ratio = full["seconds"] / bare["seconds"], full["cpu"] / bare["cpu"]
    print(f"rows                       {full['rows']:>10,}")
    for name, one in (("bare read_csv + parquet", bare), ("fetch, check, three tables", full)):
        print(f"{name:<26} {one['seconds']:>10.2f} s {one['cpu']:>8.2f} CPU-s {one['mb']:>6.0f} MB")
    print(f"ratio                      {ratio:>10.2f}   {cpu_ratio:>8.2f}   (at most {MOST_RATIO})")
    print(f"again, unchanged           {again['seconds']:>10.3f} s   read: {bool(again['is_read'])}")
    is_well = ratio <= MOST_RATIO and full["mb"] <= MOST_MB and not again["is_read"]
    return 0 if is_well and again["seconds"] <= MOST_SECONDS_AGAIN else 1


if __name__ == "__main__":
    sys.exit(main())
