"""Deploys the templates as they are, by CloudFormation, with the program that was built last."""

import base64
import json
import os
import re
import secrets
import shutil
import subprocess
import zipfile

import machine
from front import Front
from report import wait_until

PREFIX = "convoke-check"
SECRETS_PATH = "/convoke/check/"
STACK = "convoke"
ACCOUNT = "AC0123456789abcdef0123456789abcdef"
SENDER = "+12125550100"
BUCKET = "deployed-from-here"
STACK_SECONDS = 120

# What the emulator refuses, and how it is left out. Each is tried, so that none stays here for nothing.
REFUSED = {
    "infra/budget.yaml": ("AWS::Budgets::Budget", "it knows no such resource; BudgetDollars=0 leaves it out"),
}

# What the emulator asks a role for and AWS does not: beside which right, and on what. Only roles that
# the templates give that right are given the other; all else is what the templates grant.
EXTRA_RIGHTS = {
    "dynamodb:BatchExecuteStatement": ("dynamodb:PartiQLSelect", "*"),
    "sqs:SendMessageBatch": ("sqs:SendMessage", "*"),
    # Of several names it makes no resource.
    "ssm:GetParameters": ("ssm:GetParameters", "*"),
    # It takes every schedule for one of the default group.
    "scheduler:CreateSchedule": ("scheduler:CreateSchedule", "arn:aws:scheduler:*:*:schedule/default/*"),
    "scheduler:UpdateSchedule": ("scheduler:UpdateSchedule", "arn:aws:scheduler:*:*:schedule/default/*"),
    "scheduler:DeleteSchedule": ("scheduler:DeleteSchedule", "arn:aws:scheduler:*:*:schedule/default/*"),
}


