#!/usr/bin/env python3
"""Verifies an audit package offline: the second verifier, written from docs/audit-package.md alone.

    python3 verify.py PACKAGE [--key VKEY-OR-FILE]... [--checkpoint FILE]... [--json]

PACKAGE is the folder that holds 01-manifest.json, or its .tar. --key is the ledger's key as you got it
from elsewhere: no package can vouch for its own signer. --checkpoint is a signed checkpoint that you kept:
it shows whether the ledger was rolled back or rewritten since. May both be repeated.

Ends with 0: verified; 1: tampered with or inconsistent, each fault with its place; 2: cannot be verified
(signer unknown, format or entries newer than this program, wrong command line); 3: verified, with gaps
that are listed. Needs Python 3.8 or newer and the package `cryptography`, for Ed25519.
"""

import argparse
import base64
import binascii
import csv
import datetime
import hashlib
import io
import json
import os
import re
import stat
import struct
import sys
import uuid

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("needs the package cryptography: pip install cryptography, or apt install python3-cryptography", file=sys.stderr)
    sys.exit(2)

FORMAT, VERSION = "tiltmeter-audit-package", 1
MANIFEST, SIGNATURE = "01-manifest.json", "01-manifest.note"
CLASSES = {
    "entries", "checkpoints", "rows", "texts", "document", "proof",
    "register", "dossier", "statement", "reading", "verifier",
}
ENTRY_MAX, DEPTH_MAX, MEMBERS_MAX = 65_535, 100, 300_000
SMALL_MAX, CHECKED_MAX = 64 << 20, 65 << 20
GRACE_MS = 3_600_000
KEPT_MAX = 200


class Bad(Exception):
    """Bytes that are not what they should be."""


class Newer(Exception):
    """A format that this program is too old for."""


class Gone(Exception):
    """There is no manifest to go on with; why is among the findings."""


class Usage(Exception):
    """What was given on the command line cannot be used."""


class Findings:
    def __init__(self):
        self.kept, self.counts = [], {"fault": 0, "unknown": 0, "gap": 0}

    def add(self, kind, says, member="", **place):
        self.counts[kind] += 1
        if self.counts[kind] <= KEPT_MAX:
            self.kept.append({"kind": kind, "place": {"member": member, **place}, "says": str(says)})

    def fault(self, says, member="", **place):
        self.add("fault", says, member, **place)

    def exit(self):
        for kind, code in (("fault", 1), ("unknown", 2), ("gap", 3)):
            if self.counts[kind]:
                return code
        return 0


# Canonical JSON (RFC 8785) ---------------------------------------------------------------------------


class Number(str):
    """A number as it was written."""


def number(value):
    """How ECMAScript writes a number: the shortest digits that give it back."""
    if value != value or value in (float("inf"), float("-inf")):
        raise Bad("JSON knows no such number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, part = mantissa.partition(".")
    part = "" if part == "0" else part
    point = len(whole) + int(exponent or 0)
    digits = (whole + part).lstrip("0")
    point -= len(whole + part) - len(digits)
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    shown = digits[0] + ("." + digits[1:] if count > 1 else "")
    return f"{sign}{shown}e{'+' if point > 0 else '-'}{abs(point - 1)}"


SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
ESCAPES = {code: SHORT.get(code, f"\\u{code:04x}") for code in [*range(32), 34, 92]}


def canonical(value):
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Number):
        return number(float(value))
    if isinstance(value, str):
        return f'"{value.translate(ESCAPES)}"'
    if isinstance(value, (int, float)):
        return number(float(value))
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"


def plain(value):
    """The value with its numbers as numbers."""
    if isinstance(value, Number):
        found = float(value)
        return int(found) if found == int(found) and abs(found) < 2**53 else found
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return value


def once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Bad("JSON has a name twice")
    return found


def no_constant(name):
    raise Bad(f"JSON knows no {name}")


def strict_json(data):
    """The value of canonical JSON and of nothing else."""
    depth = deepest = 0
    for token in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', data, re.S) if len(data) > 2 * DEPTH_MAX else ():
        first = token.group()[0]
        depth += (first in b"[{") - (first in b"]}")
        deepest = max(deepest, depth)
        if deepest > DEPTH_MAX:
            raise Bad(f"JSON is nested at most {DEPTH_MAX} deep, byte {token.start()} goes deeper")
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=once, parse_int=Number, parse_float=Number, parse_constant=no_constant)
        if canonical(value) != text:
            raise Bad("JSON is canonical (RFC 8785): names sorted and once each, one spelling")
    except (UnicodeError, ValueError, RecursionError, OverflowError) as error:
        raise Bad(f"not JSON in UTF-8: {error}") from error
    return plain(value)


# Hashes, the tree, keys and notes ----------------------------------------------------------------------


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


class Tree:
    """A growing tree of RFC 6962, as the roots of the perfect subtrees that cover it."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def grow(self, leaf):
        size = self.size
        while size % 2:
            leaf = node_hash(self.peaks.pop(), leaf)
            size //= 2
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def inclusion_holds(index, size, leaf, proof, root):
    """RFC 9162, 2.1.3.2."""
    if index >= size:
        return False
    fn, sn, found = index, size - 1, leaf
    for each in proof:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            found = node_hash(each, found)
            while not fn % 2 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, each)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def consistency_holds(size, root, larger, larger_root, proof):
    """RFC 9162, 2.1.4.2."""
    if size == larger:
        return not proof and root == larger_root
    if size == 0:
        return not proof and root == sha256(b"")
    path = list(proof)
    if size & (size - 1) == 0:
        path.insert(0, root)
    if not path:
        return False
    fn, sn = size - 1, larger - 1
    while fn % 2:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for each in path[1:]:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            first, second = node_hash(each, first), node_hash(each, second)
            while not fn % 2 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, each)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and first == root and second == larger_root


def from_base64(text, what):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Bad(f"{what} is no standard base64") from error
    if base64.b64encode(data).decode() != text:
        raise Bad(f"{what} is no standard base64")
    return data


class Key:
    """A C2SP verifier key: name+id+base64(1 ‖ Ed25519 key)."""

    def __init__(self, text):
        match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(.+)", text)
        if not match:
            raise Bad(f"a verifier key is NAME+ID+KEY, got {text[:80]!r}")
        self.text, self.name, self.id = text, match[1], bytes.fromhex(match[2])
        data = from_base64(match[3], "the key")
        if len(data) != 33 or data[0] != 1:
            raise Bad(f"the key of {self.name} is no Ed25519 key")
        if sha256(self.name.encode() + b"\n" + data)[:4] != self.id:
            raise Bad(f"the key of {self.name} has another id than its text says")
        self.data = data[1:]

    def signed(self, note):
        """True: the note bears this key's signature; False: a signature in its name that is not its own; None: none."""
        found = None
        for name, key_id, signature in note.signatures:
            if (name, key_id) != (self.name, self.id):
                continue
            try:
                Ed25519PublicKey.from_public_bytes(self.data).verify(signature, note.text.encode())
                found = True if found is None else found
            except (InvalidSignature, ValueError):
                found = False
        return found


class Note:
    """A C2SP signed note, and the checkpoint in it."""

    def __init__(self, data):
        try:
            written = data.decode("utf-8")
        except UnicodeError as error:
            raise Bad("a note is UTF-8") from error
        text, split, signatures = written.rpartition("\n\n")
        if not split or not signatures.endswith("\n"):
            raise Bad("a note has an empty line before its signatures, and ends in a line feed")
        self.text = text + "\n"
        if re.search(r"[\x00-\x09\x0b-\x1f]", self.text):
            raise Bad("a note has no control characters but line feeds")
        self.signatures = []
        for line in signatures[:-1].split("\n"):
            match = re.fullmatch(r"— ([^ +]+) ([A-Za-z0-9+/=]+)", line)
            if not match:
                raise Bad("a signature is — NAME BASE64")
            data = from_base64(match[2], "a signature")
            if len(data) < 5:
                raise Bad("a signature is too short")
            self.signatures.append((match[1], data[:4], data[4:]))

    def checkpoint(self):
        lines = self.text[:-1].split("\n")
        if len(lines) < 3 or "" in lines or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
            raise Bad("a checkpoint has an origin, a size and a root")
        root = from_base64(lines[2], "the root of a checkpoint")
        if len(root) != 32:
            raise Bad("the root of a checkpoint has 32 bytes")
        return lines[0], int(lines[1]), root


