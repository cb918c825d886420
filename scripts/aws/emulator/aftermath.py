"""What is left of an evening: queues, promises, logs, and the controls of these checks."""

import base64
import collections
import json
import subprocess

from evening import CAPACITY
from report import wait_until
from world import ask

SETTLED_SECONDS = 45
QUEUES = 7
PARTS = {"submitted", "held_back", "rejected", "failed", "unknown"}
COUNTS = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
]


class Aftermath:
    """Looks at the deployment from outside, when the evening is over."""

    def __init__(self, evening):
        self.evening, self.deployment = evening, evening.deployment
        self.report, self.emulator = evening.report, evening.deployment.emulator

    def check(self):
        self._confirmations()
        self._sum()
        self._queues()
        accepted = self.evening.phones.get("/sim/accepted")
        duplicates = self.evening.phones.get("/sim/duplicates")
        self.report.check("no message was submitted twice", not duplicates, duplicates)
        self._seats()
        self._links(accepted)
        failures, count = self.deployment.front.failures(), self.deployment.front.answers.total()
        self.report.check(f"none of {count} requests and webhooks failed", not failures, failures)
        code, told = self._invariants(accepted)
        self.report.check(f"cargo xtask invariants: {told}", code == 0, told)

    def controls(self):
        """What must fail, so that what passed means something."""
        accepted = self.evening.phones.get("/sim/accepted")
        code, told = self._invariants(accepted + accepted[:1])
        law = "control: a message that the provider took twice breaks a promise"
        self.report.check(law, code != 0 and "accepted_once" in told, told)
        functions, roles = self.evening.functions, self.emulator.client("iam")
        role = functions.role("purge")
        for policy in roles.list_role_policies(RoleName=role)["PolicyNames"]:
            roles.delete_role_policy(RoleName=role, PolicyName=policy)
        error, answer = functions.invoke("purge", {})
        self.report.check("control: without its rights purge fails", error, answer)

    def logs(self, folder):
        """What the functions wrote; kept in `folder` where there is one."""
        written = self.evening.functions.written()
        every = [(group, line) for group, lines in written.items() for line in lines]
        errors = [f"{group}: {line[:400]}" for group, line in every if is_error(line)]
        for error in errors[:20]:
            self.report.say(f"      {error}")
        law = f"{len(every)} log lines, and none is an error or an alarm"
        self.report.check(law, every and not errors, f"{len(errors)} are")
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            for group, lines in written.items():
                (folder / f"{group.rsplit('/', 1)[-1]}.log").write_text("\n".join(lines))

    def _queues(self):
        """Every queue is worked off, and none of them gave a message up."""
        client = self.emulator.client("sqs")
        queues = client.list_queues()["QueueUrls"]

        def waiting():
            counts = {
                url.rsplit("/", 1)[-1]: client.get_queue_attributes(QueueUrl=url, AttributeNames=COUNTS)
                for url in queues
            }
            sums = {name: sum(map(int, one["Attributes"].values())) for name, one in counts.items()}
            return {name: count for name, count in sums.items() if count}

        wait_until(lambda: not waiting(), SETTLED_SECONDS, 0.5)
        left, law = waiting(), f"{len(queues)} queues are empty, those of dead letters among them"
        self.report.check(law, len(queues) == QUEUES and not left, left)

    def _seats(self):
        guests, status = self.evening.invitees("accepted"), self.evening.standing()
        taken = sum(guest["party"] for guest in guests) + int(status["organizer_attends"])
        law = f"{len(guests)} guests take {CAPACITY} seats and none more"
        self.report.check(law, taken == CAPACITY and status["committed"] == CAPACITY, (taken, status))

    def _confirmations(self):
        def missing():
            sent = self.evening.messages("&purpose=confirmation")
            named = {one["invitee"] for one in sent if one["counted_as"] == "submitted"}
            return {guest["id"] for guest in self.evening.invitees("accepted")} - named

        wait_until(lambda: not missing(), SETTLED_SECONDS, 0.5)
        law = "every accepted guest has a confirmation that the provider took"
        self.report.check(law, not missing(), missing)

    def _sum(self):
        """The log of messages adds up, agrees with the provider's record, and heard of every delivery."""
        def log():
            messages, record = self.evening.messages(), self.evening.phones.get("/sim/accepted")
            delivered = {one["id"] for one in messages if one["state"] == "delivered"}
            return messages, delivered, {one["message_id"] for one in record}

        wait_until(lambda: (seen := log())[1] == seen[2], SETTLED_SECONDS, 0.5)
        messages, delivered, taken = log()
        parts = collections.Counter(one["counted_as"] for one in messages)
        told = " + ".join(f"{count} {name}" for name, count in sorted(parts.items()))
        once = len({one["id"] for one in messages}) == len(messages)
        self.report.check(f"{len(messages)} planned = {told}", once and set(parts) <= PARTS, parts)
        law = f"the {len(taken)} messages that the provider took are known to be delivered, by its signed reports"
        self.report.check(law, taken and delivered == taken, sorted(delivered ^ taken))

    def _links(self, accepted):
        words = [word.rstrip(".") for one in accepted for word in one["body"].split()]
        links = {word for word in words if word.startswith(f"{self.deployment.front.url}/r/")}
        shut = [status for link in links if (status := ask(link)[0]) != 200]
        self.report.check(f"{len(links)} links that were sent open", links and not shut, shut)

    def _invariants(self, accepted):
        """The promises that the simulations are held to, from the raw items: exit code and words."""
        pages = self.emulator.client("dynamodb").get_paginator("scan")
        table = self.deployment.outputs["TableName"]
        found = pages.paginate(TableName=table, ConsistentRead=True)
        dump = {"items": [item for page in found for item in page["Items"]], "accepted": accepted}
        checked = subprocess.run(
            [self.deployment.programs / "xtask", "invariants"],
            input=json.dumps(dump, default=as_base64),
            capture_output=True,
            text=True,
            env={},
            cwd=self.emulator.folder,
            check=False,
        )
        return checked.returncode, checked.stdout.strip() or checked.stderr.strip()


def as_base64(value):
    """Bytes, as DynamoDB's API writes them."""
    return base64.b64encode(bytes(value)).decode()


def is_error(line):
    """Whether a line says that something failed, or rings the alarm."""
    try:
        fields = json.loads(line)
        return fields.get("level") == "ERROR" or fields.get("alarm") is True
    except (ValueError, AttributeError):
        return "panicked" in line or "Task timed out" in line
