"""The warm child that sets pages: one for each process of ours, restarted when it has ended."""

import atexit
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from examsys.kernel.errors import Invalid

CHILD = Path(__file__).with_name("pdfchild.py")
MEMORY = 2 * 1024**3  # a ticket takes about one megabyte while its page is set
SECONDS = 60
BYTES_A_SECOND = 5_000  # a thousand tickets are two megabytes and take a few minutes


class Overloaded(Invalid):
    """The page takes more time or memory than one document may."""

    def __init__(self) -> None:
        super().__init__("这份文件过大，排版已停止：请减少一次打印的人数或内容，分几次打印。")


class Broken(RuntimeError):
    """The child ended with an error of its own. A bug."""


class Press:
    """Loading the PDF maker takes a second, so the child is kept; one page after the other."""

    def __init__(self, *, memory: int = MEMORY, seconds: int = SECONDS) -> None:
        self._memory, self._seconds = memory, seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def set(self, html: str, *, identifier: str) -> tuple[dict[str, Any], bytes]:
        """returns: what the child says of the page, and the PDF. raises: Overloaded, Broken."""
        content = html.encode()
        seconds = self._seconds + len(content) // BYTES_A_SECOND
        asked = {"identifier": identifier, "size": len(content), "seconds": seconds}
        request = json.dumps(asked).encode() + b"\n" + content
        with self._lock:
            said, body, code = self._tried(request, seconds)
            if code == 0:  # it had waited too long and was just leaving
                said, body, code = self._tried(request, seconds)
            if "size" not in said:
                self.close()  # those were its last words
        if "broken" in said:
            raise Broken(said["broken"])
        if "refused" in said or (code is not None and code < 0):
            raise Overloaded
        if code is not None:
            raise Broken(f"the child that sets pages ended with {code}")
        return said, body

    def close(self) -> None:
        """End the child, whatever it is doing."""
        if self._child is not None:
            self._child.kill()
            self._ended()

    def _tried(self, request: bytes, seconds: int) -> tuple[dict[str, Any], bytes, int | None]:
        """returns: what was said, the PDF, and the exit code of a child that ended instead."""
        said, body = self._asked(self._running(), request, seconds)
        if len(body) < said.get("size", 0):
            said = {}
        return said, body, None if said else self._ended()

    def _ended(self) -> int:
        child, self._child = self._child, None
        assert child is not None
        child.communicate()  # waits for it, and closes both pipes
        return child.returncode

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self._ended()
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 -- our own script, told by stdin
                [sys.executable, "-P", str(CHILD), str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _asked(
        self, child: subprocess.Popen[bytes], request: bytes, seconds: int
    ) -> tuple[dict[str, Any], bytes]:
        """returns: nothing, or too little, when the child ended before it had answered."""
        assert child.stdin is not None and child.stdout is not None  # noqa: PT018 -- both are pipes
        ending = threading.Timer(seconds * 2, child.kill)  # the machine may be busy
        ending.start()
        try:
            child.stdin.write(request)
            child.stdin.flush()
            answer = child.stdout.readline()
            said = json.loads(answer) if answer.endswith(b"\n") else {}
            body = child.stdout.read(said.get("size", 0))
        except BrokenPipeError:
            return {}, b""
        finally:
            ending.cancel()
        return said, body


PRESS = Press()
atexit.register(PRESS.close)