# The package as bytes ----------------------------------------------------------------------------------

PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)


def check_path(path):
    parts = path.split("/")
    if not 1 <= len(path) <= 150 or len(parts[-1]) > 96:
        raise Bad(f"a member's path has at most 150 characters, its last part 96: {path[:160]!r}")
    for part in parts:
        if not PART.fullmatch(part) or DEVICE.match(part):
            raise Bad(f"a member's path has no part {part[:80]!r}")


def check_clash(paths):
    seen = {}
    for path in paths:
        if path.lower() in seen:
            raise Bad(f"{seen[path.lower()]} and {path} cannot lie beside each other")
        seen[path.lower()] = path
    for path in paths:
        parts = path.lower().split("/")
        for n in range(1, len(parts)):
            if "/".join(parts[:n]) in seen:
                raise Bad(f"{seen['/'.join(parts[:n])]} and {path} cannot lie beside each other")


class Folder:
    def __init__(self, root, findings):
        self.root, self.sizes = root, {}
        for folder, folders, files in os.walk(root):
            inside = os.path.relpath(folder, root).replace(os.sep, "/")
            if inside != "." and not folders and not files:
                findings.fault("is an empty folder; a package holds the files of its manifest only", inside)
            for name in folders + files:
                path = name if inside == "." else f"{inside}/{name}"
                found = os.lstat(os.path.join(folder, name))
                if stat.S_ISREG(found.st_mode):
                    self.sizes[path] = found.st_size
                elif not stat.S_ISDIR(found.st_mode):
                    findings.fault("is a link or no plain file; a package holds the files of its manifest only", path)
            if len(self.sizes) > MEMBERS_MAX + 2:
                raise Bad(f"a package has at most {MEMBERS_MAX} members")
        if MANIFEST not in self.sizes and SIGNATURE not in self.sizes:
            raise Usage(f"{root} has no {MANIFEST}; name the folder that holds it")

    def open(self, path):
        return open(os.path.join(self.root, *path.split("/")), "rb")


class Tar:
    """The one tar that a package has: plain files, sorted, everything else fixed."""

    def __init__(self, file, findings):
        self.file, self.sizes, self.offsets = open(file, "rb"), {}, {}
        size, at, last = os.path.getsize(file), 0, ""
        while True:
            self.file.seek(at)
            header = self.file.read(512)
            if len(header) < 512:
                raise Bad(f"the tar ends at byte {at + len(header)}, within a header")
            if not any(header):
                break
            field = lambda start, length: header[start:start + length].split(b"\0")[0].decode("latin-1")
            path = "/".join(filter(None, [field(345, 155), field(0, 100)]))
            try:
                check_path(path)
            except Bad as error:
                raise Bad(f"byte {at}: {error}") from error
            octal = field(124, 12)
            if not re.fullmatch(r"[0-7]{11}", octal):
                raise Bad(f"byte {at}: the size of {path} is no octal number")
            count = int(octal, 8)
            expected = tar_header(path, count)
            if header != expected:
                byte = next(i for i in range(512) if header[i] != expected[i])
                raise Bad(f"byte {at + byte}: the header of {path} is none of a package (plain files only)")
            end = at + 512 + count
            padded = end + -count % 512
            if path <= last or padded > size:
                raise Bad(f"byte {at}: {path} is out of order, or goes beyond the end of the tar")
            self.file.seek(end)
            if any(self.file.read(padded - end)):
                raise Bad(f"byte {end}: zeros follow {path}")
            self.sizes[path], self.offsets[path], last, at = count, at + 512, path, padded
        self.file.seek(at)
        if self.file.read() != bytes(1024):
            raise Bad(f"byte {at}: a tar ends with two empty blocks and nothing more")

    def open(self, path):
        self.file.seek(self.offsets[path])
        return Part(self.file, self.sizes[path])


class Part:
    def __init__(self, file, left):
        self.file, self.left = file, left

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def read(self, count=-1):
        data = self.file.read(self.left if count < 0 else min(count, self.left))
        self.left -= len(data)
        return data


def tar_header(path, size):
    cut = -1 if len(path) <= 100 else path.rindex("/")
    header = bytearray(512)

    def put(at, text):
        header[at:at + len(text)] = text.encode("latin-1")

    put(0, path[cut + 1:])
    put(100, "0000644\0" "0000000\0" "0000000\0" f"{size:011o}\0" "00000000000\0" "        " "0")
    put(257, "ustar\0" "00")
    put(345, path[:max(cut, 0)])
    put(148, f"{sum(header):06o}\0 ")
    return bytes(header)


class Package:
    """A package whose manifest was read; members are read against it."""

    def __init__(self, source, findings):
        self.source, self.findings, self.seen = source, findings, set()
        data, note = self.small(MANIFEST), self.small(SIGNATURE)
        if data is None:
            raise Gone()
        self.digest = hashlib.sha256(data).hexdigest()
        signed = None
        if note is not None:
            try:
                signed = read_manifest_note(note)
                if signed[1] != self.digest:
                    findings.fault(f"was changed: its digest is {self.digest}, what was signed is {signed[1]}", MANIFEST)
            except Bad as error:
                findings.fault(error, SIGNATURE)
        try:
            self.manifest = parse_manifest(data)
        except Bad as error:
            findings.fault(error, MANIFEST)
            raise Gone() from error
        if note is not None:
            fault = note_fault(note, self.manifest["signer"])
            if fault:
                findings.fault(fault, SIGNATURE)
        if signed and signed[0] != self.manifest["origin"]:
            findings.fault(f"is of {self.manifest['origin']!r}, what was signed of {signed[0]!r}", MANIFEST)
        listed = {member["path"]: member for member in self.manifest["members"]}
        for path, size in source.sizes.items():
            if path in (MANIFEST, SIGNATURE):
                continue
            if path not in listed:
                findings.fault("is not in the manifest; it was added", path)
            elif listed[path]["bytes"] != size:
                findings.fault(f"has {size} bytes, the manifest says {listed[path]['bytes']}", path)
        for path in listed:
            if path not in source.sizes:
                findings.fault("is missing", path)

    def small(self, path):
        size = self.source.sizes.get(path)
        if size is None or size > SMALL_MAX:
            self.findings.fault("is missing" if size is None else f"has more than {SMALL_MAX} bytes", path)
            return None
        with self.source.open(path) as file:
            return file.read()

    def members(self, of):
        return [member for member in self.manifest["members"] if member["class"] == of]

    def there(self, member):
        return self.source.sizes.get(member["path"]) == member["bytes"]

    def compare(self, member, digest):
        is_new = member["path"] not in self.seen
        self.seen.add(member["path"])
        if digest != member["sha256"] and is_new:
            self.findings.fault("was changed: its digest is not the manifest's", member["path"])
        return digest == member["sha256"]

    def read(self, member):
        if not self.there(member):
            return None
        if member["bytes"] > CHECKED_MAX:
            self.seen.add(member["path"])
            self.findings.fault(f"has {member['bytes']} bytes; a checked member has at most {CHECKED_MAX}", member["path"])
            return None
        with self.source.open(member["path"]) as file:
            data = file.read()
        return data if self.compare(member, hashlib.sha256(data).hexdigest()) else None

    def lines(self, of):
        """Each line of the members of a class, with its place."""
        for member in self.members(of):
            data = self.read(member)
            if data is None:
                continue
            if data and not data.endswith(b"\n"):
                self.findings.fault("the last line has no end; the member was cut", member["path"])
            for n, line in enumerate(data.split(b"\n")[:-1], 1):
                yield line, {"member": member["path"], "line": n}

    def read_rest(self):
        for member in self.manifest["members"]:
            if member["path"] in self.seen or not self.there(member):
                continue
            digest = hashlib.sha256()
            with self.source.open(member["path"]) as file:
                for part in iter(lambda: file.read(1 << 20), b""):
                    digest.update(part)
            self.compare(member, digest.hexdigest())


