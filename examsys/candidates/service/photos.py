"""Photos of candidates: one at a time, or a package of files named by ID number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from examsys.audit import service as audit
from examsys.batches.models import Batch
from examsys.candidates import queries
from examsys.candidates.events import CandidateEvent
from examsys.candidates.models import Candidate, Registration
from examsys.candidates.photopack import PackedPhoto
from examsys.kernel import files, pii
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict
from examsys.rules.states import BatchState, RegistrationState, label

PURPOSE = "photo"
CLOSED = (RegistrationState.REJECTED, RegistrationState.WITHDRAWN)
OPEN = (BatchState.REGISTERING, BatchState.REVIEWING, BatchState.SEATED)


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """What became of one file. tone: pass, info or fail."""

    file: str
    name: str
    tone: str
    words: str


def set_photo(registration: Registration, photo: bytes, *, actor: Actor, at: datetime) -> bool:
    """photo: as `images.clean_photo` made it. returns: whether it is another than before.

    raises: Conflict once the examination has begun, or for a registration that is closed.
    """
    _require_open(registration.batch)
    if registration.state in CLOSED:
        raise Conflict(f"这份报名处于“{label(registration.state)}”，不再接收照片。")
    if not _replace(registration, photo, at=at):
        return False
    subject = f"registration:{registration.id}"
    audit.record(CandidateEvent.PHOTO_SET, actor=actor, subject=subject, at=at)
    return True


def take_in_photos(
    batch: Batch, packed: Sequence[PackedPhoto], *, actor: Actor, at: datetime
) -> list[PhotoLine]:
    """Take in every sound photo of a package; the others are reported and change nothing.

    raises: Conflict once the examination has begun.
    """
    _require_open(batch)
    owners = queries.registered(
        batch.id, [pii.index_of("id_number", one.number) for one in packed if one.number]
    )
    lines = [_take_in(one, owners, at=at) for one in packed]
    taken = sum(line.tone == "pass" for line in lines)
    if taken:
        audit.record(
            CandidateEvent.PHOTOS_TAKEN_IN,
            actor=actor,
            subject=f"batch:{batch.id}",
            at=at,
            detail={"taken": taken, "files": len(lines)},
        )
    return lines


def _take_in(one: PackedPhoto, owners: Mapping[bytes, Registration], *, at: datetime) -> PhotoLine:
    if one.problem:
        return PhotoLine(one.file, "", "fail", one.problem)
    owner = owners.get(pii.index_of("id_number", one.number))
    if owner is None:
        return PhotoLine(one.file, "", "fail", "本批次没有这个身份证号的报名，请核对文件名。")
    if owner.state in CLOSED:
        words = f"这份报名处于“{label(owner.state)}”，不再接收照片。"
        return PhotoLine(one.file, owner.candidate.name, "fail", words)
    if _replace(owner, one.photo, at=at):
        return PhotoLine(one.file, owner.candidate.name, "pass", "已保存。")
    return PhotoLine(one.file, owner.candidate.name, "info", "与已有照片相同，无变化。")


def _replace(registration: Registration, photo: bytes, *, at: datetime) -> bool:
    candidate = registration.candidate
    old = _kept(candidate)
    if old is not None and old.sha256 == sha256(photo).hexdigest():
        return False
    kept = files.keep(photo, name="photo.jpg", media_type="image/jpeg", purpose=PURPOSE, at=at)
    candidate.photo_uuid = kept.uuid
    # Earlier batches printed the old photo and may have to show it again.
    if old is not None and not queries.elsewhere(registration):
        files.forget(old)
    return True


def _kept(candidate: Candidate) -> files.KeptFile | None:
    if candidate.photo_uuid is None:
        return None
    return files.kept_file(candidate.photo_uuid, purpose=PURPOSE)


def _require_open(batch: Batch) -> None:
    if batch.state not in OPEN:
        raise Conflict(f"批次处于“{label(batch.state)}”，照片不能再更换。")
