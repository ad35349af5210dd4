"""Phones that send what waits on them until the server has given a receipt for each attempt."""

import http.client
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor

AT_ONCE, PATIENCE = 8, 1200
SAID = {"learner": "mark", "phone": "phone", "clock": "clock"}


class NeverReceived(Exception):
    """A phone gave up: the server did not take in what it had, in all the time it was given."""


def send_all(phones: list[dict], port: int, seed: int, received) -> dict[str, str]:
    """Let every phone send its queue through the network at `port`; return the receipt told for each ticket.

    `received` is called with how many were told each time. Raises NeverReceived, and AssertionError where the server
    tells two receipts for one ticket.
    """
    end = time.monotonic() + PATIENCE
    with ThreadPoolExecutor(AT_ONCE) as pool:
        work = [pool.submit(_send, phone, port, seed + n, received, end) for n, phone in enumerate(phones)]
        told = {}
        for each in work:
            told |= each.result()
    return told


def _send(phone, port, seed, received, end):
    """Send in an order and in handfuls of one's own; one phone in ten sends all again after it has every receipt."""
    order = random.Random(seed)
    waiting, told = {attempt["ticket"]: attempt for attempt in phone["attempts"]}, {}
    rounds = 2 if order.random() < 0.1 else 1
    for _round in range(rounds):
        left = dict(waiting)
        while left:
            if time.monotonic() > end:
                raise NeverReceived(list(left))
            tickets = order.sample(sorted(left), min(len(left), order.randint(1, 20)))
            for answer in _try(phone, [left[ticket] for ticket in tickets], port):
                assert answer["state"] == "received", answer
                assert told.setdefault(answer["ticket"], answer["receipt"]) == answer["receipt"]
                del left[answer["ticket"]]
                received(1)
    return told


def _try(phone, attempts, port):
    """Return what the server told of these attempts; nothing where no answer came."""
    body = json.dumps({**{key: phone[name] for key, name in SAID.items()}, "attempts": attempts})
    headers = {"Content-Type": "application/json", "Cookie": f"sessionid={phone['session']}", "Connection": "close"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/en/learn/hand-in/", body, headers)
        answer = connection.getresponse()
        said = answer.read()
        return json.loads(said)["attempts"] if answer.status == 200 else []
    except (OSError, http.client.HTTPException, ValueError):
        time.sleep(0.05)
        return []
    finally:
        connection.close()