def read_manifest_note(data):
    lines = Note(data).text.split("\n")
    version = re.fullmatch(re.escape(FORMAT) + r"/v(\d{1,6})", lines[0])
    if not version:
        raise Bad(f"line 1 must be {FORMAT}/v{VERSION}")
    if int(version[1]) > VERSION:
        raise Newer(f"the package is signed as of version {version[1]}, this program knows up to {VERSION}")
    if len(lines) != 4 or not re.fullmatch(r"sha256:[0-9a-f]{64}", lines[2]):
        raise Bad("line 3 must be sha256: and the digest of the manifest, and the last")
    return lines[1], lines[2][7:]


def note_fault(data, signer):
    try:
        note, key = Note(data), Key(signer)
    except Bad as error:
        return str(error)
    if not key.signed(note):
        return "is not signed by the key that the manifest names"
    if len(note.signatures) > 1:
        return "bears a further signature; only the signer's may be there"
    return None


def parse_manifest(data):
    if not data.endswith(b"\n"):
        raise Bad("a manifest ends with a line feed")
    top = strict_json(data[:-1])
    if not isinstance(top, dict) or top.get("format") != FORMAT:
        raise Bad(f"format must be {FORMAT}")
    version = top.get("version")
    if isinstance(version, int) and version > VERSION:
        raise Newer(f"the package has format version {version}, this program knows up to {VERSION}")
    names = {"format", "version", "origin", "signer", "generator", "createdMs", "period", "systems", "checkpoints", "members"}
    if version != VERSION or set(top) != names:
        raise Bad(f"a manifest of version {VERSION} has the fields {', '.join(sorted(names))}")
    if not all(isinstance(top[name], str) and top[name] for name in ("origin", "signer", "generator")):
        raise Bad("origin, signer and generator are texts")
    whole = lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0
    period, checkpoints, members = top["period"], top["checkpoints"], top["members"]
    if not isinstance(period, dict) or set(period) != {"fromMs", "toMs"} or not all(map(whole, period.values())) or not whole(top["createdMs"]):
        raise Bad("period is {fromMs, toMs}, times are whole milliseconds")
    systems = top["systems"]
    if not (systems is None or isinstance(systems, list) and all(isinstance(each, str) and each for each in systems)):
        raise Bad("systems is a list of names, or null")
    if not isinstance(checkpoints, dict) or set(checkpoints) != {"start", "end"} or not isinstance(checkpoints["end"], str) or not (checkpoints["start"] is None or isinstance(checkpoints["start"], str)):
        raise Bad("checkpoints is {start, end}")
    if not isinstance(members, list) or len(members) > MEMBERS_MAX:
        raise Bad(f"members is a list of at most {MEMBERS_MAX}")
    last = ""
    for n, member in enumerate(members):
        if not isinstance(member, dict) or set(member) != {"path", "bytes", "sha256", "class"}:
            raise Bad(f"members[{n}] is {{path, bytes, sha256, class}}")
        if not isinstance(member["path"], str) or not whole(member["bytes"]) or not re.fullmatch(r"[0-9a-f]{64}", str(member["sha256"])):
            raise Bad(f"members[{n}] has a path, a size and a digest of 64 hex digits")
        check_path(member["path"])
        if member["path"] <= last:
            raise Bad(f"members are sorted by path and each is there once, got {member['path']} after {last}")
        if member["class"] not in CLASSES:
            raise Newer(f"{member['path']} is of class {member['class']!r}, which this program does not know")
        last = member["path"]
    check_clash([MANIFEST, SIGNATURE, *(member["path"] for member in members)])
    return top


# What the entries come to ------------------------------------------------------------------------------

ENTRY_TYPES = set(
    """
    key_created key_revoked key_rotated account_created account_changed account_invited
    account_password_set sessions_ended sign_ins_refused sign_in_configured
    baseline_created baseline_approved controls_loaded controls_in_force
    controls_refused system_declared system_withdrawn control_transition nonconformity_raised
    nonconformity_reported nonconformity_episode_added nonconformity_episode_ended nonconformity_moved
    nonconformity_merged dismissal_proposed nonconformity_edited nonconformity_commented
    nonconformity_examined effectiveness_planned effectiveness_judged decisions_reviewed postscript_added
    action_planned action_changed action_dropped action_done suspension_proposed suspension_refused
    system_suspended suspension_effective system_resumed routes_loaded channel_configured channel_tested
    notices_composed notices_held notice_escalated notices_repeated digest_made quiet_hours_ended
    notice_acknowledged notification_retried notification_attempted collector_started ledger_heartbeat ledger_snapshot signing_key_introduced
    signing_key_rotated anchor_obtained anchor_failed evaluation_amended evidence_gap batch_sealed store_reconciled
    subject_erased retention_executed export_created governance_loaded approval_given policy_acknowledged
    clause_attested attestation_withdrawn reassessment_due assessment_recorded calibration_planned
    calibration_recorded stop_drill_recorded management_review_held review_decided review_action_done
    audit_sampled policy_loaded clock_due incident_stated report_made clock_set_aside hold_placed
    hold_released hold_alarmed quarantine_replayed quarantine_discarded content_read controls_put
    maintenance_started maintenance_ended data_restored
    """.split()
)

SEVERITIES = ["low", "medium", "high", "critical"]
TERMINAL = {"closed", "dismissed", "merged", "void"}
RESULTS = ["not effective", "not demonstrated"]
CAUSES = ["data", "model", "human", "process", "supplier", "configuration"]
ASSESSED = {"assessment": None, "severity": SEVERITIES, "affected": None, "serious_incident": ["no", "suspected", "yes"]}
ANALYSED = {"cause": None, "cause_category": CAUSES, "method": None, "elsewhere": None, "criterion": None}

# From, to, whom it is open to, what has to be said (with the answers there are), whether a reason is asked for.
PASSAGES = [
    ("raised", "assessing", None, {"owner": None}, False),
    ("assessing", "containing", None, ASSESSED, False),
    ("containing", "analysing", None, {"correction": None, "consequences": None}, False),
    ("analysing", "acting", None, ANALYSED, False),
    ("acting", "verifying", None, {}, False),
    ("verifying", "closing", "measured", {"result": ["effective"]}, False),
    ("verifying", "closing", "unmeasured", {"result": ["effective"], "result_evidence": None}, False),
    ("verifying", "analysing", None, {"result": RESULTS}, True),
    ("closing", "closed", None, {"system_change": None}, False),
    ("closing", "analysing", None, {"result": RESULTS}, True),
    ("raised", "dismissed", None, {}, True),
    ("raised", "merged", None, {"merged_into": None}, False),
    ("assessing", "merged", None, {"merged_into": None}, False),
    ("assessing", "observation", None, {"assessment": None}, True),
    ("assessing", "closed", "low", {}, True),
    ("observation", "assessing", None, {"owner": None}, True),
    ("containing", "accepted", None, {"until": None, "accepted_by": None}, True),
    ("accepted", "analysing", None, {}, True),
] + [
    (state, "void", None, {}, True)
    for state in "raised assessing containing analysing acting verifying closing observation accepted".split()
]
# What may be said besides, where a state is left.
OFFERED = {("assessing", "aware_at"), ("closing", "reference")}
# Answers that only earlier forms asked for: such a move is held to the life cycle alone.
OLD_ANSWERS = ("second_person", "actions", "action_owner", "reviewer")
MACHINE = "tiltmeter"


