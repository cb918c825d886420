"""What was checked, told as a test runner tells it."""

import contextlib
import time
import traceback


class Broken(Exception):
    """Nothing that follows would mean anything."""


class Report:
    """Counts checks. Times are seconds since it was made."""

    def __init__(self, name):
        self.name, self.passed, self.failed, self.began = name, 0, [], time.monotonic()

    def say(self, text):
        print(f"{time.monotonic() - self.began:7.2f}  {text}", flush=True)

    def check(self, law, holds, seen=""):
        """Notes whether a sentence is true, and what was seen where it is not; `seen` may be asked for it."""
        if holds:
            self.passed += 1
            self.say(f"ok    {law}")
        else:
            self.failed.append(law)
            self.say(f"FAIL  {law}: {seen() if callable(seen) else seen}")
        return bool(holds)

    def need(self, law, holds, seen=""):
        """A check without which the rest cannot be done."""
        if not self.check(law, holds, seen):
            raise Broken(law)

    @contextlib.contextmanager
    def ends_here(self, what):
        """An error ends `what` and is counted, but not the report."""
        try:
            yield
        except Broken:
            self.say(f"      {what} ends here")
        except Exception:  # whatever it is, it is a failure and has to be told as one
            traceback.print_exc()
            self.check(f"{what} runs to its end", False, "the error above")

    def close(self):
        """The closing summary; the exit code."""
        for law in self.failed:
            print(f"FAIL  {law}")
        failed = f", {len(self.failed)} failed" if self.failed else ""
        seconds = time.monotonic() - self.began
        print(f"{self.name}: {self.passed} checks passed{failed} in {seconds:.1f} s", flush=True)
        return 1 if self.failed else 0


def wait_until(condition, seconds, every=0.1):
    """Whatever `condition` answers that is true, or its last answer when the time is over."""
    until = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > until:
            return answer
        time.sleep(every)
