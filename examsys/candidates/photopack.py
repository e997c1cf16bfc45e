"""A ZIP of photos named by ID number, unpacked within limits; touches no record."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from examsys.kernel import images
from examsys.kernel.errors import Invalid
from examsys.rules.identity import BadIdentity, clean_resident_id

MAX_FILES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
PHOTO_NAMES = (".jpg", ".jpeg", ".png")
NOT_A_ZIP = "不是可用的 ZIP 压缩包：请把照片直接压缩为一个 .zip 文件后重新上传。"


@dataclass(frozen=True, slots=True)
class PackedPhoto:
    """One file of the package. number, photo: empty when `problem` says why it is unusable."""

    file: str
    number: str = ""
    photo: bytes = b""
    problem: str = ""


def unpack(package: bytes) -> list[PackedPhoto]:
    """Every file of the package, sound or not. raises: Invalid for the package as a whole."""
    try:
        with zipfile.ZipFile(BytesIO(package)) as archive:
            entries = list(_entries(archive))
            _check_sizes(entries)
            seen: dict[str, str] = {}
            return [_read(archive, entry, seen) for entry in entries]
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Invalid(NOT_A_ZIP) from error


def _entries(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename)
        if entry.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        yield entry


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise Invalid("压缩包里没有照片：请放入以身份证号命名的 JPG 或 PNG 照片。")
    if len(entries) > MAX_FILES:
        raise Invalid(f"压缩包里有 {len(entries)} 个文件，最多 {MAX_FILES} 个：请分批上传。")
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED:
        limit = MAX_UNPACKED // 1024 // 1024
        raise Invalid(
            f"压缩包展开后有 {size // 1024 // 1024} MB，超过 {limit} MB：请压缩照片后分批上传。"
        )


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, seen: dict[str, str]) -> PackedPhoto:
    path = PurePosixPath(entry.filename)
    shown = _masked(path)
    if path.suffix.lower() not in PHOTO_NAMES:
        return PackedPhoto(shown, problem="不是 JPG 或 PNG 照片，未处理。")
    if entry.flag_bits & 0x1:
        return PackedPhoto(shown, problem="文件已加密，无法读取：请去掉密码后重新压缩。")
    try:
        number = clean_resident_id(path.stem)
        if number in seen:
            return PackedPhoto(shown, problem=f"与“{seen[number]}”是同一个身份证号，只用前一张。")
        with archive.open(entry) as file:
            content = file.read(images.MAX_BYTES + 1)
        photo = images.clean_photo(content)
    except BadIdentity as error:
        return PackedPhoto(shown, problem=f"文件名应为身份证号：{error}")
    except Invalid as refusal:
        return PackedPhoto(shown, problem=str(refusal))
    seen[number] = shown
    return PackedPhoto(shown, number=number, photo=photo)


def _masked(path: PurePosixPath) -> str:
    """The file's name for the report: of an ID number only the last four."""
    stem = path.stem
    return f"…{stem[-4:]}{path.suffix}" if len(stem) > 14 else path.name
