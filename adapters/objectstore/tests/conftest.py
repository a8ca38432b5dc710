"""A real S3 server, and a fresh bucket for every test."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import attrs
import boto3
import pytest
from obstore.store import S3Store

KEYS = {"region": "us-east-1", "access_key_id": "nobody", "secret_access_key": "nothing"}


@attrs.frozen
class Bucket:
    """A bucket, and ways into it.

    Attributes:
        name: of the bucket.
        endpoint: URL of the server.
        client: boto3's, which knows nothing of obstore.
    """

    name: str
    endpoint: str
    client: Any

    def options(self, retries: int = 1) -> dict[str, Any]:
        return {
            **KEYS,
            "endpoint": self.endpoint,
            "virtual_hosted_style_request": False,
            "client_options": {"allow_http": True},
            "retry_config": {"max_retries": retries, "retry_timeout": timedelta(seconds=5)},
        }

    def store(self, **changes: Any) -> S3Store:
        return S3Store(self.name, **self.options(), **changes)

    def names(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return [each["Key"] for each in found]

    def content(self, name: str) -> bytes:
        body = self.client.get_object(Bucket=self.name, Key=name)["Body"]
        with body:
            content: bytes = body.read()
        return content

    def unfinished(self) -> list[str]:
        found = self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", [])
        return [each["Key"] for each in found]


@pytest.fixture(scope="session")
def new_bucket() -> Iterator[Callable[[], Bucket]]:
    """An S3 server process on the loopback interface, and what makes buckets in it."""
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    assert server.stderr is not None
    running = (re.search(r"Running on (http://[\d.]+:\d+)", line) for line in server.stderr)
    found = next(filter(None, running), None)
    assert found, "the server did not start"
    listener = threading.Thread(target=server.stderr.read)  # or it would wait for a reader
    listener.start()
    client = boto3.client(
        "s3", endpoint_url=found[1], region_name=KEYS["region"],
        aws_access_key_id=KEYS["access_key_id"],
        aws_secret_access_key=KEYS["secret_access_key"],
    )  # fmt: skip
    numbers = itertools.count(1)

    def make() -> Bucket:
        name = f"school-{next(numbers)}"
        client.create_bucket(Bucket=name)
        return Bucket(name, found[1], client)

    yield make
    client.close()
    server.terminate()
    server.wait(timeout=30)
    listener.join()
    server.stderr.close()


@pytest.fixture
def bucket(new_bucket: Callable[[], Bucket]) -> Bucket:
    return new_bucket()
