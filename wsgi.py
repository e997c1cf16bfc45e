from examsys.app import create_app
from examsys.kernel import logs

logs.configure()
app = create_app()
