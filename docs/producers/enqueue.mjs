#!/usr/bin/env node
// Sends a task to sitq and waits for its result; needs Node 20.15 or later and nothing else.
//
// usage: enqueue.mjs HOST:PORT NAMESPACE QUEUE ID TASK JSON
import net from 'node:net';
import zlib from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';

// XADD comes first, so that a Redis without memory refuses all of it; a known id is sent once.
const ENQUEUE = `
local entry = redis.call('XADD', KEYS[1], '*', 'id', ARGV[1], 'task', ARGV[2], 'envelope', ARGV[3])
if redis.call('HSETNX', KEYS[2], 'entry', entry) == 1 then return 'OK' end
redis.call('XDEL', KEYS[1], entry)
return 'DUPLICATE'
`;

function varint(number) {
  const groups = [];
  for (; number > 127; number = Math.floor(number / 128)) groups.push((number % 128) + 128);
  return Buffer.from([...groups, number]);
}

/** Format version 1, codec "json", the time in ms, no options, the payload's length and it. */
function envelope(args) {
  const payload = Buffer.from(JSON.stringify(args));
  const codec = Buffer.from([0x6a, 0x73, 0x6f, 0xee]);
  return Buffer.concat([
    Buffer.from([1]), codec, varint(Date.now()), Buffer.from([0]), varint(payload.length), payload,
  ]);
}

/** The reply that begins there, and where it ends; nothing if it is not complete. */
function parse(bytes, at) {
  const line = bytes.indexOf('\r\n', at);
  if (line < 0) return undefined;
  const kind = String.fromCharCode(bytes[at]);
  const rest = bytes.toString('utf8', at + 1, line);
  let end = line + 2;
  if (kind === '$') {
    if (rest === '-1') return { value: null, end };
    const value = bytes.subarray(end, (end += Number(rest)));
    return end + 2 > bytes.length ? undefined : { value, end: end + 2 };
  }
  if (kind !== '*') return { value: kind === '-' ? new Error(rest) : rest, end };
  const value = [];
  while (value.length < Number(rest)) {
    const item = parse(bytes, end);
    if (!item) return undefined;
    value.push(item.value);
    end = item.end;
  }
  return { value, end };
}

function connect(address) {
  const [, host, port] = address.match(/(.*):(\d+)$/);
  const socket = net.createConnection(Number(port), host);
  const waiting = [];
  let unread = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    for (let reply; (reply = parse(unread, 0)); ) {
      unread = unread.subarray(reply.end);
      const { resolve, reject } = waiting.shift();
      (reply.value instanceof Error ? reject : resolve)(reply.value);
    }
  });
  const call = (...words) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      const raw = words.map((word) => (Buffer.isBuffer(word) ? word : Buffer.from(String(word))));
      const parts = raw.flatMap((word) => [Buffer.from(`$${word.length}\r\n`), word, Buffer.from('\r\n')]);
      socket.write(Buffer.concat([Buffer.from(`*${raw.length}\r\n`), ...parts]));
    });
  return { call, close: () => socket.end() };
}

const [address, namespace, queue, localId, task, args] = process.argv.slice(2);
const redis = connect(address);
const id = `${queue}:${localId}`;
const spread = await redis.call('HGET', `${namespace}:partitions`, queue);
const count = spread ? parseInt(spread, 10) : 1;
const tag = count === 1 ? queue : `${queue}~${zlib.crc32(localId) % count}/${count}`;
const keys = [`${namespace}:{${tag}}:ready`, `${namespace}:{${tag}}:task:${id}`];

await redis.call('SADD', `${namespace}:queues`, queue);
const sent = await redis.call('EVAL', ENQUEUE, 2, ...keys, id, task, envelope(JSON.parse(args)));
console.log(String(sent));

process.exitCode = 1;
for (let tries = 0; tries < 400; tries++) {
  const [status, value, error] = await redis.call('HMGET', keys[1], 'status', 'value', 'error');
  if (status) {
    const result = { status: String(status), value: value && JSON.parse(value) };
    console.log(JSON.stringify({ ...result, error: error && String(error) }));
    process.exitCode = result.status === 'success' ? 0 : 1;
    break;
  }
  await sleep(50);
}
redis.close();
