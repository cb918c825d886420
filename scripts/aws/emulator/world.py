"""How an organizer, guests and whoever looks at it from outside reach the deployment."""

import json
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 60


class KeepRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_):
        return None


def ask(url, method="GET", body=None, headers=None):
    """Status and answer, as JSON where it is. Proxies are not asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), KeepRedirects())
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            status, content = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, content = error.code, error.read()
    try:
        return status, json.loads(content) if content else None
    except ValueError:
        return status, content.decode(errors="replace")


class Site:
    """Something that speaks JSON, asked with a token where there is one."""

    def __init__(self, url):
        self.url, self.token = url, None

    def attempt(self, method, path, body=None, kind="application/json"):
        """Status and answer, whatever they are."""
        headers = {"Content-Type": kind} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return ask(self.url + path, method, body, headers)

    def call(self, method, path, body=None, kind="application/json"):
        """The answer. Anything but success ends the job."""
        status, answer = self.attempt(method, path, body, kind)
        if status >= 300:
            raise RuntimeError(f"{method} {path} answered {status}: {answer}")
        return answer

    def get(self, path):
        return self.call("GET", path)

    def pages(self, path, items, cursor):
        """What a list has in `items` on all its pages; `cursor` names where the next one begins."""
        found, here = [], path
        while True:
            page = self.get(here)
            found += page[items]
            if not page.get(cursor):
                return found
            here = f"{path}&cursor={page[cursor]}"


class Functions:
    """The deployed functions: run by hand, and read afterwards."""

    def __init__(self, emulator, prefix):
        self.prefix = prefix
        self.functions, self.logs = emulator.client("lambda"), emulator.client("logs")

    def invoke(self, name, payload):
        """Its error, if it failed, and its answer."""
        body = json.dumps(payload).encode()
        answer = self.functions.invoke(FunctionName=f"{self.prefix}-{name}", Payload=body)
        return answer.get("FunctionError"), json.loads(answer["Payload"].read() or b"null")

    def role(self, name):
        found = self.functions.get_function_configuration(FunctionName=f"{self.prefix}-{name}")
        return found["Role"].rsplit("/", 1)[-1]

    def runs(self, name):
        """How often it has run."""
        return sum("REPORT RequestId" in line for line in self._lines(f"/convoke/{self.prefix}/{name}"))

    def written(self):
        """Every line, by log group."""
        pages = self.logs.get_paginator("describe_log_groups").paginate()
        names = [group["logGroupName"] for page in pages for group in page["logGroups"]]
        return {name: lines for name in names if (lines := self._lines(name))}

    def _lines(self, group):
        pages = self.logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        return [event["message"] for page in pages for event in page["events"]]
