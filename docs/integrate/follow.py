"""Starts an assessment, sends evidence by an update and by a signal, and follows it: a client that shares no code with ehcna.

It needs `pip install temporalio` and, beside it, the command `ehcna`, which signs for who is calling (docs/security.md says
how to do that in another language). What it sends and reads is encrypted and decrypted by the codec server.
"""

import argparse
import asyncio
import base64
import dataclasses
import datetime
import json
import os
import pathlib
import secrets
import subprocess
import urllib.request

import temporalio.client
import temporalio.converter
from temporalio.api.common.v1 import Payload

HERE = pathlib.Path(__file__).parent
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class CodecServer(temporalio.converter.PayloadCodec):
    """POST /encode and /decode, with a token; in and out as Temporal's own JSON of payloads."""

    def __init__(self, endpoint: str, token: str, namespace: str) -> None:
        self.endpoint = endpoint
        self.headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "X-Namespace": namespace,
        }

    def post(self, path: str, payloads) -> list[Payload]:
        body = {
            "payloads": [
                {
                    "metadata": {name: base64.b64encode(value).decode() for name, value in p.metadata.items()},
                    "data": base64.b64encode(p.data).decode(),
                }
                for p in payloads
            ]
        }
        request = urllib.request.Request(
            self.endpoint + path, json.dumps(body).encode(), self.headers, method="POST"
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            told = json.load(answer)
        return [
            Payload(
                metadata={name: base64.b64decode(value) for name, value in p.get("metadata", {}).items()},
                data=base64.b64decode(p.get("data", "")),
            )
            for p in told["payloads"]
        ]

    async def encode(self, payloads):
        return await asyncio.to_thread(self.post, "/encode", list(payloads))

    async def decode(self, payloads):
        return await asyncio.to_thread(self.post, "/decode", list(payloads))


def assertion(ehcna: str, who: str, workflow_id: str, call: str, name: str, body: dict) -> dict:
    """Who calls, signed for this one call with this one body."""
    command = [*ehcna.split(), "identity", "assert", "--workflow", workflow_id, f"--{call}", name, "--body", "-", "--as", who]
    signed = subprocess.run(command, input=json.dumps(body), capture_output=True, text=True, check=True)
    return json.loads(signed.stdout)


def body_of(name: str) -> dict:
    return json.loads((HERE / name).read_text())


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default=os.environ.get("TEMPORAL_ADDRESS", "127.0.0.1:7233"))
    parser.add_argument("--namespace", default=os.environ.get("TEMPORAL_NAMESPACE", "ehcna"))
    parser.add_argument("--codec", default="http://127.0.0.1:8234", help="address of the codec server")
    parser.add_argument("--codec-token-file", default=".data/codec-token")
    parser.add_argument("--ehcna", default="npx ehcna", help="the command that signs")
    parser.add_argument("--as", dest="who", default="integrator:school-mis")
    parser.add_argument("--ref", default="EHC-" + "".join(secrets.choice(ALPHABET) for _ in range(8)))
    given = parser.parse_args()

    token = pathlib.Path(given.codec_token_file).read_text().strip()
    converter = dataclasses.replace(
        temporalio.converter.default(), payload_codec=CodecServer(given.codec, token, given.namespace)
    )
    client = await temporalio.client.Client.connect(
        given.address, namespace=given.namespace, data_converter=converter
    )
    workflow_id = f"assessment/{given.ref}"

    def signed(call: str, name: str, body: dict) -> list:
        return [body, assertion(given.ehcna, given.who, workflow_id, call, name, body)]

    start = body_of("start.json")
    start["caseRef"] = given.ref
    # Another child, born on another day, each time: a second request for the same child is turned away.
    start["request"]["receivedOn"] = datetime.date.today().isoformat()
    start["request"]["child"]["name"] = f"Example {given.ref}"
    handle = await client.start_workflow(
        "assessment", args=signed("start", "assessment", start), id=workflow_id, task_queue="ehcna"
    )
    intake = await handle.execute_update("awaitIntake")
    print(f"{given.ref}: {'taken up' if intake['accepted'] else 'turned away: ' + intake['reason']}")

    result = await handle.execute_update("addEvidence", args=signed("update", "addEvidence", body_of("update.json")))
    print(f"{given.ref}: {', '.join(result['events'])}")

    role, _, who = given.who.partition(":")
    fact = body_of("signal.json") | {"by": {"role": role, "id": who}}
    await handle.signal("reportFact", args=signed("signal", "reportFact", fact))

    for _ in range(100):
        state = await handle.query("state")
        if len(state["evidence"]) == 2:
            break
        await asyncio.sleep(0.1)
    due = state["deadlines"]["ehcna-decision-6w"]["due"]
    print(f"{given.ref}: {state['stage']}, {len(state['evidence'])} pieces of evidence, decision due {due}")


asyncio.run(main())
