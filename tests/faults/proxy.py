"""A network as bad as the road's: a proxy that loses requests, loses answers, repeats, delays and reorders."""

import asyncio
import random
import threading
from collections import Counter

LOSES_REQUEST, LOSES_ANSWER, REPEATS, REPEATS_LATER, DELAYS = 0.08, 0.12, 0.08, 0.06, 0.2


class BadNetwork:
    """Stands before the server at `upstream` (a port of this machine); `port` is its own, `done` what it did."""

    def __init__(self, upstream: int, seed: int):
        self.upstream, self.done = upstream, Counter()
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._later = set()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_error):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._answer, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()

    async def _answer(self, reader, writer):
        try:
            request = await _message(reader)
            answer = await self._carry(request)
            if answer:
                writer.write(answer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            self.done["broken"] += 1
        finally:
            writer.close()

    def _happens(self, what, chance):
        happens = self._random.random() < chance
        self.done[what] += happens
        return happens

    async def _carry(self, request):
        if self._happens("delayed", DELAYS):
            await asyncio.sleep(self._random.random() / 4)
        if self._happens("lost request", LOSES_REQUEST):
            return None
        if self._happens("repeated later", REPEATS_LATER):
            task = self._loop.create_task(self._again(request, 0.2 + self._random.random()))
            self._later.add(task)
            task.add_done_callback(self._later.discard)
        if self._happens("repeated", REPEATS):
            _first, answer = await asyncio.gather(self._forward(request), self._forward(request))
        else:
            answer = await self._forward(request)
        return None if self._happens("lost answer", LOSES_ANSWER) else answer

    async def _again(self, request, seconds):
        await asyncio.sleep(seconds)
        try:
            await self._forward(request)
        except (OSError, asyncio.IncompleteReadError):
            self.done["broken"] += 1

    async def _forward(self, request):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            writer.write(request)
            await writer.drain()
            return await _message(reader)
        finally:
            writer.close()


async def _message(reader):
    """Return one whole request or answer, its body measured by Content-Length."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    return head + await reader.readexactly(length)
