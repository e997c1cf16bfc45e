"""Where a SQLite database may lie, and by which SQLite it may be kept."""

import re
from pathlib import Path

# 3.7.0 to 3.51.2 may lose what was committed (the WAL-reset bug).
SQLITE_MIN = (3, 51, 3)
MOUNTS = Path("/proc/self/mountinfo")
# Locks do not hold on these.
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs"}
NETWORK |= {"fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone"}


def network_filesystem(folder: Path, *, mounts: str | None = None) -> str:
    """returns: the type of the network file system that holds `folder`; empty when it is local.

    mounts: the kernel's table of mounts; read from this machine unless given.
    """
    if mounts is None:
        if not MOUNTS.exists():
            return ""
        mounts = MOUNTS.read_text("utf-8", "surrogateescape")
    found, kind = Path(), ""
    for point, name in _mounted(mounts):
        # A later mount on the same point hides the earlier one.
        if folder.is_relative_to(point) and len(point.parts) >= len(found.parts):
            found, kind = point, name
    return kind if kind in NETWORK else ""


def _mounted(mounts: str) -> list[tuple[Path, str]]:
    rows = [line.split() for line in mounts.splitlines() if " - " in line]
    return [(Path(_plain(row[4])), row[row.index("-") + 1]) for row in rows]


def _plain(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)
