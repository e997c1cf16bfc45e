from examsys.app import create_app
from examsys.kernel import loglines

loglines.configure()
app = create_app()
