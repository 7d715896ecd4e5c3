"""Roundup as its documentation puts it behind a server: `gunicorn benchmarks.peers.roundup_site:application`.

Runs in the environment of the peers. FOLDER: its tracker lies in "home" below it.
"""

import os
from pathlib import Path

from roundup.cgi.wsgi_handler import RequestDispatcher

application = RequestDispatcher(str(Path(os.environ["FOLDER"], "home")))
