#!/usr/bin/env python3
"""Sends a task to sitq and waits for its result; needs Python 3 and nothing else.

usage: enqueue.py HOST:PORT NAMESPACE QUEUE ID TASK JSON
"""
import json
import socket
import sys
import time
import zlib

# XADD comes first, so that a Redis without memory refuses all of it; a known id is sent once.
ENQUEUE = """
local entry = redis.call('XADD', KEYS[1], '*', 'id', ARGV[1], 'task', ARGV[2], 'envelope', ARGV[3])
if redis.call('HSETNX', KEYS[2], 'entry', entry) == 1 then return 'OK' end
redis.call('XDEL', KEYS[1], entry)
return 'DUPLICATE'
"""


def varint(number):
    groups = bytearray()
    while number > 127:
        groups.append(number & 127 | 128)
        number >>= 7
    return bytes(groups) + bytes([number])


def envelope(arguments):
    """Format version 1, codec "json", the time in ms, no options, the payload's length and it."""
    payload = json.dumps(arguments).encode()
    millis = time.time_ns() // 1_000_000
    return b"\x01" + b"jso\xee" + varint(millis) + b"\x00" + varint(len(payload)) + payload


class Redis:
    def __init__(self, host, port):
        self.file = socket.create_connection((host, port), timeout=10).makefile("rwb")

    def call(self, *words):
        raw = [w if isinstance(w, bytes) else str(w).encode() for w in words]
        self.file.write(b"*%d\r\n" % len(raw) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in raw))
        self.file.flush()
        return self.reply()

    def reply(self):
        line = self.file.readline()
        kind, rest = line[:1], line[1:-2]
        if kind == b"$":
            return None if rest == b"-1" else self.file.read(int(rest) + 2)[:-2]
        if kind == b"*":
            return [self.reply() for _ in range(int(rest))]
        if kind in (b"+", b":"):
            return rest
        raise RuntimeError(rest.decode() or "Redis closed the connection")


address, namespace, queue, local_id, task, arguments = sys.argv[1:]
host, port = address.rsplit(":", 1)
redis = Redis(host, int(port))
task_id = f"{queue}:{local_id}"
spread = redis.call("HGET", f"{namespace}:partitions", queue)
count = int(spread.split()[0]) if spread else 1
tag = queue if count == 1 else f"{queue}~{zlib.crc32(local_id.encode()) % count}/{count}"
keys = f"{namespace}:{{{tag}}}:ready", f"{namespace}:{{{tag}}}:task:{task_id}"

redis.call("SADD", f"{namespace}:queues", queue)
print(redis.call("EVAL", ENQUEUE, 2, *keys, task_id, task, envelope(json.loads(arguments))).decode())

deadline = time.monotonic() + 20
while time.monotonic() < deadline:
    status, value, error = redis.call("HMGET", keys[1], "status", "value", "error")
    if status:
        result = {"status": status.decode(), "value": value and json.loads(value)}
        print(json.dumps({**result, "error": error and error.decode()}))
        sys.exit(status != b"success")
    time.sleep(0.05)
sys.exit("no result yet")