def graver(a, b):
    return max(a, b, key=SEVERITIES.index)


def person(name):
    return str(name).strip().lower()


class Life:
    """One nonconformity, as far as its life, its register and its dossier go."""

    def __init__(self, entry, index):
        reported = entry["type"] == "nonconformity_reported"
        record = entry if reported else entry["record"]
        self.id, self.entries = record["id"], [index]
        self.state = "raised" if reported else record["state"]
        self.severity = record["severity"]
        if self.state not in ("raised", "observation") or self.severity not in SEVERITIES:
            raise Bad(f"{self.id} begins as {self.state!r}; a record begins as raised or as an observation")
        self.gravest = record.get("gravest", self.severity)
        self.owner = record.get("owner")
        self.control, self.control_revision = record.get("control"), record.get("controlRevision")
        self.system, self.evidence = record["system"], record.get("evidence")
        self.raised_ms = entry["atMs"] if reported else record["raisedMs"]
        self.first_breach_ms = record["foundMs"] if reported else record["firstBreachMs"]
        episodes = [] if reported else record["episodes"]
        self.episodes = {each["id"]: each["endedMs"] for each in episodes}
        self.actions, self.plans, self.judgements = {}, {}, {}
        self.cycle, self.proposed_by, self.until = 1, None, None
        self.fields = {} if reported else dict(record["fields"])

    def is_grave(self):
        return self.gravest in ("high", "critical")

    def is_measured(self):
        return self.control is not None and self.plans.get(self.cycle) != "unmeasured"

    def is_open(self):
        return self.state not in TERMINAL

    def has_hand_in_actions(self, name):
        return any(
            person(name) in (person(each["owner"]), person(each["done_by"]))
            for each in self.actions.values() if not each["dropped"]
        )

    def fault_of_move(self, to, by, fields, reason, at_ms):
        """What a move does that its life cycle does not allow; None: nothing."""
        move = f"{self.id} goes from {self.state} to {to}"
        if by == MACHINE:
            ended = self.state == "accepted" and self.until is not None and self.until <= at_ms
            own = to == "analysing" and (ended or self.state in ("verifying", "closing"))
            return None if own else f"{move}, which the machine never does"
        open_to = lambda whom: whom in (None, self.severity) or whom == ("measured" if self.is_measured() else "unmeasured")
        found = [p for p in PASSAGES if p[:2] == (self.state, to) and open_to(p[2])]
        if not found or (found[0][2] == "low" and self.is_grave()):
            return f"{move}, which its life cycle does not know"
        if to == "closed" and None in self.episodes.values():
            return f"{move} while an episode lasts"
        said = {**self.fields, **fields}
        if any(name in said for name in OLD_ANSWERS) or (self.state == "analysing" and "cause_category" not in said):
            return None
        for name, answers in found[0][3].items():
            if not fields.get(name):
                return f"{move} without {name}"
            if answers and fields[name] not in answers:
                return f"{move} with {name} {fields[name]!r}, which must be {' or '.join(answers)}"
        for name in fields:
            if name not in found[0][3] and (self.state, name) not in OFFERED:
                return f"{move} with {name}, which nobody asks for"
        if fields.get("serious_incident", "no") != "no" and "aware_at" not in fields:
            return f"{move} with a suspected incident and without aware_at"
        if found[0][4] and not reason:
            return f"{move} without a reason"
        if to == "dismissed" and self.is_grave() and (self.proposed_by is None or person(self.proposed_by) == person(by)):
            return f"{move} on one person's word; two dismiss what is {self.gravest}"
        if self.state in ("verifying", "closing") and to != "void" and self.is_grave() and self.has_hand_in_actions(by):
            return f"{move} by whoever owns an action, or reported it done"
        standing = [each for each in self.actions.values() if not each["dropped"]]
        if to == "verifying" and any(each["done_by"] is None for each in standing):
            return f"{move} with actions that are not done"
        if to == "verifying" and not any(each["cycle"] == self.cycle for each in standing):
            return f"{move} without a corrective action"
        if to in ("closing", "closed") and self.state != "assessing" and self.is_measured():
            if self.judgements.get(self.cycle) != "demonstrated":
                return f"{move} while telemetry has not demonstrated the effect"
        return None

    def take(self, entry, index):
        """Lives on by one entry; what was not legal in that, or None."""
        self.entries.append(index)
        of, by, fields = entry["type"], entry["by"], entry.get("fields") or {}
        if of in IMMUTABLE and not self.is_open():
            return f"{self.id} is {self.state} and immutable"
        if of == "nonconformity_moved":
            to = entry["to"]
            fault = self.fault_of_move(to, by, fields, entry["text"], entry["atMs"])
            if self.state in ("verifying", "closing") and to == "analysing":
                self.cycle += 1
            self.until = end_of_day(fields["until"]) if to == "accepted" and "until" in fields else None
            self.state, self.proposed_by = to, None
            self.fill_in(fields)
            return fault
        if of == "nonconformity_merged":
            fault = self.fault_of_move("merged", by, {"merged_into": entry["into"]}, entry["text"], entry["atMs"])
            self.state, self.proposed_by = "merged", None
            return fault
        if of == "dismissal_proposed":
            before, self.proposed_by = self.proposed_by, by
            if self.state != "raised" or not self.is_grave() or before is not None:
                return f"{self.id} is to be dismissed by two, and is {self.state}, {self.gravest} or proposed already"
        elif of == "postscript_added" and self.is_open():
            return f"{self.id} is {self.state}: what is said of it is a comment"
        elif of == "nonconformity_edited":
            self.fill_in(fields)
        elif of == "nonconformity_episode_added":
            episode = entry["episode"]
            self.episodes[episode["id"]] = episode["endedMs"]
            self.first_breach_ms = min(self.first_breach_ms, episode["firstBreachMs"])
            return None if self.is_open() else f"an episode joins {self.id}, which is {self.state}"
        elif of == "nonconformity_episode_ended":
            lasted = self.episodes.get(entry["episode"], 0) is None
            self.episodes[entry["episode"]] = entry["endedMs"]
            return None if lasted else f"no episode {entry['episode']} of {self.id} lasts"
        elif of == "action_planned":
            self.actions[entry["action"]] = {"cycle": self.cycle, "owner": fields.get("owner"), "done_by": None, "dropped": False}
        elif of in ("action_changed", "action_dropped", "action_done"):
            action = self.actions.get(entry["action"])
            if action is None:
                return f"{self.id} has no action {entry['action']}"
            action["owner"] = fields.get("owner", action["owner"])
            action["dropped"] = action["dropped"] or of == "action_dropped"
            action["done_by"] = by if of == "action_done" else action["done_by"]
        elif of == "effectiveness_planned":
            self.plans.setdefault(entry["plan"]["cycle"], entry["plan"]["kind"])
        elif of == "effectiveness_judged":
            self.judgements[entry["judgement"]["cycle"]] = entry["judgement"]["result"]
        return None

    def fill_in(self, fields):
        self.fields.update(fields)
        self.owner = fields.get("owner", self.owner)
        if fields.get("severity") in SEVERITIES:
            self.severity = fields["severity"]
            self.gravest = graver(self.gravest, self.severity)

    def take_on(self, other, index):
        """Carries another record on that was merged into this one."""
        self.entries.append(index)
        for episode, ended in other.episodes.items():
            self.episodes.setdefault(episode, ended)
        self.severity = graver(self.severity, other.severity)
        self.gravest = graver(self.gravest, other.gravest)
        self.first_breach_ms = min(self.first_breach_ms, other.first_breach_ms)

    def claims(self):
        return {
            "id": self.id, "state": self.state, "severity": self.severity, "owner": self.owner,
            "control": self.control, "controlRevision": self.control_revision, "system": self.system,
            "raisedMs": self.raised_ms, "firstBreachMs": self.first_breach_ms, "evidence": self.evidence,
        }


