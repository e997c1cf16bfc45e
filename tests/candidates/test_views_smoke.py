from tests.make import make_batch, make_registration
from examsys.rules.states import BatchState, RegistrationState
def test_smoke(client):
    b=make_batch(state=BatchState.REGISTERING)
    r=make_registration(b)
    c=client("exam_office","reviewer")
    for u in ["/candidates/","/candidates/?batch_id=1","/candidates/new","/candidates/1/","/candidates/1/edit","/candidates/1/withdraw","/candidates/1/review","/candidates/queue","/candidates/seating","/candidates/exam-day","/candidates/import","/candidates/photos","/candidates/import/template","/candidates/export"]:
        a=c.get(u); assert a.status_code==200,(u,a.text[:500])
