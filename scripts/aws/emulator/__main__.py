"""Runs the cross-check against the emulator. The last line counts the checks; it fails if one did."""

import argparse
import contextlib
import signal
import sys
from pathlib import Path

import store_tests
from aftermath import Aftermath
from deployment import Deployment
from evening import Evening
from machine import Emulator, programs
from report import Report

ROOT = Path(__file__).resolve().parents[3]


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/aws/emulate", description=__doc__)
    parser.add_argument("--job", action="store_true", help="only the deployment and an event")
    parser.add_argument("--store", action="store_true", help="only the tests of `store`")
    parser.add_argument("--keep-logs", type=Path, metavar="FOLDER", help="what the functions logged")
    chosen = parser.parse_args()
    if not chosen.job and not chosen.store:
        chosen.job = chosen.store = True
    return chosen


def job(emulator, report, logs, stack):
    """The templates deployed, and an event filled there."""
    deployment = Deployment(ROOT, emulator, programs(), report, stack)
    deployment.make()
    evening = Evening(ROOT, deployment, report)
    aftermath = Aftermath(evening)
    try:
        evening.run()
        aftermath.check()
    finally:
        aftermath.logs(logs)
    aftermath.controls()


def main():
    chosen, report = arguments(), Report("emulate")
    # Whoever ends us ends what we started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if chosen.job:
        with contextlib.ExitStack() as stack, report.ends_here("the job"):
            emulator = stack.enter_context(Emulator(checked_rights=True))
            report.say(f"ministack {emulator.version} is ready after {emulator.started:.1f} s")
            job(emulator, report, chosen.keep_logs, stack)
    if chosen.store:
        # One of its own: these tests have no role.
        with contextlib.ExitStack() as stack, report.ends_here("the tests of `store`"):
            store_tests.run(ROOT, stack.enter_context(Emulator(checked_rights=False)), report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
