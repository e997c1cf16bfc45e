import gc

from examsys.app import create_app
from examsys.kernel import loglines

loglines.configure()
app = create_app()
# What is loaded by now stays for the life of the process: without this the collector walks all of
# it again every few requests, a third of a page's time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
