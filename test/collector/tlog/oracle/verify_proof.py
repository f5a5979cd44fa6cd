"""Verifies a `.tlog-proof` and the cosignatures of its checkpoint, written from the C2SP texts alone.

    python3 verify_proof.py VKEY... < request.json

`request.json`: {"proof": text, "leaf": hex of the entry}. Prints the size and the root in hex when every
given key has signed and the entry is included; anything else ends with a message and status 1.
"""

import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(data):
    return hashlib.sha256(data).digest()


def fold(index, size, leaf, path):
    """The root that a path leads to, by the shape of the tree: the split is the largest power of two below n."""
    if size == 1:
        if path:
            sys.exit("the path is too long")
        return leaf
    if not path:
        sys.exit("the path is too short")
    k = 1
    while 2 * k < size:
        k *= 2
    *rest, top = path
    if index < k:
        return sha256(b"\x01" + fold(index, k, leaf, rest) + top)
    return sha256(b"\x01" + top + fold(index - k, size - k, leaf, rest))


def check_signature(text, lines, vkey):
    name, key_id, encoded = vkey.split("+", 2)
    key = base64.b64decode(encoded)
    if sha256(name.encode() + b"\n" + key)[:4].hex() != key_id:
        sys.exit(f"{vkey} has another id")
    for line in lines:
        dash, signer, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if dash != "—" or signer != name or blob[:4].hex() != key_id:
            continue
        message, signature = text.encode(), blob[4:]
        if key[0] == 4:
            seconds = int.from_bytes(signature[:8], "big")
            message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
            signature = signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature, message)
        except InvalidSignature:
            sys.exit(f"{name} did not sign this")
        return
    sys.exit(f"no signature of {name}")


def main():
    request = json.load(sys.stdin)
    head, checkpoint = request["proof"].split("\n\n", 1)
    header, *lines = head.split("\n")
    if header != "c2sp.org/tlog-proof@v1":
        sys.exit("no proof")
    if lines[0].startswith("extra "):
        lines = lines[1:]
    index = int(lines[0].removeprefix("index "))
    path = [base64.b64decode(line) for line in lines[1:]]
    body, signatures = checkpoint.rsplit("\n\n", 1)
    text = body + "\n"
    for vkey in sys.argv[1:]:
        check_signature(text, signatures.rstrip("\n").split("\n"), vkey)
    _, size, root = body.split("\n")[:3]
    leaf = sha256(b"\x00" + bytes.fromhex(request["leaf"]))
    if fold(index, int(size), leaf, path) != base64.b64decode(root):
        sys.exit("the path leads to another root")
    print(size, base64.b64decode(root).hex())


main()
