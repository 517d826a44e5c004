-- Ends attempts of one worker.
-- KEYS  1 ready stream, 2 scheduled set, 3 dead set, 4 waiting hash, 5 counts hash, 6.. the task's hash
--       of each item
-- ARGV  1 group, 2 worker, 3 wake channel, 4 how long dead letters are kept in ms, then per item
--       outcome, id, entry, facts (see docs/redis-keys.md), TTL of the result in ms, and by outcome
--         success    value ('' if it is not kept)
--         failed     error, error_type, error_supertypes, traceback, errors
--         cancelled  nothing more
--         retry      the five of failed, delay in ms
--         release    delay in ms, 1 if a worker that doesn't know the task hands it back, else 0
-- Returns per item OK | ALREADY (this worker's earlier call did it) | CANCELLED (asked for meanwhile)
--         | LOST (somebody else owns or has ended the task: nothing was changed)
--
-- Checks come first and acknowledgements last, so that whatever fails in the middle leaves every entry
-- leased. The first XACK changes nothing and needs no memory: it lets the rest pass at the memory limit.
--@include time
--@include entry
--@include schedule
--@include notify
--@include count
local ready, scheduled, dead, waiting, counts = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local group, worker, wake_channel, dead_ms = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local EXTRA = {success = 1, failed = 5, cancelled = 0, retry = 6, release = 2}
redis.call('XACK', ready, group, '0-0')
local now = now_ms()
local out, settled, ended, tally, successes = {}, {}, {}, {}, {}

-- whose item it is: OK | ALREADY | LOST, and whether somebody asked to cancel. `settled` is the entry of
-- an attempt that was released or retried, when the task has gone on under another one.
local function check(key, id, entry)
  local h = redis.pcall('HMGET', key, 'entry', 'status', 'cancel', 'settled')
  if h[1] == entry then
    if not h[2] then return 'OK', h[3] end
    local finisher = string.match(redis.call('HGET', key, 'facts') or '', '^%S+ %S+ %S+ (%S+)')
    return finisher == worker and 'ALREADY' or 'LOST'
  end
  if h[1] then return (h[1] == '-' .. entry or h[4] == entry) and 'ALREADY' or 'LOST' end
  -- no hash, or a foreign type under its key: the entry itself is the proof
  local fields = read_entry(ready, entry)
  if not fields or fields.id ~= id then return 'LOST' end
  redis.call('DEL', key)
  return 'OK'
end

local function fail(key, id, entry, facts, ttl_ms, a, fields)
  redis.call('HSET', key, 'entry', entry, 'status', 'failed', 'error', ARGV[a], 'error_type', ARGV[a + 1],
    'error_supertypes', ARGV[a + 2], 'traceback', ARGV[a + 3], 'facts', facts)
  if ARGV[a + 4] ~= '' then redis.call('HSET', key, 'errors', ARGV[a + 4]) end
  if fields and fields.envelope then
    redis.call('HSET', key, 'envelope', fields.envelope, 'task', fields.task or 'unknown')
  end
  redis.call('PEXPIRE', key, as_integer(math.max(tonumber(ttl_ms), dead_ms)))
  redis.call('ZADD', dead, as_integer(now), id)
end

local function postpone(key, id, entry, fields, delay_ms)
  redis.call('DEL', key)
  redis.call('HSET', key, 'entry', '-' .. entry, 'task', fields.task, 'envelope', fields.envelope, 'attempt',
    fields.attempt, 'crashes', fields.crashes, 'handbacks', fields.handbacks, 'errors', fields.errors,
    'deaths', fields.deaths)
  schedule(scheduled, wake_channel, id, now + delay_ms)
end

local a, k = 5, 0
while a <= #ARGV do
  k = k + 1
  local outcome, id, entry, facts, ttl_ms = ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4]
  local key, x = KEYS[5 + k], a + 5
  a = x + EXTRA[outcome]
  local head = outcome == 'success' and redis.pcall('HMGET', key, 'entry', 'status', 'cancel')
  local verdict, cancel
  if head and head[1] == entry and not head[2] and not head[3] then
    -- what nearly all are: nothing but the entry, which is the item's
    if ARGV[x] == '' then
      redis.call('HSET', key, 'status', 'success', 'facts', facts)
    else
      redis.call('HSET', key, 'status', 'success', 'value', ARGV[x], 'facts', facts)
    end
    redis.call('PEXPIRE', key, ttl_ms)
    local task = string.match(facts, '^%S+')
    successes[task] = (successes[task] or 0) + 1
    settled[#settled + 1], ended[#ended + 1] = entry, id
    out[k] = 'OK'
  else
    verdict, cancel = check(key, id, entry)
  end
  if verdict == 'OK' then
    local total = outcome
    local fields = outcome ~= 'success' and read_entry(ready, entry) or nil
    if (outcome == 'retry' or outcome == 'release') and cancel then
      outcome, total, verdict = 'cancelled', 'cancelled', 'CANCELLED'
    elseif outcome == 'retry' and not fields then
      outcome, total = 'failed', 'failed' -- somebody deleted the entry: there is nothing to try again
    elseif outcome == 'release' and not fields then
      outcome, total = 'vanished', 'failed'
    end
    if cancel then redis.call('HDEL', key, 'cancel') end
    if outcome == 'success' then
      if ARGV[x] == '' then
        redis.call('HSET', key, 'entry', entry, 'status', 'success', 'facts', facts)
      else
        redis.call('HSET', key, 'entry', entry, 'status', 'success', 'value', ARGV[x], 'facts', facts)
      end
      redis.call('PEXPIRE', key, ttl_ms)
      ended[#ended + 1] = id
    elseif outcome == 'failed' then
      fail(key, id, entry, facts, ttl_ms, x, fields)
      ended[#ended + 1] = id
    elseif outcome == 'vanished' then
      local error = 'the entry of task ' .. id .. ' vanished from the stream: somebody trimmed or deleted it'
      redis.call('HSET', key, 'entry', entry, 'status', 'failed', 'error', error, 'error_type',
        'io.sitq.BackendException', 'error_supertypes',
        'io.sitq.SitqException java.lang.RuntimeException java.lang.Exception java.lang.Throwable',
        'traceback', 'io.sitq.BackendException: ' .. error, 'facts', facts)
      redis.call('PEXPIRE', key, as_integer(math.max(tonumber(ttl_ms), dead_ms)))
      redis.call('ZADD', dead, as_integer(now), id)
      ended[#ended + 1] = id
    elseif outcome == 'cancelled' then
      redis.call('HSET', key, 'entry', entry, 'status', 'cancelled', 'facts', facts)
      redis.call('PEXPIRE', key, ttl_ms)
      ended[#ended + 1] = id
    elseif outcome == 'retry' then
      fields.attempt, fields.errors, fields.handbacks = fields.attempt + 1, ARGV[x + 4], 0
      postpone(key, id, entry, fields, ARGV[x + 5])
      redis.call('HSET', key, 'error', ARGV[x], 'error_type', ARGV[x + 1], 'error_supertypes', ARGV[x + 2],
        'traceback', ARGV[x + 3])
      total = 'retried'
    else
      fields.handbacks = fields.handbacks + ARGV[x + 1]
      if tonumber(ARGV[x]) > 0 then
        postpone(key, id, entry, fields, ARGV[x])
      else
        redis.call('HSET', key, 'entry', add_entry(ready, fields), 'settled', entry)
      end
      total = nil
    end
    if total then
      local name = string.match(facts, '^%S+') .. ':' .. total
      tally[name] = (tally[name] or 0) + 1
    end
    settled[#settled + 1] = entry
  elseif verdict == 'ALREADY' and redis.call('XACK', ready, group, entry) == 1 then
    -- an earlier call failed in the middle, after this item
    redis.call('XDEL', ready, entry)
    if EXTRA[outcome] < 6 and outcome ~= 'release' then
      local name = string.match(facts, '^%S+') .. ':' .. outcome
      tally[name] = (tally[name] or 0) + 1
      ended[#ended + 1] = id
    end
  end
  out[k] = out[k] or verdict
end
for task, number in pairs(successes) do tally[task .. ':success'] = (tally[task .. ':success'] or 0) + number end
if #settled > 0 then
  redis.call('XACK', ready, group, unpack(settled))
  redis.call('XDEL', ready, unpack(settled))
end
for name, number in pairs(tally) do
  local task, total = string.match(name, '^(.*):(.*)$')
  count(counts, task, total, number)
end
notify(waiting, ended)
return out