IMMUTABLE = {
    "nonconformity_moved", "nonconformity_merged", "nonconformity_edited", "dismissal_proposed",
    "action_planned", "action_changed", "action_dropped", "action_done",
}
RECORD_ID = re.compile(r"NC-\d{4,}-\d{4,}")


def end_of_day(day):
    try:
        date = datetime.datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
    return int(date.timestamp() * 1000) + 86_400_000


class Controls:
    """Which revisions of controls were in force."""

    def __init__(self):
        self.members, self.until = {}, {}

    def take(self, entry, document):
        """False: which controls are in force from here on is not known."""
        listed = entry.get("controls") if entry["type"] == "controls_loaded" else (document or {}).get("controls")
        if isinstance(listed, list):
            members = {each["id"]: each["revision"] for each in listed}
        else:
            members = self.changed(entry)
        if members is None:
            self.members = None
            return False
        for name, revision in (self.members or {}).items():
            if members.get(name) != revision:
                self.until[name, revision] = entry["atMs"]
        for name, revision in members.items():
            self.until[name, revision] = None
        self.members = members
        return True

    def changed(self, entry):
        changes, changed = entry.get("changes"), entry.get("changed")
        if self.members is None or changes is None or sum(changes.values()) != len(changed):
            return None
        members = dict(self.members)
        for each in changed:
            if each["to"] is None:
                members.pop(each["id"], None)
            else:
                members[each["id"]] = each["to"]
        return members if len(members) == entry["controls"] else None

    def fault(self, control, revision, at_ms):
        if self.members is None or not control or not revision:
            return None
        if (control, revision) not in self.until:
            return f"revision {revision[:12]} of control {control} was never put in force"
        until = self.until[control, revision]
        if until is None or until + GRACE_MS >= at_ms:
            return None
        return f"revision {revision[:12]} of control {control} was in force until {instant(until)} only"


class Ledger:
    """Takes all entries in their order; whatever is not legal is a finding at that entry."""

    def __init__(self, package, findings):
        self.findings, self.tree = findings, Tree()
        self.lives, self.fingerprints, self.raised, self.steps = {}, {}, {}, set()
        self.controls, self.keys, self.origin = Controls(), [], ""
        self.texts, self.unknown, self.named, self.seals = {}, {}, set(), {}
        self.anchors, self.leaves = [], []
        self.documents = {}
        for member in package.members("document"):
            match = re.fullmatch(r"(?:.*/)?([0-9a-f]{64})\.json", member["path"])
            if match:
                self.documents[match[1]] = member
        self.package = package

    def read(self, sizes, indices):
        """Roots at the wanted sizes, leaves at the wanted indices."""
        roots, leaves = ({0: self.tree.root()} if 0 in sizes else {}), {}
        for member in self.package.members("entries"):
            name = f"{self.tree.size:012d}.jsonl"
            if member["path"].rsplit("/", 1)[-1] != name:
                self.findings.fault(f"entry {self.tree.size} comes next, its member is named {name}", member["path"], entry=self.tree.size)
                break
            data = self.package.read(member)
            if data is None:
                break
            if not data.endswith(b"\n"):
                self.findings.fault("the last line has no end; the member was cut", member["path"])
            for n, line in enumerate(data.split(b"\n")[:-1], 1):
                index = self.tree.size
                leaf = leaf_hash(line)
                self.tree.grow(leaf)
                self.leaves.append(leaf)
                if index in indices:
                    leaves[index] = leaf
                if self.tree.size in sizes:
                    roots[self.tree.size] = self.tree.root()
                at = {"member": member["path"], "line": n, "entry": index}
                try:
                    if len(line) > ENTRY_MAX:
                        raise Bad(f"has {len(line)} bytes; an entry has at most {ENTRY_MAX}")
                    entry = strict_json(line)
                    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str) or not isinstance(entry.get("by"), str) or not isinstance(entry.get("atMs"), int):
                        raise Bad("an entry is an object with type, atMs and by")
                    self.take(entry, at, index, line)
                except Bad as error:
                    self.findings.fault(error, **at)
                except (KeyError, TypeError, AttributeError, ValueError) as error:
                    self.findings.fault(f"an entry of its type has no such content: {error!r}", **at)
        return roots, leaves

    def take(self, entry, at, index, line):
        of = entry["type"]
        if of not in ENTRY_TYPES:
            self.unknown[of] = self.unknown.get(of, 0) + 1
        for match in re.finditer(rb'"(text:[0-9a-f]{64})"', line) if b'"text:' in line else ():
            self.texts.setdefault(match[1].decode(), None)
        if len(self.named) < len(self.documents):
            self.named.update(digest for digest in map(bytes.decode, re.findall(rb"[0-9a-f]{64}", line)) if digest in self.documents)
        if of in ("subject_erased", "retention_executed"):
            for commitment in entry["texts"]:
                self.texts[commitment] = ("was erased" if of == "subject_erased" else "has expired", index)
        if of in ("controls_loaded", "controls_in_force"):
            member = self.documents.get(entry.get("document"))
            data = self.package.read(member) if member else None
            if not self.controls.take(entry, strict_json(data) if data else None):
                self.findings.add("gap", f"which controls were in force from here on cannot be compared: document {entry.get('document')} is not in the package", **at)
        elif of == "control_transition":
            key = (entry["control"], entry["instanceKey"], entry["windowEndMs"])
            if key in self.steps:
                self.findings.fault(f"control {key[0]} has a step of this instance and window already", **at)
            self.steps.add(key)
            if entry["verdict"]["kind"] != "no_data":
                self.in_force(entry["control"], entry["revision"], entry["atMs"], at)
        elif of == "evaluation_amended":
            self.in_force(entry["control"], entry["revision"], entry["atMs"], at)
        elif of in ("signing_key_introduced", "signing_key_rotated"):
            self.take_key(entry, at, index)
        elif of == "anchor_obtained":
            self.anchors.append((entry, at))
        elif of == "batch_sealed":
            self.seals[index] = entry
        elif of == "store_reconciled":
            if entry["agrees"] is False:
                self.findings.add("gap", f"entry {index} says that the store did not have what journal {entry['journal']} took: batches {entry['fromSeq']} to {entry['toSeq']}", **at)
        elif of in ("subject_erased", "retention_executed"):
            gone, told = {}, "were erased" if of == "subject_erased" else "have expired"
            for each in entry.get("rows" if of == "subject_erased" else "tables", ()):
                count = len(each["rows"]) if isinstance(each["rows"], list) else each["rows"]
                gone[each["table"]] = gone.get(each["table"], 0) + count
            for table, count in gone.items():
                if count:
                    self.findings.add("gap", f"{count} rows of {table} {told}, as entry {index} says; their seals stand", **at)
        elif of == "evidence_gap":
            self.findings.add("gap", f"telemetry of journal {entry['journal']} was lost: {entry['bytes']} bytes after batch {entry['afterSeq']}", **at)
        if of in ("nonconformity_raised", "nonconformity_reported"):
            self.raise_record(entry, at, index)
        else:
            self.live(entry, at, index)

    def in_force(self, control, revision, at_ms, at):
        fault = self.controls.fault(control, revision, at_ms)
        if fault:
            self.findings.fault(fault, **at)

    def raise_record(self, entry, at, index):
        life = Life(entry, index)
        if life.id in self.lives:
            raise Bad(f"{life.id} is raised a second time")
        year, count = life.id.split("-")[1:]
        after = self.raised.get(year, 0) + 1
        if int(count) != after:
            self.findings.fault(f"{life.id} is raised where number {after} of its year comes next", **at)
        self.raised[year] = max(after, int(count))
        before = self.lives.get(self.fingerprints.get(entry["fingerprint"]))
        if before and before.is_open():
            self.findings.fault(f"{life.id} is raised while {before.id} is open for the same matter", **at)
        self.fingerprints[entry["fingerprint"]] = life.id
        self.lives[life.id] = life
        self.in_force(life.control, life.control_revision, entry["atMs"], at)

    def live(self, entry, at, index):
        record = entry.get("record")
        named = [entry.get("id"), record["id"] if isinstance(record, dict) and "id" in record else record]
        for name in dict.fromkeys(each for each in named if isinstance(each, str) and RECORD_ID.fullmatch(each)):
            life = self.lives.get(name)
            if life is None:
                raise Bad(f"{name} was never raised")
            into = self.lives.get(entry["into"]) if entry["type"] == "nonconformity_merged" else None
            if entry["type"] == "nonconformity_merged" and (into is None or into is life or not into.is_open()):
                raise Bad(f"{name} is merged into {entry['into']}, which is no other open record")
            fault = life.take(entry, index)
            if into:
                into.take_on(life, index)
            if fault:
                self.findings.fault(fault, **at)

    def take_key(self, entry, at, index):
        rotates = entry["type"] == "signing_key_rotated"
        self.origin = self.origin or entry.get("origin", "")
        key, last = Key(entry["to" if rotates else "vkey"]), (self.keys[-1][0].text if self.keys else None)
        before = entry.get("from" if rotates else "lost")
        if before != last:
            self.findings.fault(f"follows the key {before}, the ledger's is {last}", **at)
        if rotates:
            note = Note(entry["note"].encode())
            said = "\n".join(["tiltmeter/key-rotation/v1", self.origin, str(entry["atMs"]), entry["from"], key.text, ""])
            if note.text != said or not Key(entry["from"]).signed(note) or not key.signed(note):
                self.findings.fault("hands the ledger to another key, and the note does not say so by both", **at)
        self.keys.append((key, index, rotates))

    def key_at(self, size):
        before = [key for key, index, _ in self.keys if index < size]
        return before[-1] if before else self.keys[0][0] if self.keys else None


