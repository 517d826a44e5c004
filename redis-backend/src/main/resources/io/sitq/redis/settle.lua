-- Ends attempts of one worker.
-- KEYS  1 ready stream, 2 scheduled set, 3 dead set, 4 waiting hash, 5 counts hash, 6.. the task's hash
--       of each item
-- ARGV  1 group, 2 worker, 3 wake channel, 4 how long dead letters are kept in ms, then per item
--       outcome, entry, facts (see docs/redis-keys.md), TTL of the result in ms, and by outcome
--         success    value ('' if it is not kept)
--         failed     error, error_type, error_supertypes, traceback, errors
--         cancelled  nothing more
--         retry      the five of failed, delay in ms
--         release    delay in ms, 1 if a worker that doesn't know the task hands it back, else 0
-- Returns nothing if all are OK, else per item OK | ALREADY (this worker's earlier call did it) | CANCELLED (asked for meanwhile)
--         | LOST (somebody else owns or has ended the task: nothing was changed)
--
-- Checks come first and acknowledgements last, so that whatever fails in the middle leaves every entry
-- leased. The first XACK changes nothing and needs no memory: it lets the rest pass at the memory limit.
--@include try_call
--@include notify
--@include count
local KEYS, ARGV, call, pcall, match = KEYS, ARGV, redis.call, redis.pcall, string.match
local ready, scheduled, dead, waiting, counts = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local group, worker, wake_channel, dead_ms = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local ID_FROM = #ready - #'ready' + #'task:' + 1 -- where in the key of a task's hash its id begins
call('XACK', ready, group, '0-0')

-- What nearly all items are: a success of a task whose hash has nothing but the entry. Does it and
-- returns true, or does nothing.
local function succeed(key, entry, facts, ttl_ms, value)
  local hash = pcall('HGETALL', key)
  if hash.err then try_call('HGETALL', key) end
  if #hash ~= 2 or hash[2] ~= entry or hash[1] ~= 'entry' then return false end
  if value == '' then
    call('HSET', key, 'status', 'success', 'facts', facts)
  else
    call('HSET', key, 'status', 'success', 'value', value, 'facts', facts)
  end
  call('PEXPIRE', key, ttl_ms)
  return true
end

-- What one who waits is told; no more than the id of what is large, which he then reads.
local function message(id, facts, value)
  return #value <= 1024 and table.concat({id, facts, value}, '\n') or id
end

-- A success alone, as of tasks that somebody waits for one by one: it takes less time than making the
-- functions that follow.
if #ARGV == 9 and ARGV[5] == 'success' and succeed(KEYS[6], ARGV[6], ARGV[7], ARGV[8], ARGV[9]) then
  local id, facts, value = string.sub(KEYS[6], ID_FROM), ARGV[7], ARGV[9]
  call('XACK', ready, group, ARGV[6])
  call('XDEL', ready, ARGV[6])
  count(counts, match(facts, '^%S+'), 'success', 1)
  notify(waiting, {id}, function() return message(id, facts, value) end)
  return {}
end

--@include time
--@include entry
--@include schedule
local EXTRA = {success = 1, failed = 5, cancelled = 0, retry = 6, release = 2}
local now = now_ms()
local all_ok, out, settled, ended, tally, successes = true, {}, {}, {}, {}, {}
local facts_at, value_at = {}, {} -- of those in `ended` that are successes, where in ARGV

-- whose item it is: OK | ALREADY | LOST, and whether somebody asked to cancel. `settled` is the entry of
-- an attempt that was released or retried, when the task has gone on under another one.
local function check(key, id, entry)
  local h = try_call('HMGET', key, 'entry', 'status', 'cancel', 'settled')
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

-- After a failover a worker may be delivered once more what it is about to settle, and settle it twice.
local function is_of_this_call(entry)
  for i = 1, #settled do if settled[i] == entry then return true end end
  return false
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

local a, k, n = 5, 0, #ARGV
while a <= n do
  k = k + 1
  local outcome, entry, facts, ttl_ms = ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3]
  local key, a_facts, x = KEYS[5 + k], a + 2, a + 4
  a = x + EXTRA[outcome]
  local verdict, cancel, id = 'OK', nil, nil
  local done = outcome == 'success' and succeed(key, entry, facts, ttl_ms, ARGV[x])
  if not done then
    id = string.sub(key, ID_FROM)
    verdict, cancel = check(key, id, entry)
  end
  if done then
    local task = match(facts, '^%S+')
    successes[task] = (successes[task] or 0) + 1
    settled[#settled + 1], ended[#ended + 1] = entry, key
    facts_at[#ended], value_at[#ended] = a_facts, x
  elseif verdict == 'OK' then
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
      ended[#ended + 1] = key
    elseif outcome == 'failed' then
      fail(key, id, entry, facts, ttl_ms, x, fields)
      ended[#ended + 1] = key
    elseif outcome == 'vanished' then
      local error = 'the entry of task ' .. id .. ' vanished from the stream: somebody trimmed or deleted it'
      redis.call('HSET', key, 'entry', entry, 'status', 'failed', 'error', error, 'error_type',
        'io.sitq.BackendException', 'error_supertypes',
        'io.sitq.SitqException java.lang.RuntimeException java.lang.Exception java.lang.Throwable',
        'traceback', 'io.sitq.BackendException: ' .. error, 'facts', facts)
      redis.call('PEXPIRE', key, as_integer(math.max(tonumber(ttl_ms), dead_ms)))
      redis.call('ZADD', dead, as_integer(now), id)
      ended[#ended + 1] = key
    elseif outcome == 'cancelled' then
      redis.call('HSET', key, 'entry', entry, 'status', 'cancelled', 'facts', facts)
      redis.call('PEXPIRE', key, ttl_ms)
      ended[#ended + 1] = key
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
  elseif verdict == 'ALREADY' and not is_of_this_call(entry) and redis.call('XACK', ready, group, entry) == 1 then
    -- an earlier call failed in the middle, after this item
    redis.call('XDEL', ready, entry)
    if EXTRA[outcome] < 6 and outcome ~= 'release' then
      local name = string.match(facts, '^%S+') .. ':' .. outcome
      tally[name] = (tally[name] or 0) + 1
      ended[#ended + 1] = key
    end
  end
  out[k] = verdict
  all_ok = all_ok and verdict == 'OK'
end
if #settled > 0 then
  redis.call('XACK', ready, group, unpack(settled))
  redis.call('XDEL', ready, unpack(settled))
end
for task, number in pairs(successes) do
  local name = task .. ':success'
  tally[name] = (tally[name] or 0) + number
end
for name, number in pairs(tally) do
  local task, total = match(name, '^(.*):(.*)$')
  count(counts, task, total, number)
end
if #ended > 0 and try_call('HLEN', waiting) ~= 0 then
  for i = 1, #ended do ended[i] = string.sub(ended[i], ID_FROM) end
  notify(waiting, ended, function(i)
    return value_at[i] and message(ended[i], ARGV[facts_at[i]], ARGV[value_at[i]]) or ended[i]
  end)
end
return all_ok and {} or out
