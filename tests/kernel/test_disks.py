"""A database on a network share is refused; the nearest mount decides."""

from pathlib import Path

import pytest

from examsys.kernel.disks import network_filesystem

MOUNTS = r"""22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
31 22 0:27 / /mnt/share rw,relatime shared:13 - nfs4 files:/share rw,vers=4.2
32 22 0:28 / /mnt/office\040disk rw,relatime - cifs //files/office rw
33 31 254:2 / /mnt/share/local rw,relatime - xfs /dev/vdb rw
34 22 0:29 / /srv rw,relatime - nfs files:/srv rw
35 34 254:3 / /srv rw,relatime - ext4 /dev/vdc rw
"""


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("/var/lib/examsys", ""),
        ("/mnt/share", "nfs4"),
        ("/mnt/share/examsys", "nfs4"),
        ("/mnt/share2/examsys", ""),
        ("/mnt/share/local/examsys", ""),
        ("/mnt/office disk/examsys", "cifs"),
        ("/srv/examsys", ""),
    ],
)
def test_the_nearest_mount_decides(folder, found):
    assert network_filesystem(Path(folder), mounts=MOUNTS) == found


def test_this_machine_is_asked_when_no_table_is_given(tmp_path):
    assert network_filesystem(tmp_path) == ""
