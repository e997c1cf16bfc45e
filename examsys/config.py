"""Every setting: name, type, meaning, default. Start-up stops on a half-configured instance."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class Misconfigured(RuntimeError):
    """The settings cannot be right; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set from outside; see docs/operations.md.

    instance:      folder of database, keys, kept files and fonts
    database_url:  SQLite in the instance unless PostgreSQL is named
    queue_url:     where the worker is woken; SQLite beside the database unless set
    public_url:    what QR codes carry; empty = the address the page was asked at
    ledger:        append-only issuance ledger outside the database
    trusted_proxies: how many reverse proxies may speak for the client's address
    """

    instance: Path
    database_url: str
    queue_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    ledger: Path | None = None
    tls_cert: str = ""
    tls_key: str = ""
    trusted_proxies: int = 0

    @property
    def secure(self) -> bool:
        """Whether browsers reach us by HTTPS (directly or through a proxy that says so)."""
        return bool(self.tls_cert) or self.public_url.startswith("https://")

    @property
    def trusted_hosts(self) -> list[str]:
        """The host names a request may be addressed to; any other is refused."""
        named = urlsplit(self.public_url).hostname or self.host
        return sorted({*LOOPBACK, self.host, named} - EVERYWHERE)


LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 -- recognised, to ask for a name


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """raises: Misconfigured."""
    root = Path(__file__).resolve().parent.parent
    instance = Path(environ.get("EXAMSYS_INSTANCE") or root / "instance").resolve()
    ledger = environ.get("EXAMSYS_LEDGER")
    settings = Settings(
        instance=instance,
        database_url=_database(environ.get("EXAMSYS_DATABASE_URL"), instance),
        queue_url=environ.get("EXAMSYS_QUEUE_URL") or f"sqlite:///{instance / 'queue.sqlite'}",
        host=environ.get("EXAMSYS_HOST", "127.0.0.1"),
        port=_number(environ, "EXAMSYS_PORT", 8000),
        public_url=environ.get("EXAMSYS_PUBLIC_URL", "").rstrip("/"),
        ledger=Path(ledger) if ledger else instance / "issuance.ledger",
        tls_cert=environ.get("EXAMSYS_TLS_CERT", ""),
        tls_key=environ.get("EXAMSYS_TLS_KEY", ""),
        trusted_proxies=_number(environ, "EXAMSYS_TRUSTED_PROXIES", 0),
    )
    if bool(settings.tls_cert) != bool(settings.tls_key):
        raise Misconfigured("EXAMSYS_TLS_CERT 与 EXAMSYS_TLS_KEY 必须同时设置。")
    if settings.host not in LOOPBACK and not settings.tls_cert:
        raise Misconfigured(
            "未配置 TLS 证书时只在本机回环地址提供服务："
            "请设置 EXAMSYS_TLS_CERT 和 EXAMSYS_TLS_KEY，或由反向代理转发到 127.0.0.1。"
        )
    if settings.host in EVERYWHERE and not settings.public_url:
        raise Misconfigured(
            f"EXAMSYS_HOST 为 {settings.host} 时还须设置 EXAMSYS_PUBLIC_URL，写明公布的网址。"
        )
    return settings


def _database(url: str | None, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'examsys.sqlite'}"
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise Misconfigured(f"{name} 应为整数。")
    return int(text)