# The checks --------------------------------------------------------------------------------------------


def instant(ms):
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=ms)).isoformat(timespec="milliseconds") + "Z"


def read_checkpoints(package, findings):
    found = []
    for line, at in package.lines("checkpoints"):
        try:
            value = strict_json(line)
            if not isinstance(value, dict) or set(value) != {"note", "proof"} or not isinstance(value["proof"], list):
                raise Bad("a checkpoint is {note, proof}")
            note = Note(value["note"].encode())
            found.append((value["note"], note, note.checkpoint(), [from_base64(each, "a hash") for each in value["proof"]], at))
        except (Bad, AttributeError, TypeError) as error:
            findings.fault(error, **at)
    start, end = package.manifest["checkpoints"]["start"], package.manifest["checkpoints"]["end"]
    if not found or found[-1][0] != end:
        findings.fault("its end checkpoint is not the last of the package", MANIFEST)
    if start is not None and all(start != written for written, *_ in found):
        findings.fault("its start checkpoint is not among those of the package", MANIFEST)
    return found


def signature_fault(note, key):
    if key is None:
        return "no key is known that could have signed it"
    signed = key.signed(note)
    return None if signed else f"bears a signature of {key.name} that is not its own" if signed is False else f"is not signed by the key in force there ({key.name})"


def check_checkpoints(checkpoints, package, ledger, roots, findings):
    before, good, manifest = None, 0, package.manifest
    for _, note, (origin, size, root), proof, at in checkpoints:
        if origin != manifest["origin"]:
            findings.fault(f"is of {origin!r}, the manifest is of {manifest['origin']!r}", **at)
        fault = signature_fault(note, ledger.key_at(size) or Key(manifest["signer"]))
        if fault:
            findings.fault(fault, **at)
        if size not in roots:
            findings.fault(f"covers {size} entries, the package has {ledger.tree.size}; entries are missing or unreadable", **at)
        elif roots[size] != root:
            findings.fault(f"was signed over other entries: one from {good} to {size - 1} was changed, moved, added or left out", **at)
        else:
            good = size
        if before is None and proof:
            findings.fault("carries a consistency proof, and nothing is before it", **at)
        if before and (size < before[0] or not consistency_holds(*before, size, root, proof)):
            findings.fault(f"its proof does not lead from the checkpoint of {before[0]} entries to that of {size}", **at)
        before = (size, root)
    if before and ledger.tree.size > before[0]:
        findings.fault(f"covers {before[0]} entries, the package has {ledger.tree.size}: what nobody signed was added", **checkpoints[-1][4])


def check_held(file, note, package, ledger, roots, findings):
    origin, size, root = note.checkpoint()
    if origin != package.manifest["origin"]:
        findings.add("unknown", f"is of the ledger {origin!r}, the package is of {package.manifest['origin']!r}", file)
        return
    keys = [key for key, *_ in ledger.keys] + [Key(package.manifest["signer"])]
    signed = [key.signed(note) for key in keys]
    if False in signed:
        findings.fault("bears a signature of the ledger's key that is not its own: the checkpoint that you hold was changed", file)
    elif True not in signed:
        findings.add("unknown", "is signed by no key of this ledger, so it says nothing about it", file)
    elif size > ledger.tree.size:
        findings.fault(f"covers {size} entries, the package ends at {ledger.tree.size}: the ledger was rolled back, or the package is older than the checkpoint that you hold", file)
    elif roots.get(size) != root:
        findings.fault(f"was signed over other first {size} entries than those of the package: the ledger was rewritten or forked", file)


def check_trust(package, ledger, held, findings):
    signer, keys = package.manifest["signer"], ledger.keys
    if keys and keys[-1][0].text != signer:
        findings.fault(f"is signed by {signer}, the ledger's key is {keys[-1][0].text}", MANIFEST)
    if not held:
        findings.add("unknown", f"consistent, signer unknown: whose key {signer} is, no package can say of itself; get the key from elsewhere and give it with --key", MANIFEST)
        return "compare it with the key that you got from elsewhere"
    known = {(key.name, key.data) for key in held}
    is_held = lambda key: (key.name, key.data) in known
    if is_held(Key(signer)):
        return "which you hold"
    for i in range(len(keys) - 1, 0, -1):
        if not keys[i][2]:
            break
        if is_held(keys[i - 1][0]):
            return f"by {len(keys) - i} rotation(s) from a key that you hold"
    findings.add("unknown", f"signer unknown: the package is signed by {signer}, and the ledger names no rotation from a key that you hold", MANIFEST)
    return "which is none that you hold"


def read_proofs(package, findings):
    found = []
    for member in package.members("proof"):
        data = package.read(member)
        if data is None:
            continue
        try:
            head, split, note = data.partition(b"\n\n")
            lines = head.decode("ascii").split("\n")
            if not split or lines.pop(0) != "c2sp.org/tlog-proof@v1":
                raise Bad("a proof begins with c2sp.org/tlog-proof@v1 and has an empty line before its checkpoint")
            if lines and lines[0].startswith("extra "):
                lines.pop(0)
            match = re.fullmatch(r"index (0|[1-9][0-9]{0,15})", lines.pop(0) if lines else "")
            if not match:
                raise Bad("a proof says the index of its entry")
            found.append((member["path"], int(match[1]), [from_base64(each, "a hash") for each in lines], Note(note)))
            found[-1][3].checkpoint()
        except (Bad, UnicodeError) as error:
            findings.fault(error, member["path"])
    return found


def check_proofs(proofs, package, ledger, roots, leaves, findings):
    for member, index, proof, note in proofs:
        origin, size, root = note.checkpoint()
        fault = signature_fault(note, ledger.key_at(size))
        if origin != package.manifest["origin"] or roots.get(size) != root:
            fault = "its checkpoint is none of this ledger"
        elif index not in leaves or not inclusion_holds(index, size, leaves[index], proof, root):
            fault = "does not lead from its entry to its root"
        if fault:
            findings.fault(fault, member, entry=index)


