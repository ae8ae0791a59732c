"""
A time-stamping authority on this machine: certificates made here, answers by the openssl program.

`openssl ts -reply` stamps with the clock of the machine; `stamp_at` is the authority in another year.
"""

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ledger.signing import der

SINCE, UNTIL = datetime(2019, 1, 1, tzinfo=UTC), datetime(2039, 1, 1, tzinfo=UTC)
POLICY = "1.2.3.4.1"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_SHA256 = bytes.fromhex("608648016503040201")
_CONFIGURATION = """\
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
certs = {folder}/chain.pem
signer_digest = sha256
digests = sha256, sha512
default_policy = {policy}
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
"""


def openssl(*arguments: object, input: bytes = b"") -> bytes:  # noqa: A002 - as subprocess has it
    """What the openssl program prints; where there is none the test is skipped and says so."""
    program = shutil.which("openssl") or pytest.skip("There is no openssl program here.")
    return subprocess.run([program, *map(str, arguments)], input=input, capture_output=True, check=True).stdout


@dataclass(frozen=True)
class Certified:
    """A key and its certificate."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@dataclass(frozen=True)
class Authority:
    """A root, what stands between, and a signer for time stamping alone, in a folder."""

    folder: Path
    root: Certified
    between: Certified

    @property
    def roots(self) -> Path:
        """The file that whoever believes this authority names."""
        return self.folder / "root.pem"

    def answer(self, request: bytes) -> bytes:
        """Stamp what a request asks for, now."""
        (self.folder / "asked.tsq").write_bytes(request)
        asked, made = self.folder / "asked.tsq", self.folder / "made.tsr"
        openssl("ts", "-reply", "-config", self.folder / "tsa.cnf", "-queryfile", asked, "-out", made)
        return made.read_bytes()

    def stamp_at(self, time: datetime, text: str, imprinted: bytes = _SHA256, *more: Path) -> bytes:
        """A granted answer that says this time."""
        algorithm = der.sequence(der.value(der.OID, imprinted), der.value(der.NULL, b""))
        imprint = der.sequence(algorithm, der.value(der.OCTETS, hashlib.sha256(text.encode()).digest()))
        policy, said = der.value(der.OID, b"\x2a\x03\x04\x01"), f"{time:%Y%m%d%H%M%S}Z".encode()
        return self.sign(der.sequence(der.integer(1), policy, imprint, der.integer(5), der.value(0x18, said)), *more)

    def sign(self, content: bytes, *more: Path, kind: str = _TST_INFO) -> bytes:
        """A granted answer around whatever is to be signed, with these certificates besides the signer's."""
        signing = (
            "-sign",
            "-binary",
            "-nodetach",
            "-cades",
            "-md",
            "sha256",
            "-outform",
            "DER",
            "-econtent_type",
            kind,
        )
        key = ("-signer", self.folder / "signer.pem", "-inkey", self.folder / "signer.key")
        token = openssl("cms", *signing, *key, *(word for path in more for word in ("-certfile", path)), input=content)
        return granted(token)


def granted(token: bytes) -> bytes:
    """The answer with this token."""
    return der.sequence(der.sequence(der.integer(0)), token)


def authority(folder: Path, since: datetime = SINCE, until: datetime = UNTIL, *, critical: bool = True) -> Authority:
    """Make one. Its certificates hold from one day to another."""
    folder.mkdir()
    root = _certify("Akar Uji", None, since, until, _is_authority())
    between = _certify("Perantara Uji", root, since, until, _is_authority())
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    signer = _certify("Penera Waktu Uji", between, since, until, (stamping, critical))
    key = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    made = {"root.pem": root.pem, "chain.pem": between.pem + root.pem, "signer.pem": signer.pem, "signer.key": key}
    for name, data in made.items():
        (folder / name).write_bytes(data)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(_CONFIGURATION.format(folder=folder, policy=POLICY))
    return Authority(folder, root, between)


def _is_authority() -> tuple[x509.ExtensionType, bool]:
    return x509.BasicConstraints(ca=True, path_length=None), True


def _certify(
    name: str, by: Certified | None, since: datetime, until: datetime, extension: tuple[x509.ExtensionType, bool]
) -> Certified:
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = by.certificate.subject if by else subject
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), since, until)
    made = builder.add_extension(*extension).sign(by.key if by else key, SHA256())
    return Certified(key, made)
