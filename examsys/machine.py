"""What this machine must have, asked at start-up and by /readyz."""

from functools import cache

import pysqlite3.dbapi2 as sqlite

from examsys.kernel import glyphs
from examsys.kernel.disks import SQLITE_MIN


@cache
def missing() -> tuple[str, ...]:
    """Sentences naming what the machine lacks and the line that installs it."""
    found = []
    if sqlite.sqlite_version_info < SQLITE_MIN:
        found.append(f"SQLite {sqlite.sqlite_version} 过旧，请重新运行 ./run 安装依赖。")
    if not glyphs.harfbuzz_subset_present():
        found.append("缺少 libharfbuzz-subset0，打印会极慢：apt-get install libharfbuzz-subset0")
    if not all(glyphs.fonts_present().values()):
        found.append("缺少中文字体：apt-get install fonts-noto-cjk fonts-hanazono")
    return tuple(found)
