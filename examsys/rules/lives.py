"""Which state of a batch, a registration, an appointment, a dispatch may follow which."""

from collections.abc import Mapping

from examsys.rules.states import AppointmentState, BatchState, DispatchState, RegistrationState

B = BatchState
BATCH_LIFE: Mapping[BatchState, tuple[BatchState, ...]] = {
    B.PLANNED: (B.FILED, B.CANCELLED),
    B.FILED: (B.ANNOUNCED, B.CANCELLED),
    B.ANNOUNCED: (B.REGISTERING, B.CANCELLED),
    B.REGISTERING: (B.REVIEWING, B.CANCELLED),
    B.REVIEWING: (B.SEATED, B.CANCELLED),
    B.SEATED: (B.SITTING, B.CANCELLED),
    B.SITTING: (B.SCORING,),
    B.SCORING: (B.PUBLICITY,),
    B.PUBLICITY: (B.CERTIFYING, B.SCORING),
    B.CERTIFYING: (B.ARCHIVED,),
    B.ARCHIVED: (),
    B.CANCELLED: (),
}

R = RegistrationState
REGISTRATION_LIFE: Mapping[RegistrationState, tuple[RegistrationState, ...]] = {
    R.DRAFT: (R.SUBMITTED, R.WITHDRAWN),
    R.SUBMITTED: (R.FIRST_PASSED, R.RETURNED, R.REJECTED, R.WITHDRAWN),
    R.FIRST_PASSED: (R.APPROVED, R.RETURNED, R.REJECTED, R.WITHDRAWN),
    R.APPROVED: (),
    R.RETURNED: (R.SUBMITTED, R.WITHDRAWN),
    R.REJECTED: (),
    R.WITHDRAWN: (),
}

A = AppointmentState
APPOINTMENT_LIFE: Mapping[AppointmentState, tuple[AppointmentState, ...]] = {
    A.PROPOSED: (A.ACTIVE, A.ENDED),
    A.ACTIVE: (A.SUSPENDED, A.ENDED),
    A.SUSPENDED: (A.ACTIVE, A.ENDED),
    A.ENDED: (),
}

D = DispatchState
DISPATCH_LIFE: Mapping[DispatchState, tuple[DispatchState, ...]] = {
    D.DRAWN: (D.SENT, D.REPLACED),
    D.SENT: (D.ACCEPTED, D.REFUSED, D.REPLACED),
    D.ACCEPTED: (D.REFUSED, D.REPLACED),
    D.REFUSED: (),
    D.REPLACED: (),
}
