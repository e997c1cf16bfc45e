"""The key files of one installation: made once, kept 0600, loaded at start.

`instance/keys/` holds rings of numbered 32-byte keys as JSON (`{"1": "<base64>"}`) and signing keys
as PKCS#8 PEM. Nothing here is ever written to the database or to its backups.
"""

import base64
import json
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from examsys.kernel import clock
from question_bank.seal import KeyRing

RINGS = ("pii", "index", "session", "bank")
SIGNERS = ("audit", "report")
CERTIFICATE_DAYS = 365 * 20
PEM = serialization.Encoding.PEM


class BadKeys(RuntimeError):
    """The key folder cannot be trusted or is incomplete; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything secret that the running system holds. Its repr shows no key."""

    pii: KeyRing
    bank: KeyRing
    index: bytes = field(repr=False)
    session: bytes = field(repr=False)
    audit: Ed25519PrivateKey = field(repr=False)
    report: Ed25519PrivateKey = field(repr=False)
    certificate_key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate

    def public_material(self) -> dict[str, bytes]:
        """returns: PEM files by name; all that a stranger needs to verify what we signed."""
        return {
            "audit-public.pem": _public_pem(self.audit),
            "report-public.pem": _public_pem(self.report),
            "certificate-signing.crt": self.certificate.public_bytes(PEM),
        }


def create(instance: Path, *, holder: str = "职业技能等级认定机构") -> Keys:
    """Make the key folder if there is none, then load it.

    holder: the name in the signing certificate, at most 64 characters.
    raises: BadKeys when a folder is there but incomplete; a lost key is never made anew.
    """
    folder = instance / "keys"
    if not folder.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(folder, holder=holder)
    return load(instance)


def load(instance: Path) -> Keys:
    """raises: BadKeys."""
    folder = instance / "keys"
    if not folder.is_dir():
        raise BadKeys(f"没有找到密钥目录 {folder}：首次使用请先运行 examsys init。")
    _refuse_readable(folder)
    rings = {name: _ring(_private(folder / f"{name}.json")) for name in RINGS}
    certificate = x509.load_pem_x509_certificate(_private(folder / "certificate.crt"))
    return Keys(
        pii=KeyRing(rings["pii"]),
        bank=KeyRing(rings["bank"]),
        index=rings["index"][max(rings["index"])],
        session=rings["session"][max(rings["session"])],
        audit=_ed25519(folder / "audit.pem"),
        report=_ed25519(folder / "report.pem"),
        certificate_key=_matching_key(folder / "certificate.pem", certificate),
        certificate=certificate,
    )


def _write_new(folder: Path, *, holder: str) -> None:
    # Written beside and renamed: a half-made folder never looks like a complete one.
    draft = Path(tempfile.mkdtemp(prefix="keys.new.", dir=folder.parent))
    for name in RINGS:
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        _write(draft / f"{name}.json", json.dumps({"1": key}).encode())
    for name in SIGNERS:
        _write(draft / f"{name}.pem", _private_pem(Ed25519PrivateKey.generate()))
    key_pair = ec.generate_private_key(ec.SECP256R1())
    _write(draft / "certificate.pem", _private_pem(key_pair))
    _write(draft / "certificate.crt", _self_signed(key_pair, holder).public_bytes(PEM))
    _sync_folder(draft)
    draft.rename(folder)
    _sync_folder(folder.parent)


def _self_signed(key: ec.EllipticCurvePrivateKey, holder: str) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder[:64])])
    since = clock.now() - timedelta(hours=1)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=CERTIFICATE_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _private(path: Path) -> bytes:
    if not path.is_file():
        raise BadKeys(f"密钥文件 {path} 不存在：请从密钥备份恢复，切勿重新生成。")
    _refuse_readable(path)
    return path.read_bytes()


def _refuse_readable(path: Path) -> None:
    if path.stat().st_mode & 0o077:
        mode = "700" if path.is_dir() else "600"
        raise BadKeys(f"{path} 可被其他用户读取：请执行 chmod {mode} {path} 后重新启动。")


def _ring(content: bytes) -> dict[int, bytes]:
    try:
        ring = {
            int(number): base64.b64decode(key, validate=True)
            for number, key in json.loads(content).items()
        }
    except (ValueError, AttributeError, TypeError) as error:
        raise BadKeys("密钥文件内容已损坏：请从密钥备份恢复。") from error
    if not ring or any(len(key) != 32 for key in ring.values()):
        raise BadKeys("密钥文件内容已损坏：请从密钥备份恢复。")
    return ring


def _ed25519(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(_private(path), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKeys(f"{path} 不是 Ed25519 签名密钥：请从密钥备份恢复。")
    return key


def _matching_key(path: Path, certificate: x509.Certificate) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(_private(path), password=None)
    if (
        not isinstance(key, ec.EllipticCurvePrivateKey)
        or key.public_key() != certificate.public_key()
    ):
        raise BadKeys(f"{path} 与签名证书不配套：请从密钥备份恢复。")
    return key


def _private_pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _public_pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
