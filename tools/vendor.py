"""Fetch the front-end files we ship, check their hashes, and write THIRD_PARTY.md.

`python tools/vendor.py` fetches with npm and copies; `--check` only re-hashes what is committed;
`--licences` writes THIRD_PARTY.md from the table below and the installed Python packages.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = Path("examsys/static/vendor")
TESTS_ONLY = Path("tests/vendor")

ICONS = """
archive arrow-clockwise arrow-counterclockwise arrow-left arrow-right award bank bell book
box-arrow-right box-seam building calendar3 calendar-check card-checklist card-image caret-down-fill
caret-up-fill chat-square-text check-circle check-lg chevron-double-left chevron-down
chevron-expand chevron-left chevron-right circle clipboard-check clipboard-data clock
clock-history download dash-circle diagram-3 door-open exclamation-circle exclamation-triangle
eye file-earmark-arrow-down file-earmark-pdf file-earmark-ruled file-earmark-spreadsheet
file-earmark-text folder2-open funnel gear grid-3x3 hourglass-split house inbox info-circle
journal-check journal-text key layers link-45deg list list-check lock lock-fill megaphone
bar-chart box-arrow-up-right camera collection envelope file-earmark-bar-graph file-earmark-lock
file-earmark-person file-earmark-zip flag geo-alt hash pen person-plus person-x sign-turn-right
star telephone ui-checks zoom-in
patch-check pencil pencil-square people person person-badge person-check person-circle
person-vcard plus-lg printer qr-code question-circle search send shield-check shield-lock
shuffle sliders sort-down sort-up speedometer2 table three-dots trash unlock upload x-circle x-lg
""".split()  # noqa: SIM905 -- a hundred quoted names would be a page


@dataclass(frozen=True, slots=True)
class Package:
    """One exact release. `files` maps the path in its tarball to (name kept here, SHA-256)."""

    name: str
    version: str
    licence: str
    home: Path
    files: dict[str, tuple[str, str]]
    sprite: tuple[str, str] | None = None

    @property
    def folder(self) -> Path:
        return self.home / self.name / self.version

    def kept(self) -> dict[Path, str]:
        """Every file this package puts into the tree, with its hash."""
        pairs = [*self.files.values(), *([self.sprite] if self.sprite else [])]
        return {self.folder / name: digest for name, digest in pairs}


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.8",
        "MIT",
        SHIPPED,
        {
            "dist/css/bootstrap.min.css": (
                "bootstrap.min.css",
                "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede",
            ),
            "dist/js/bootstrap.bundle.min.js": (
                "bootstrap.bundle.min.js",
                "e4fd49181388c48ec5040bd3fe66f57c29c8e67fcd8502b3354b96ec7ab47cc7",
            ),
            "LICENSE": (
                "LICENSE",
                "4620c84ad5ce8602ff65640ed6b7c8b78ebb9e036584f0ebc1ccc88206a4bb51",
            ),
        },
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        SHIPPED,
        {
            "dist/htmx.min.js": (
                "htmx.min.js",
                "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
            ),
            "LICENSE": (
                "LICENSE",
                "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
            ),
        },
    ),
    Package(
        "bootstrap-icons",
        "1.13.2",
        "MIT",
        SHIPPED,
        {
            "LICENSE": (
                "LICENSE",
                "0fb3e11bd57e896c5a512afd64864d28a37de45d19835016c87ca1ad19ead969",
            )
        },
        sprite=("icons.svg", "d31229bd0de855957ad956a83ac20cdc5b61025254b61dff0624f85e07051d1b"),
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        TESTS_ONLY,
        {
            "axe.min.js": (
                "axe.min.js",
                "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
            ),
            "locales/zh_CN.json": (
                "zh_CN.json",
                "b47a48eb91a0da0d10dd3a755592b37e31622cf8badbee23a0824126c99f932f",
            ),
            "LICENSE": (
                "LICENSE",
                "af175b9d96ee93c21a036152e1b905b0b95304d4ae8c2c921c7609100ba8df7e",
            ),
            "LICENSE-3RD-PARTY.txt": (
                "LICENSE-3RD-PARTY.txt",
                "4f8563870d0fca38bbc3e00b6f670cb7fa9f380ba9f26a7f7d1184a6b18b1653",
            ),
        },
    ),
)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def wrong_files(root: Path = ROOT) -> list[str]:
    """Name every vendored file that is missing or is not the one in the table."""
    wrong = []
    for package in PACKAGES:
        for path, digest in package.kept().items():
            file = root / path
            if not file.is_file():
                wrong.append(f"{path}: missing")
            elif (found := sha256(file.read_bytes())) != digest:
                wrong.append(f"{path}: {found} instead of {digest}")
    return wrong


def build_sprite(icons: dict[str, str]) -> bytes:
    """One SVG with a symbol for each icon, in the order of their names."""
    symbols = []
    for name, svg in sorted(icons.items()):
        body = re.sub(r"\s+", " ", svg.split(">", 1)[1].rsplit("</svg>", 1)[0]).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{body}</symbol>')
    inside = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{inside}\n</svg>\n'.encode()


def fetch(package: Package, work: Path) -> Path:
    """Download the exact release into `work` and return its tarball."""
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    done = subprocess.run(command, cwd=work, check=True, capture_output=True, text=True)
    return work / done.stdout.strip().splitlines()[-1]


def unpack(package: Package, tarball: Path) -> None:
    """Copy the wanted files of a tarball into the tree."""
    folder = ROOT / package.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(tarball) as archive:

        def read(name: str) -> bytes:
            member = archive.extractfile(f"package/{name}")
            if member is None:
                raise SystemExit(f"{package.name} {package.version} has no {name}")
            return member.read()

        for source, (name, _) in package.files.items():
            (folder / name).write_bytes(read(source))
        if package.sprite:
            icons = {icon: read(f"icons/{icon}.svg").decode() for icon in ICONS}
            (folder / package.sprite[0]).write_bytes(build_sprite(icons))


def locked(lock: Path) -> list[tuple[str, str]]:
    """Names and versions pinned in a requirements lock."""
    return re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", lock.read_text("utf-8"), re.MULTILINE)


def licence_of(name: str) -> str | None:
    """The licence an installed package declares; None where this platform does not install it."""
    try:
        about: Any = metadata(name)  # an email message, though typed as less
    except PackageNotFoundError:
        return None
    stated: str = about.get("License-Expression") or ""
    if stated:
        return stated
    classes = [c.split(" :: ")[-1] for c in about.get_all("Classifier") or [] if "License ::" in c]
    return ", ".join(classes) or (about.get("License") or "see its files").strip().splitlines()[0]


def third_party() -> str:
    """The text of THIRD_PARTY.md."""
    lines = ["# Third-party software", "", "Written by `python tools/vendor.py --licences`.", ""]
    lines += ["## Files kept in this repository", ""]
    lines += ["| package | version | licence | where |", "| --- | --- | --- | --- |"]
    lines += [f"| {p.name} | {p.version} | {p.licence} | `{p.folder}/` |" for p in PACKAGES]
    lines += ["", "axe-core is used by tests only and is never served.", ""]
    lines += ["## Python packages (installed by hash, not kept here)", ""]
    lines += ["| package | version | licence |", "| --- | --- | --- |"]
    for name, version in locked(ROOT / "requirements.lock"):
        licence = licence_of(name) or "not installed on Linux, see its files"
        lines.append(f"| {name} | {version} | {licence} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only re-hash the committed files")
    parser.add_argument("--licences", action="store_true", help="write THIRD_PARTY.md")
    args = parser.parse_args()
    if args.licences:
        (ROOT / "THIRD_PARTY.md").write_text(third_party(), "utf-8")
        return 0
    if not args.check:
        with tempfile.TemporaryDirectory() as work:
            for package in PACKAGES:
                unpack(package, fetch(package, Path(work)))
    wrong = wrong_files()
    print("\n".join(wrong) or f"{len(PACKAGES)} packages are as in the table")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
