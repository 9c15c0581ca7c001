"""A run shared with a process beside: it is never left alone, whatever becomes of the run."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

_RUN = """
import os, signal
from ofworkflow.letters.workshop import WORTH_SHARING, Workshop
if __name__ == "__main__":
    shop = Workshop(WORTH_SHARING)
    print(shop._pool.submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for where Linux shows them")
def test_the_process_beside_ends_when_the_run_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "tirage.py"
    script.write_text(_RUN)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    beside = Path(f"/proc/{int(done.stdout)}")
    until = time.monotonic() + 20
    while beside.exists() and "Z" not in (beside / "stat").read_text().rpartition(")")[2][:3] and time.monotonic() < until:
        time.sleep(0.05)
    assert not beside.exists() or "Z" in (beside / "stat").read_text().rpartition(")")[2][:3]
