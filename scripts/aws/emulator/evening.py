"""An event from a file of contacts to full, through the deployed API, queues, stream and timers."""

import collections
import time
from datetime import datetime, timedelta, timezone

from deployment import ACCOUNT, PREFIX
from report import wait_until
from world import Functions, Site

EMAIL, PASSWORD = "ada@example.com", "notes on the analytical engine"
CAPACITY = 12
IMPORT_SECONDS = 60
FULL_SECONDS = 90
LEFT_SECONDS = 30
# The emulator looks at its schedules every 10 s.
TIMER_SECONDS = 25
# Not text/csv: what a gateway does with text that is not UTF-8 is its own affair.
OCTETS = "application/octet-stream"


class Evening:
    """Whoever organizes it, and the guests."""

    def __init__(self, root, deployment, report):
        self.root, self.deployment, self.report = root, deployment, report
        self.api, self.phones = Site(deployment.front.url), Site(deployment.phones)
        self.functions = Functions(deployment.emulator, PREFIX)

    def run(self):
        """The whole course; each part says what it checked."""
        self._log_in()
        self._import()
        self._invite()
        self._fill()
        self._change_of_mind()
        self._timer()
        self._jobs()
        self._strangers()

    def standing(self):
        return self.api.get(f"{self.event}/status")

    def invitees(self, status):
        return self.api.pages(f"{self.event}/invitees?status={status}&limit=200", "invitees", "cursor")

    def messages(self, filters=""):
        return self.api.pages(f"{self.event}/messages?limit=200{filters}", "items", "next_cursor")

    def _log_in(self):
        error, answer = self.functions.invoke("bootstrap_admin", {"email": EMAIL, "password": PASSWORD})
        self.report.need("bootstrap_admin makes the first admin", not error, answer)
        health = self.api.attempt("GET", "/v1/health")
        self.report.check("the API answers at the public address", health[0] == 200, health)
        status, _ = self.api.attempt("GET", "/v1/orgs")
        self.report.check("without a token the API is closed", status == 401, status)
        login = {"login": EMAIL, "password": PASSWORD, "device": "laptop"}
        status, session = self.api.attempt("POST", "/v1/session", login)
        self.report.need("the first admin logs in", status < 300, (status, session))
        self.api.token = session["access_token"]
        self.org = f"/v1/orgs/{self.api.get('/v1/orgs')['orgs'][0]['id']}"

    def _import(self):
        file = (self.root / "testdata/contacts/simple.csv").read_bytes()
        plan = self.api.call("POST", f"{self.org}/imports/dry-run", file, OCTETS)
        job = self.api.call("POST", f"{self.org}/imports", {"plan": plan["plan"]})
        path = f"{self.org}/imports/{job['id']}"
        self.api.call("PUT", f"{path}/parts/0", file, OCTETS)

        def done():
            state = self.api.get(path)
            return state if state["state"] == "done" else None

        results = (wait_until(done, IMPORT_SECONDS) or {"results": {}})["results"]
        law = f"the queue of imports makes {plan['importable']} contacts of {plan['rows']} rows"
        made = results.get("created", 0)
        self.report.need(law, made > 0 and sum(results.values()) == plan["importable"], results)

    def _invite(self):
        starts = (datetime.now() + timedelta(days=30)).strftime("%Y-%m-%dT19:00")
        event = {
            "name": "Choir evening",
            "host": "Ada",
            "zone": "America/New_York",
            "starts_local": starts,
            "capacity": CAPACITY,
            "settings": {"max_party": 1, "quiet_hours": None},
        }
        self.event = f"{self.org}/events/{self.api.call('POST', f'{self.org}/events', event)['id']}"
        added, wanted = 0, {"all": True}
        while True:
            answer = self.api.call("POST", f"{self.event}/invitees", wanted)
            added += answer["added"]
            if not answer.get("cursor"):
                break
            wanted = {"all": True, "cursor": answer["cursor"]}
        self.report.need("contacts are on the list", added > 10 * CAPACITY, added)
        self._manners()
        self.api.call("POST", f"{self.event}/start", {})

    def _manners(self):
        """Three of four say yes; the first four answer in each of the four ways."""
        settings = {"seed": 3, "behaviour": person(yes=3, no=1, via="mixed")}
        self.phones.call("PUT", "/sim/settings", settings)
        first = self.api.get(f"{self.event}/invitees?status=queued&limit=4")["invitees"]
        ways = [(yes, via) for yes in [True, False] for via in ["link", "reply"]]
        for guest, (yes, via) in zip(first, ways, strict=True):
            own = {"behaviour": person(yes=int(yes), no=int(not yes), via=via)}
            self.phones.call("PUT", f"/sim/phones/{guest['phone']}/settings", own)

    def _is_full(self):
        """Whether every seat is taken. The counts are some seconds old, so they decide."""
        status = self.standing()
        return status["free"] == 0 and status["counts"].get("accepted") == CAPACITY

    def _fill(self):
        began = time.monotonic()
        full = wait_until(self._is_full, FULL_SECONDS, 0.5)
        self.report.need(f"the event is full: {CAPACITY} seats", full, self._unanswered)
        self.report.say(f"full after {time.monotonic() - began:.1f} s: {self.standing()['counts']}")
        answers = [one for one in self.phones.get("/sim/answers") if one["asked"] and one["status"] < 400]
        links = collections.Counter("yes" if one["yes"] else "no" for one in answers)
        self.report.check("some said yes and some no by link", links["yes"] and links["no"], links)
        wrote = [one["body"] for one in self.phones.get("/sim/messages") if one["direction"] == "inbound"]
        texts = collections.Counter(body[:1].lower() for body in wrote)
        self.report.check("some said yes and some no by text", texts["y"] and texts["n"], texts)

    def _unanswered(self):
        """Who has not answered, and what was written to and from them."""
        conversations = [
            (message["direction"], message["status"], message["body"])
            for guest in self.invitees("invited")
            for message in self.phones.get(f"/sim/messages?phone=%2B{guest['phone'].lstrip('+')}")
        ]
        return self.standing(), conversations

    def _change_of_mind(self):
        guest = self.invitees("accepted")[0]

        def withdrawn():
            return self.standing()["counts"].get("withdrawn")

        self.phones.call("POST", f"/sim/phones/{guest['phone']}/messages", {"body": "NO"})
        left = wait_until(withdrawn, LEFT_SECONDS, 0.5)
        full = left and wait_until(self._is_full, FULL_SECONDS, 0.5)
        self.report.check("whoever says no after all is replaced", full, self._unanswered)

    def _timer(self):
        """The event's own timer, with its own target, moved to now."""
        scheduler = self.deployment.emulator.client("scheduler")
        found = wait_until(lambda: scheduler.list_schedules(GroupName=PREFIX)["Schedules"], 10)
        self.report.need("the event has a timer in the scheduler", found, found)
        timer = scheduler.get_schedule(Name=found[0]["Name"], GroupName=PREFIX)
        kept = ["Name", "GroupName", "FlexibleTimeWindow", "Target", "ActionAfterCompletion"]
        now = datetime.now(timezone.utc).strftime("at(%Y-%m-%dT%H:%M:%S)")
        runs = self.functions.runs("fill")
        scheduler.update_schedule(**{name: timer[name] for name in kept}, ScheduleExpression=now)

        def gone():
            """Deleted after it fired, or set anew by the step that it woke."""
            try:
                found = scheduler.get_schedule(Name=timer["Name"], GroupName=PREFIX)
                return found["ScheduleExpression"] != now
            except scheduler.exceptions.ResourceNotFoundException:
                return True

        fired = wait_until(lambda: gone() and self.functions.runs("fill") > runs, TIMER_SECONDS)
        self.report.check("the event's own timer wakes it through the queue", fired, timer["Target"])

    def _jobs(self):
        for job in ["sweep", "purge"]:
            error, answer = self.functions.invoke(job, {})
            self.report.check(f"{job} runs", not error, answer)
        rules = self.deployment.emulator.client("events").list_rules()["Rules"]
        self.report.check("sweep and purge have their schedules", len(rules) == 2, rules)

    def _strangers(self):
        body = b"From=%2B12125550123&To=%2B12125550100&Body=YES&MessageSid=SM1&AccountSid=" + ACCOUNT.encode()
        path, form = f"/hooks/twilio/{ACCOUNT}/inbound", "application/x-www-form-urlencoded"
        status, _ = self.api.attempt("POST", path, body, form)
        self.report.check("an unsigned webhook is refused", status == 403, status)
        status, _ = self.api.attempt("GET", "/r/bm90aGluZw")
        self.report.check("a made-up link opens nothing", status == 404, status)


def person(yes, no, via):
    """Somebody who answers within a second of a text's arrival. Nobody comes as two: who asks for more
    seats than are left is told so, and would have to answer again."""
    return {
        "yes": yes,
        "no": no,
        "silent": 0,
        "party": [1],
        "via": via,
        "delay_seconds_min": 0,
        "delay_seconds_max": 1,
    }
