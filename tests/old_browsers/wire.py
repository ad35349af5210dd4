"""Questions and answers over a websocket, with what the browser tells by itself in between."""

import json
import time
from collections.abc import Callable

import websocket


class BrowserSaidNo(Exception):
    """The browser answered a command with an error."""


class Wire:
    """Sends commands and hands every event to `hear(method, params)`, in the order in which they came."""

    def __init__(self, address: str, hear: Callable[[str, dict], None]):
        self.socket = websocket.create_connection(address, timeout=30, suppress_origin=True)
        self.hear = hear
        self.number = 0

    def ask(self, method: str, **params) -> dict:
        """Return what the browser answers to a command."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        return self._answer(self.number)

    def _answer(self, number):
        while True:
            told = json.loads(self.socket.recv())
            if told.get("id") != number:
                self.hear(told.get("method", ""), told.get("params", {}))
            elif "error" in told:
                raise BrowserSaidNo(json.dumps(told))
            else:
                return told["result"]

    def listen(self, until: Callable[[], bool], seconds: float = 15) -> bool:
        """Hear events until something has come about; return whether it did in time."""
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                told = json.loads(self.socket.recv())
            except websocket.WebSocketTimeoutException:
                break
            finally:
                self.socket.settimeout(30)
            self.hear(told.get("method", ""), told.get("params", {}))
        return until()

    def close(self):
        self.socket.close()
