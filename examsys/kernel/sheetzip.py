"""Is this upload safe to hand to a workbook reader? Judged without interpreting it."""

import re
import zipfile
from io import BytesIO

from examsys.kernel.errors import Invalid

MAX_FILE = 10 * 1024 * 1024
MAX_ENTRIES = 200
MAX_INFLATED = 50 * 1024 * 1024
MAX_RATIO = 100
# Below this size a high ratio is only a tidy small workbook.
RATIO_FLOOR = 5 * 1024 * 1024
CHUNK = 256 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "请用 Excel 或 WPS 另存为 .xlsx 后重新上传。"
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")


def file_kind(content: bytes, name: str = "") -> str:
    """returns: `xlsx` or `csv`. raises: Invalid with what to do about any other file."""
    if len(content) > MAX_FILE:
        size = f"{len(content) / 1024 / 1024:.1f}"
        raise Invalid(f"文件有 {size} MB，超过 10 MB 上限：请拆分后分批导入。")
    if not content.strip():
        raise Invalid("文件是空的：请检查是否选错了文件。")
    if name.lower().endswith(".et"):
        raise Invalid("不支持 .et 格式：请另存为 .xlsx 后重新上传。")
    if content.startswith(OLE):
        raise Invalid(f"不支持旧版 .xls、.et 或设有打开密码的工作簿：{SAVE_AS}")
    if content.startswith(b"PK"):
        check_workbook(content)
        return "xlsx"
    return "csv"


def check_workbook(content: bytes) -> None:
    """raises: Invalid for bombs, macros, links to elsewhere, entity declarations, other zips."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, packed=len(content))
            _check_names([entry.filename for entry in entries])
            _check_parts(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Invalid(f"工作簿已损坏，无法读取：{SAVE_AS}") from error


def _check_sizes(entries: list[zipfile.ZipInfo], *, packed: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Invalid(f"工作簿内有 {len(entries)} 个部件，超过 {MAX_ENTRIES} 个：{SAVE_AS}")
    inflated = sum(entry.file_size for entry in entries)
    if inflated > MAX_INFLATED:
        size = inflated // 1024 // 1024
        raise Invalid(
            f"工作簿解压后有 {size} MB，超过 50 MB 上限：请删除多余内容或拆分后重新上传。"
        )
    if inflated > RATIO_FLOOR and inflated > MAX_RATIO * packed:
        raise Invalid(
            f"工作簿的压缩比为 {inflated // packed}，超过 {MAX_RATIO}，不像正常文件：{SAVE_AS}"
        )


def _check_names(names: list[str]) -> None:
    lower = [name.lower().lstrip("/") for name in names]
    if len(set(lower)) != len(lower):
        raise Invalid(f"工作簿内有重名部件：{SAVE_AS}")
    if "[content_types].xml" not in lower or "xl/workbook.xml" not in lower:
        raise Invalid(f"这不是 .xlsx 工作簿：{SAVE_AS}")
    if any("vbaproject" in name or "/macrosheets/" in name for name in lower):
        raise Invalid("工作簿含有宏：请另存为不含宏的 .xlsx 后重新上传。")
    if any("/externallinks/" in name or name.endswith("/connections.xml") for name in lower):
        raise Invalid("工作簿引用了其他文件或数据连接：请复制后“选择性粘贴—数值”到模板再上传。")
    if any("/embeddings/" in name or "/activex/" in name for name in lower):
        raise Invalid("工作簿含有嵌入对象或控件：请删除后重新上传。")


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    total = 0
    for entry in entries:
        tail = b""
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                total += len(chunk)
                if total > MAX_INFLATED:
                    raise Invalid("工作簿解压后超过 50 MB 上限：请删除多余内容后重新上传。")
                if is_xml:
                    _check_xml(tail + chunk, first=not tail)
                    tail = chunk[-16:]
        if entry.filename.lower().endswith(".rels"):
            _check_relations(archive.read(entry))
        if entry.filename.lower() == "[content_types].xml" and b"macroEnabled" in archive.read(
            entry
        ):
            raise Invalid("工作簿含有宏：请另存为不含宏的 .xlsx 后重新上传。")


def _check_xml(chunk: bytes, *, first: bool) -> None:
    # A part in UTF-16 would hide the words looked for; no office program writes one.
    if first and b"\x00" in chunk[:64]:
        raise Invalid(f"工作簿的内部编码不正常：{SAVE_AS}")
    if DECLARATION.search(chunk):
        raise Invalid(f"工作簿含有实体声明，存在安全风险：{SAVE_AS}")


def _check_relations(content: bytes) -> None:
    for relation in RELATION.findall(content):
        if EXTERNAL.search(relation) and not HYPERLINK.search(relation):
            raise Invalid("工作簿引用了其他文件：请复制后“选择性粘贴—数值”到模板再上传。")
