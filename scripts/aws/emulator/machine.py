"""The emulator and the programs on this machine: started on the loopback, always stopped."""

import ctypes
import importlib.metadata
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

REGION = "us-east-1"
START_SECONDS = 60
STOP_SECONDS = 15
# prctl(2)
PR_SET_PDEATHSIG = 1


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def programs():
    """The folder with the programs that were built last for this machine."""
    folder = Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "debug"
    for name in ["bootstrap", "xtask"]:
        if not (folder / name).exists():
            sys.exit(f"error: there is no {folder / name}: ./test build makes it")
    return folder.resolve()


def architecture():
    """As Lambda calls this machine's."""
    return "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"


def start(command, environment, folder, **streams):
    """A program in a session of its own that gets a signal when we end, however we end."""
    library = ctypes.CDLL(None)
    return subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        start_new_session=True,
        preexec_fn=lambda: library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
        **streams,
    )


def stop(process):
    """Ends a program and whatever it has started."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    # Functions outlive the emulator for some seconds.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


class Emulator:
    """A running emulator. It reaches nothing outside this machine and knows no one's credentials."""

    def __init__(self, checked_rights):
        # Whether functions are held to their roles.
        self.checked_rights = checked_rights
        self.version = importlib.metadata.version("ministack")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="convoke-emulate-"))
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_):
        stop(self.process)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self):
        began = time.monotonic()
        self.log = open(self.folder / "log", "wb")
        self.process = start(
            [Path(sys.executable).parent / "ministack"],
            self._environment(),
            self.folder,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() - began > START_SECONDS:
                stop(self.process)
                sys.exit(f"error: ministack did not start:\n{(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.05)
        self.started = time.monotonic() - began

    def _environment(self):
        """All of it, and nothing of ours: functions inherit the emulator's whole environment."""
        folder = str(self.folder)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "TMPDIR": folder,
            "S3_DATA_DIR": f"{folder}/s3",
            "STATE_DIR": f"{folder}/state",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            # A number here would make the gateway's host one that lambda_http cannot read.
            "MINISTACK_HOST": "localhost",
            # The functions' own way to it.
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            # Functions are processes here; no container, and nothing that listens elsewhere.
            "LAMBDA_EXECUTOR": "local",
            "DOCKER_HOST": "unix:///nonexistent",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if self.checked_rights:
            environment["AUTH"] = "true"
        return environment

    def _is_ready(self):
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/ready", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(
                retries={"max_attempts": 1},
                s3={"addressing_style": "path"},
                read_timeout=120,
                proxies={},
            ),
        )