def read_dossiers(package, findings):
    found = []
    for member in package.members("dossier"):
        data = package.read(member)
        if data is None:
            continue
        try:
            value = strict_json(data[:-1] if data.endswith(b"\n") else data)
            if not isinstance(value, dict) or value.get("format") != "tiltmeter-dossier":
                raise Bad("a dossier has the format tiltmeter-dossier")
            if isinstance(value.get("version"), int) and value["version"] > 1:
                findings.add("unknown", f"the dossier has version {value['version']}, this program knows 1", member["path"])
                continue
            if not isinstance(value.get("record"), dict) or not all(isinstance(each["index"], int) and "entry" in each for each in value["entries"]):
                raise Bad("a dossier has version 1, an id, a size, a record and entries")
            found.append((member["path"], value["id"], value["size"], value["record"], {each["index"]: canonical(each["entry"]).encode() for each in value["entries"]}))
        except (Bad, KeyError, TypeError) as error:
            findings.fault(error, member["path"])
    return found


def check_dossiers(dossiers, ledger, leaves, findings):
    for member, name, size, record, entries in dossiers:
        life = ledger.lives.get(name)
        if life is None:
            findings.fault(f"{name} was never raised", member)
            continue
        if size != ledger.tree.size:
            findings.fault(f"is of {size} entries, the package has {ledger.tree.size}", member)
        for claim, told in life.claims().items():
            if claim in record and record[claim] != told:
                findings.fault(f"{name}: {claim} is {record[claim]!r}, the entries come to {told!r}", member)
        for index in life.entries:
            if index not in entries:
                findings.fault(f"{name}: the entry is about it and was left out", member, entry=index)
        for index, data in entries.items():
            if index not in life.entries:
                findings.fault(f"{name}: the entry is not about it", member, entry=index)
            if leaves.get(index) != leaf_hash(data):
                findings.fault("is not what the ledger has at this place", member, entry=index)


def check_registers(package, ledger, findings):
    for member in package.members("register"):
        data = package.read(member)
        if data is None:
            continue
        path = member["path"]
        try:
            rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
            columns, seen = next(rows, []), set()
            if "id" not in columns:
                raise Bad("a register has a column id")
            for fields in rows:
                fields = [each[1:] if re.match(r"'[=+\-@\t\r]", each) else each for each in fields]
                row, at = dict(zip(columns, fields)), {"member": path, "line": rows.line_num}
                life = ledger.lives.get(row.get("id"))
                if len(fields) != len(columns):
                    findings.fault(f"has {len(fields)} fields, the header has {len(columns)}", **at)
                if life is None or life.id in seen:
                    findings.fault(f"{row.get('id')!r} was never raised, or stands there a second time", **at)
                    continue
                seen.add(life.id)
                told = {
                    "state": life.state, "severity": life.severity, "control": life.control or "", "system": life.system,
                    "evidence": life.evidence or "", "raised_at": instant(life.raised_ms), "first_breach_at": instant(life.first_breach_ms),
                }
                for column, value in told.items():
                    if column in row and row[column] != value:
                        findings.fault(f"{life.id}: {column} is {row[column]!r}, the entries come to {value!r}", **at)
            systems = package.manifest["systems"]
            for name, life in ledger.lives.items():
                if name not in seen and (systems is None or life.system == "" or life.system in systems):
                    findings.fault(f"{name} was raised and is not in the register", path)
        except (Bad, UnicodeError, csv.Error) as error:
            findings.fault(error, path)


def check_texts(package, ledger, findings):
    revealed = set()
    for line, at in package.lines("texts"):
        try:
            value = strict_json(line)
            if not isinstance(value, dict) or set(value) != {"commitment", "salt", "text"}:
                raise Bad("a revealed text is {commitment, salt, text}")
            salt, commitment = from_base64(value["salt"], "the salt"), value["commitment"]
            digest = hashlib.sha256(b"tiltmeter/v1/text" + salt + value["text"].encode()).hexdigest()
            if len(salt) != 32 or commitment != f"text:{digest}":
                raise Bad(f"the words are not those of {str(commitment)[:17]}…")
            if commitment not in ledger.texts or commitment in revealed:
                raise Bad(f"{commitment[:17]}… stands in no entry, or is revealed a second time")
            revealed.add(commitment)
        except (Bad, TypeError, AttributeError) as error:
            findings.fault(error, **at)
    for commitment, fate in ledger.texts.items():
        if fate:
            findings.add("gap", f"{commitment[:17]}… {fate[0]}, as entry {fate[1]} says; its commitment stands", entry=fate[1])
    gone = sum(1 for fate in ledger.texts.values() if fate)
    return f"{len(revealed)} revealed, {len(ledger.texts) - len(revealed) - gone} left out, {gone} erased or expired"


FORMATS = {"u16": "<H", "u32": "<I", "u64": "<Q", "i32": "<i", "i64": "<q", "micros": "<q", "millis": "<q"}


def encoded(kind, value):
    """A value of a stored row as bytes."""
    if isinstance(kind, dict):
        if "nullable" in kind:
            return b"\x00" if value is None else b"\x01" + encoded(kind["nullable"], value)
        if "list" in kind:
            return struct.pack("<I", len(value)) + b"".join(encoded(kind["list"], each) for each in value)
        key, held = kind["map"]
        named = [(name if key == "text" else int(name), each) for name, each in value.items()]
        named.sort(key=lambda pair: pair[0].encode() if key == "text" else pair[0])
        return struct.pack("<I", len(named)) + b"".join(encoded(key, name) + encoded(held, each) for name, each in named)
    if kind == "text":
        data = value.encode()
        return struct.pack("<I", len(data)) + data
    if kind == "bool":
        return {True: b"\x01", False: b"\x00"}[value]
    if kind == "f64":
        found = float(value.replace("Infinity", "inf")) if isinstance(value, str) else value
        return bytes.fromhex("000000000000f87f") if found != found else struct.pack("<d", found)
    if kind == "uuid":
        return uuid.UUID(value).bytes
    return struct.pack(FORMATS[kind], int(value))


def check_rows(package, ledger, findings):
    encoder, columns, schema, count = None, {}, "", 0
    for line, at in package.lines("rows"):
        try:
            value = strict_json(line)
            if at["line"] == 1:
                encoder, columns = value["encoder"], value["columns"]
                schema = hashlib.sha256(canonical(columns).encode()).hexdigest()
                continue
            seal, table, row = ledger.seals.get(value["seal"]), value["table"], value["row"]
            if seal is None or seal["encoder"] != encoder or seal["schema"] != schema:
                raise Bad(f"entry {value['seal']} is no seal of rows of this encoding")
            sealed = next((each for each in seal["tables"] if each["table"] == table), None)
            if sealed is None or set(row) != {name for name, _ in columns[table]}:
                raise Bad(f"entry {value['seal']} seals no rows of {table} with these columns")
            data = bytes([encoder]) + encoded("text", table) + b"".join(encoded(kind, row[name]) for name, kind in columns[table])
            proof = [from_base64(each, "a hash") for each in value["proof"]]
            if not inclusion_holds(value["index"], sealed["rows"], leaf_hash(data), proof, bytes.fromhex(sealed["root"])):
                raise Bad(f"the row is not row {value['index']} of {table} as entry {value['seal']} seals it")
            count += 1
        except (Bad, KeyError, TypeError, AttributeError, ValueError, struct.error) as error:
            findings.fault(error if isinstance(error, Bad) else f"a row has no such content: {error!r}", **at)
    return f"{count} proven under one of {len(ledger.seals)} seals"


