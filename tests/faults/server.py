"""A server of its own process, which can be killed and started again where it stood."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings

HERE = Path(settings.BASE_DIR)


class Server:
    """Granian in a process group of its own, so that killing it leaves nothing behind that could tidy up."""

    def __init__(self, environment):
        self.environment, self.kills = environment, 0
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self):
        granian = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "lms.wsgi:application"]
        options = [
            "--workers",
            "2",
            "--blocking-threads",
            "1",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--no-log",
        ]
        self.process = subprocess.Popen([*granian, *options], cwd=HERE, env=self.environment, start_new_session=True)
        for _try in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the server did not start")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1
