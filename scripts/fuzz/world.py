"""Prepares a host for the fuzzing of its API, and writes what schemathesis has to know of it.

Usage: world.py API EMAIL PASSWORD DOCUMENT CONFIG

Random ids would find nothing behind most routes, so every hole of a path is filled with the id of something
that is there, and each request is an owner's who also runs the platform.
"""

import json
import sys
import tomllib
import urllib.error
import urllib.request

# Without these the rest would be asked of an org or a session that is gone. What they end is fuzzed all the same:
# the routes beside them take the same bodies and ids.
ENDING = [
    "ArchiveOrg",
    "DeleteMe",
    "DeleteSession",
    "EndSession",
    "DeactivateUser",
    "DemoteUser",
    "RemoveMember",
]


class Api:
    """The API with a token."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.token: str | None = None

    def call(self, method: str, path: str, body: object = None) -> dict:
        """Asks; anything but a good answer ends the program with the problem."""
        request = urllib.request.Request(self.base + path, method=method)
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
            request.add_header("content-type", kind)
        if self.token:
            request.add_header("authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, data, timeout=30) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")
        return json.loads(text) if text else {}


def holes(api: Api, email: str, password: str) -> dict[str, str]:
    """Makes one of everything; the ids by the name of the hole in the paths."""
    session = api.call("POST", "/v1/session", {"login": email, "password": password})
    api.token = session["access_token"]
    org = api.call("GET", "/v1/orgs")["orgs"][0]["id"]
    base = f"/v1/orgs/{org}"
    contacts = [
        api.call("POST", f"{base}/contacts", {"name": name, "phone": phone, "tags": ["guest"]})["id"]
        for name, phone in [("Ada", "+12125550101"), ("Grace", "+12125550102"), ("Mary", "+12125550103")]
    ]
    event = api.call(
        "POST",
        f"{base}/events",
        {"name": "Tea", "capacity": 2, "starts_local": "2099-05-01T18:00:00"},
    )["id"]
    added = api.call("POST", f"{base}/events/{event}/invitees", {"contacts": contacts})
    guests = api.call("POST", f"{base}/lists", {"name": "Guests"})["id"]
    plan = api.call("POST", f"{base}/imports/dry-run", b"name,phone\nAnn,+12125550104\n")["plan"]
    upload = api.call("POST", f"{base}/imports", {"plan": plan})["id"]
    code = api.call("POST", "/v1/admin/registration-codes", {})
    invitation = api.call(
        "POST", f"{base}/invitations", {"email": "eve@example.com", "role": "MEMBER"}
    )
    bulk = api.call(
        "POST", f"{base}/contacts/bulk", {"act": "add_tags", "tags": ["old"], "select": {"contacts": contacts}}
    )
    return {
        "org": org,
        "tenant": org,
        "event": event,
        "contact": contacts[0],
        "invitee": added["results"][0]["invitee"],
        "list": guests,
        "import": upload,
        "part": "0",
        "bulk": bulk["id"],
        "user": session["user"],
        "code": code["id"],
        "invitation": invitation["id"],
        "tag": "guest",
        "recipient": "+12125550109",
    }


def main() -> None:
    base, email, password, document, config = sys.argv[1:]
    api = Api(base)
    found = holes(api, email, password)
    with open(document, encoding="utf-8") as file:
        paths = json.load(file)["paths"]
    named = {part[1:-1] for path in paths for part in path.split("/") if part.startswith("{")}
    lines = [f'headers = {{ Authorization = "Bearer {api.token}" }}', "", "[parameters]"]
    lines += [f'"path.{name}" = "{found[name]}"' for name in sorted(named & found.keys())]
    for operation in ENDING:
        lines += ["", "[[operations]]", f'include-operation-id = "{operation}"', "enabled = false"]
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    with open(config, "w", encoding="utf-8") as file:
        file.write(text)
    print(f"{len(named & found.keys())} of {len(named)} holes filled; the others get anything")


if __name__ == "__main__":
    main()