class Deployment:
    """The stack in the emulator, the public address before it, and the phones that it texts to."""

    def __init__(self, root, emulator, programs, report, stack):
        self.root, self.emulator, self.programs, self.report = root, emulator, programs, report
        self.viewer_key, self.twilio_token = secrets.token_hex(32), secrets.token_hex(16)
        self.front = stack.enter_context(Front(emulator.port, self.viewer_key))
        self.phones = self._phones(stack)
        self.outputs = {}

    def make(self):
        """Everything from the secrets to the last resource."""
        self._keep_secrets()
        self._upload()
        self._refusals()
        self._create()
        self._allow_more()
        self.front.api = self.outputs["ApiId"]

    def _phones(self, stack):
        """The project's own simulated Twilio, which signs what it reports and hands on."""
        command = [self.programs / "xtask", "phones", "--port", "0", "--account", ACCOUNT]
        process = machine.start(
            [*command, "--sender", SENDER, "--public-url", self.front.url],
            {"PATH": os.environ["PATH"], "TWILIO_AUTH_TOKEN": self.twilio_token},
            self.emulator.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(machine.stop, process)
        return process.stdout.readline().removeprefix("phones ").strip()

    def _keep_secrets(self):
        def key():
            return base64.b64encode(secrets.token_bytes(32)).decode()

        kept = {"access": key(), "cursors": key(), "links": f"1:{key()}", "twilio": self.twilio_token}
        store = self.emulator.client("ssm")
        for name, value in kept.items():
            store.put_parameter(Name=f"{SECRETS_PATH}{name}", Value=value, Type="SecureString")
        store.put_parameter(Name=f"{SECRETS_PATH}viewer-key", Value=self.viewer_key, Type="String")

    def _upload(self):
        """What `sam package` does: files go to the bucket, and templates name them there."""
        self.bucket = self.emulator.client("s3")
        self.bucket.create_bucket(Bucket=BUCKET)
        program = self._zip()
        self.bucket.upload_file(str(program), BUCKET, "bootstrap.zip")
        self.report.say(f"bootstrap.zip: {program.stat().st_size / 1e6:.1f} MB")
        templates = sorted((self.root / "infra").glob("*.[jy]*"))
        for path in [self.root / "template.yaml", *templates]:
            self.bucket.put_object(Bucket=BUCKET, Key=path.name, Body=self._template(path).encode())
        self.report.say(f"{len(templates) + 1} templates")

    def _template(self, path):
        """The template with addresses in the bucket for files of this repository."""
        if path.suffix == ".json":
            return json.dumps(self._addressed(json.loads(path.read_text())))
        return re.sub(
            r"(TemplateURL: *)(\S+)", lambda found: found[1] + self._address(found[2]), path.read_text()
        )

    def _addressed(self, node):
        if isinstance(node, list):
            return [self._addressed(one) for one in node]
        if not isinstance(node, dict):
            return node
        node = {name: self._addressed(value) for name, value in node.items()}
        if isinstance(node.get("TemplateURL"), str):
            node["TemplateURL"] = self._address(node["TemplateURL"])
        if isinstance(node.get("Code"), str):
            node["Code"] = {"S3Bucket": BUCKET, "S3Key": "bootstrap.zip"}
        return node

    def _address(self, file):
        return f"{self.emulator.url}/{BUCKET}/{file.rsplit('/', 1)[-1]}"

    def _zip(self):
        """The program that was built last, without what only a debugger reads."""
        folder = self.emulator.folder / "package"
        folder.mkdir()
        program = folder / "bootstrap"
        shutil.copy(self.programs / "bootstrap", program)
        subprocess.run(["strip", program], check=True)
        with zipfile.ZipFile(folder / "bootstrap.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            file.write(program, "bootstrap")
        return folder / "bootstrap.zip"

    def _refusals(self):
        """The emulator refuses still what is left out for its sake."""
        formation = self.emulator.client("cloudformation")
        for name, (kind, reason) in REFUSED.items():
            self.report.say(f"left out: {name} ({kind}): {reason}")
            try:
                formation.create_stack(
                    StackName="refused",
                    TemplateBody=(self.root / name).read_text(),
                    Parameters=parameters({"Prefix": PREFIX, "BudgetDollars": "1", "AlarmTopicArn": "x"}),
                )
                refused = "nothing"
            except formation.exceptions.ClientError as error:
                refused = str(error)
            law = f"{kind} is refused by the emulator, or would be deployed"
            self.report.check(law, kind in refused, refused)

    def _create(self):
        formation = self.emulator.client("cloudformation")
        formation.create_stack(
            StackName=STACK,
            TemplateURL=self._address("template.yaml"),
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=parameters(
                {
                    "Prefix": PREFIX,
                    "Architecture": machine.architecture(),
                    "DeletionProtection": "false",
                    "SecretsPath": SECRETS_PATH,
                    "ViewerKeyParameter": f"{SECRETS_PATH}viewer-key",
                    "BaseUrl": self.front.url,
                    "TwilioAccountSid": ACCOUNT,
                    "TwilioSender": SENDER,
                    "TwilioBaseUrl": self.phones,
                    "MailFrom": "club@example.com",
                    "BudgetDollars": "0",
                }
            ),
        )

        def made():
            stack = formation.describe_stacks(StackName=STACK)["Stacks"][0]
            return None if stack["StackStatus"].endswith("IN_PROGRESS") else stack

        stack = wait_until(made, STACK_SECONDS)
        whole = bool(stack) and stack["StackStatus"] == "CREATE_COMPLETE"
        self.report.need("the templates deploy by CloudFormation", whole, lambda: self._failures(formation))
        self.outputs = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
        self._compare(formation)

    @staticmethod
    def _failures(formation):
        events = (
            event
            for stack in formation.describe_stacks()["Stacks"]
            for event in formation.describe_stack_events(StackName=stack["StackName"])["StackEvents"]
        )
        return [
            f"{event['LogicalResourceId']} ({event['ResourceType']}): {event.get('ResourceStatusReason')}"
            for event in events
            if "FAILED" in event["ResourceStatus"]
        ]

    def _compare(self, formation):
        """What is there is what the generated templates and the document of the API name."""
        pages = formation.get_paginator("list_stack_resources")
        stacks = formation.describe_stacks()["Stacks"]
        kinds = [
            resource["ResourceType"]
            for stack in stacks
            if stack["StackStatus"] == "CREATE_COMPLETE"
            for page in pages.paginate(StackName=stack["StackName"])
            for resource in page["StackResourceSummaries"]
        ]
        generated = [json.loads(path.read_text()) for path in (self.root / "infra").glob("*.json")]
        declared = [one["Type"] for file in generated for one in file["Resources"].values()]
        for kind in ["AWS::Lambda::Function", "AWS::ApiGatewayV2::Route", "AWS::Lambda::EventSourceMapping"]:
            there, named = kinds.count(kind), declared.count(kind)
            self.report.check(f"{named} of {kind} are there", there == named, there)
        self.report.say(f"{len(stacks)} stacks, {len(kinds)} resources")
        gateway = self.emulator.client("apigatewayv2")
        pages = gateway.get_paginator("get_routes").paginate(ApiId=self.outputs["ApiId"])
        routed = {route["RouteKey"] for page in pages for route in page["Items"]}
        document = json.loads((self.root / "docs/openapi.json").read_text())
        missing = {
            f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods
            if method in {"get", "put", "post", "delete", "patch"}
        } - routed
        self.report.check("every operation of docs/openapi.json has its route", not missing, sorted(missing))

    def _allow_more(self):
        """Functions are held to their roles here; what the emulator asks for beyond AWS is added."""
        roles = self.emulator.client("iam")
        for right, (beside, resource) in EXTRA_RIGHTS.items():
            self.report.say(f"added: {right} on {resource}, to roles with {beside}")
        for role in roles.list_roles()["Roles"]:
            name = role["RoleName"]
            granted = json.dumps([
                roles.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
                for policy in roles.list_role_policies(RoleName=name)["PolicyNames"]
            ])
            statements = [
                {"Effect": "Allow", "Action": right, "Resource": resource}
                for right, (beside, resource) in EXTRA_RIGHTS.items()
                if f'"{beside}"' in granted
            ]
            if statements:
                document = {"Version": "2012-10-17", "Statement": statements}
                roles.put_role_policy(
                    RoleName=name, PolicyName="emulated", PolicyDocument=json.dumps(document)
                )


def parameters(values):
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]
