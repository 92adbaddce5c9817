"""Somebody who can write the state bucket, and cannot use the key of its ledger. Usage: forge-ledger.py ENDPOINT BUCKET VERB

Knows the format as well as we do, and speaks to AWS by a client that is not ours.
"""

import base64
import hashlib
import json
import re
import sys

import botocore.session

ENDPOINT, BUCKET, VERB = sys.argv[1:4]
SESSION = botocore.session.get_session()
FOLDER = "local/releases/"


def client(service):
    return SESSION.create_client(
        service,
        region_name="eu-central-1",
        endpoint_url=ENDPOINT,
        aws_access_key_id="000000000000",
        aws_secret_access_key="foreign",
    )


S3 = client("s3")


def key(number):
    return f"{FOLDER}{number:08d}.json"


def read(number):
    return S3.get_object(Bucket=BUCKET, Key=key(number))["Body"].read().decode()


def write(number, body):
    S3.put_object(Bucket=BUCKET, Key=key(number), Body=body.encode())


def remove(number):
    S3.delete_object(Bucket=BUCKET, Key=key(number))


def newest():
    keys = [each["Key"] for each in S3.list_objects_v2(Bucket=BUCKET, Prefix=FOLDER).get("Contents", [])]
    return max(int(found[1]) for found in (re.search(r"/(\d{8})\.json$", each) for each in keys) if found)


def parts(body):
    """What is said, and the signature under it."""
    text = body[: body.rindex(',\n  "seal": ')]
    at = text.rfind(',\n  "signature": ')
    return (text, None) if at < 0 else (text[:at], text[at:])


def sealed(text, signature=""):
    open_ = text + (signature or "")
    return f'{open_},\n  "seal": "{hashlib.sha256(open_.encode()).hexdigest()}"\n}}\n'


def chained(text, previous):
    return re.sub(r'"previous": "[0-9a-f]{64}"', f'"previous": "{previous}"', text)


def forge_newest():
    number = newest()
    text, _ = parts(read(number))
    write(number, sealed(text.replace('"complete"', '"failed"')))


def keep_signature():
    number = newest()
    text, signature = parts(read(number))
    write(number, sealed(text.replace('"complete"', '"failed"'), signature))


def remove_newest():
    remove(newest())


def remove_middle():
    remove(newest() - 1)


def remove_all():
    for number in range(1, newest() + 1):
        remove(number)


def reseal_chain():
    last = newest()
    previous = hashlib.sha256(read(1).encode()).hexdigest()
    for number in range(2, last + 1):
        text, _ = parts(read(number))
        body = sealed(chained(text, previous).replace('"complete"', '"failed"'))
        write(number, body)
        previous = hashlib.sha256(body.encode()).hexdigest()


def other_key():
    kms = client("kms")
    made = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]
    number = newest() + 1
    text, _ = parts(read(number - 1))
    text = text.replace(f'"number": {number - 1},', f'"number": {number},')
    text = chained(text, hashlib.sha256(read(number - 1).encode()).hexdigest())
    message = f"ledger record 1\n{key(number)}\n{text}".encode()
    value = kms.sign(
        KeyId=made["KeyId"],
        Message=hashlib.sha256(message).digest(),
        MessageType="DIGEST",
        SigningAlgorithm="ECDSA_SHA_256",
    )["Signature"]
    signature = {"key": made["Arn"], "algorithm": "ECDSA_SHA_256", "value": base64.b64encode(value).decode()}
    write(number, sealed(text, f',\n  "signature": {json.dumps(signature, separators=(",", ":"))}'))


def copy_signature():
    number = newest()
    text, _ = parts(read(number))
    _, signature = parts(read(number - 1))
    write(number, sealed(text.replace('"complete"', '"failed"'), signature))


def reorder():
    number = newest()
    last, before = read(number), read(number - 1)
    write(number, before)
    write(number - 1, last)


def downgrade():
    number = newest() + 1
    text, _ = parts(read(number - 1))
    text = text.replace(f'"number": {number - 1},', f'"number": {number},')
    write(number, sealed(chained(text, hashlib.sha256(read(number - 1).encode()).hexdigest())))


def forge_verdict():
    name = f"{FOLDER}00000001.api.verdict.json"
    text, _ = parts(S3.get_object(Bucket=BUCKET, Key=name)["Body"].read().decode())
    S3.put_object(Bucket=BUCKET, Key=name, Body=sealed(text.replace('"aborted"', '"promoted"')).encode())


VERBS = (
    forge_newest,
    keep_signature,
    remove_newest,
    remove_middle,
    remove_all,
    reseal_chain,
    other_key,
    copy_signature,
    reorder,
    downgrade,
    forge_verdict,
)
{each.__name__: each for each in VERBS}[VERB]()