def cosigned(note, key_text, lines):
    """Whether a witness has signed the checkpoint with a time (C2SP tlog-cosignature)."""
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(.+)", key_text)
    data = from_base64(match[3], "the key") if match else b""
    if len(data) != 33 or data[0] != 4 or sha256(match[1].encode() + b"\n" + data)[:4].hex() != match[2]:
        raise Bad("the witness's key is none of a witness")
    for name, key_id, signature in Note((note.text + "\n" + lines).encode()).signatures:
        if (name, key_id.hex()) == (match[1], match[2]) and len(signature) == 72:
            message = f"cosignature/v1\ntime {int.from_bytes(signature[:8], 'big')}\n{note.text}".encode()
            try:
                Ed25519PublicKey.from_public_bytes(data[1:]).verify(signature[8:], message)
                return True
            except InvalidSignature:
                return False
    return False


def check_anchors(package, ledger, findings):
    sizes, roots, tree, proven = {entry["size"] for entry, _ in ledger.anchors}, {}, Tree(), 0
    for leaf in ledger.leaves if sizes else ():
        tree.grow(leaf)
        if tree.size in sizes:
            roots[tree.size] = tree.root()
    for entry, at in ledger.anchors:
        root = roots.get(entry["size"])
        if root is None or root.hex() != entry["root"]:
            findings.fault(f"an anchor is of a tree of {entry['size']} entries that is none of this ledger", **at)
            continue
        member = ledger.documents.get(entry["document"])
        data = package.read(member) if member else None
        if data is None:
            continue
        try:
            document = strict_json(data)
            note = Note(document["checkpoint"].encode())
            fault = signature_fault(note, ledger.key_at(entry["size"]))
            if note.checkpoint()[1:] != (entry["size"], root) or document["kind"] != entry["kind"]:
                fault = "it is of another checkpoint, or kind, than its entry says"
            if document["kind"] == "witness" and not cosigned(note, document["key"], document["cosignatures"]):
                fault = "the witness has not signed it"
            if fault:
                raise Bad(fault)
            proven += document["kind"] in ("copy", "witness")
        except (Bad, KeyError, TypeError, AttributeError) as error:
            findings.fault(f"the proof of anchor {entry['anchor']} does not hold: {error}", **at)
    return f"{len(ledger.anchors)} obtained, {proven} with a proof here that holds; timestamps and public logs are for their own tools"


def check_documents(package, ledger, findings):
    names = {}
    for digest, member in ledger.documents.items():
        if digest != member["sha256"]:
            findings.fault("its name is not its digest", member["path"])
        data = package.read(member)
        if data is None:
            continue
        try:
            strict_json(data)
        except Bad as error:
            findings.fault(error, member["path"])
        names[digest] = {each for each in map(bytes.decode, re.findall(rb"[0-9a-f]{64}", data)) if each in ledger.documents}
    reached, waiting = set(), list(ledger.named)
    while waiting:
        digest = waiting.pop()
        if digest not in reached:
            reached.add(digest)
            waiting.extend(names.get(digest, ()))
    for member in package.members("document"):
        if member["path"].rsplit("/", 1)[-1][:-5] not in reached:
            findings.fault("no entry names this document", member["path"])


def verify(path, keys, checkpoints, findings):
    """Runs all checks; what was looked at, for the report."""
    if os.path.islink(path) or not os.path.exists(path):
        raise Usage(f"{path} cannot be read; name a package: a folder or a .tar")
    try:
        source = Folder(path, findings) if os.path.isdir(path) else Tar(path, findings)
        package = Package(source, findings)
    except Newer as error:
        findings.add("unknown", error, MANIFEST)
        return None
    except Gone:
        return None
    except Bad as error:
        findings.fault(error)
        return None
    found = read_checkpoints(package, findings)
    proofs, dossiers = read_proofs(package, findings), read_dossiers(package, findings)
    ledger = Ledger(package, findings)
    sizes = {head[1] for _, _, head, _, _ in found} | {note.checkpoint()[1] for *_, note in proofs + checkpoints}
    indices = {index for _, index, _, _ in proofs} | {index for *_, entries in dossiers for index in entries}
    roots, leaves = ledger.read(sizes, indices)
    check_checkpoints(found, package, ledger, roots, findings)
    trust = check_trust(package, ledger, keys, findings)
    for file, note in checkpoints:
        check_held(file, note, package, ledger, roots, findings)
    check_proofs(proofs, package, ledger, roots, leaves, findings)
    check_dossiers(dossiers, ledger, leaves, findings)
    check_registers(package, ledger, findings)
    texts = check_texts(package, ledger, findings)
    rows = check_rows(package, ledger, findings)
    anchors = check_anchors(package, ledger, findings)
    check_documents(package, ledger, findings)
    for of, count in ledger.unknown.items():
        findings.add("unknown", f"{count} entries of type {of[:60]!r} are newer than this program")
    package.read_rest()
    manifest = package.manifest
    return {
        "ledger": manifest["origin"],
        "signed by": f"{manifest['signer']}, {trust}",
        "period": f"{instant(manifest['period']['fromMs'])} to {instant(manifest['period']['toMs'])}",
        "manifest": f"sha256 {package.digest}, {len(manifest['members'])} members, by {manifest['generator']}",
        "entries": f"{ledger.tree.size}, all from the first, under {len(found)} signed checkpoints",
        "nonconformities": f"{len(ledger.lives)}; {len(dossiers)} dossiers",
        "documents": str(len(ledger.documents)),
        "texts": texts,
        "rows": rows,
        "anchors": anchors,
    }


# The command line --------------------------------------------------------------------------------------


def held_keys(given):
    keys = []
    for each in given:
        if not re.match(r"[^+\s]+\+[0-9a-f]{8}\+", each):
            with open(each, encoding="utf-8") as file:
                lines = [line.strip() for line in file]
        else:
            lines = [each]
        found = [Key(line) for line in lines if line and not line.startswith("#")]
        if not found:
            raise Usage(f"{each} holds no key; it has one a line, NAME+ID+KEY")
        keys += found
    return keys


def held_checkpoints(files):
    found = []
    for file in files:
        with open(file, "rb") as opened:
            note = Note(opened.read(1 << 20))
        note.checkpoint()
        found.append((file, note))
    return found


def place(of):
    parts = [of["member"] or "the package", *(f"{name} {of[name]}" for name in ("line", "byte") if name in of)]
    return ", ".join(parts) + (f" (entry {of['entry']})" if "entry" in of else "")


def visible(text):
    """Without control characters: what a package says may not steer the terminal."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "�", str(text))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY|FILE")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE")
    parser.add_argument("--json", action="store_true")
    args, findings = parser.parse_args(), Findings()
    try:
        looked = verify(args.package, held_keys(args.key), held_checkpoints(args.checkpoint), findings)
    except (Usage, Bad, OSError, UnicodeError) as error:
        print(visible(error), file=sys.stderr)
        return 2
    code = findings.exit()
    if args.json:
        print(json.dumps({"exit": code, "counts": findings.counts, "findings": findings.kept, "package": looked}, indent=2))
        return code
    print(f"{['verified', 'tampered with or inconsistent', 'cannot be verified', 'verified, with gaps'][code]}: {args.package}")
    for kind in ("fault", "unknown", "gap"):
        for each in findings.kept:
            if each["kind"] == kind:
                print(f"  {kind:<7}  {visible(place(each['place']))}: {visible(each['says'])}")
        more = findings.counts[kind] - sum(each["kind"] == kind for each in findings.kept)
        if more:
            print(f"  {kind:<7}  and {more} more")
    for name, says in (looked or {}).items():
        print(f"  {name:<17} {visible(says)}")
    if looked and code != 1:
        print("Verified means that nothing here was changed and no entry left out; not that everything that happened")
        print("was recorded, nor that what was recorded is true.")
    return code


if __name__ == "__main__":
    sys.exit(main())
