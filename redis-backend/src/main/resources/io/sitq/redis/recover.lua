-- Takes tasks from workers whose leases have expired: makes them ready again under a new entry, or ends
-- one that has killed too many.
-- KEYS  1 ready stream, 2 dead set, 3 waiting hash, 4 counts hash, 5.. the task's hash of each task
-- ARGV  1 group, 2 lease in ms, 3 crash limit, 4 how long a failure is kept in ms, 5 how long a
--       cancellation is kept in ms, then per task: id, entry
-- Returns per task BUSY (not expired any more) | STALE (no task, or not the task's live entry: taken
--         out) | AGAIN | {CANCELLED (asked for), task, attempt} | {FAILED, task, attempt, error, error_type,
--         error_supertypes, traceback}
--
-- A first crash may have had any task of the worker for its cause, so it makes suspects. A suspect is
-- started with a mark, and from its second crash on alone in its worker: only a crash while it ran alone
-- can be the last one. See start.lua for the marks.
--@include try_call
--@include time
--@include entry
--@include notify
--@include count
local ready, dead, waiting, counts, group = KEYS[1], KEYS[2], KEYS[3], KEYS[4], ARGV[1]
local STARTED, ALONE = 1000, 2000
local ERROR_TYPE = 'io.sitq.WorkerException'
local SUPERTYPES = 'io.sitq.SitqException java.lang.RuntimeException java.lang.Exception java.lang.Throwable'
redis.call('XACK', ready, group, '0-0')
local now, out, ended, gone = now_ms(), {}, {}, {}

local function deaths_of(fields, worker)
  local all = {}
  for line in string.gmatch((fields.deaths or '') .. ' ' .. worker .. '@' .. as_integer(now), '%S+') do
    all[#all + 1] = line
  end
  while #all > 10 do table.remove(all, 1) end
  return table.concat(all, ' ')
end

-- Ends a task; returns what is said of it.
local function finish(key, id, entry, status, fields, worker, error)
  local task = string.gsub(fields.task or 'unknown', '%s', '_')
  local attempt = fields.attempt or '1'
  redis.call('DEL', key)
  redis.call('HSET', key, 'entry', '!' .. entry, 'status', status, 'facts',
    table.concat({task, attempt, fields.crashes or 0, worker, '-', '-', as_integer(now), '-'}, ' '))
  if status == 'failed' then
    redis.call('HSET', key, 'error', error, 'error_type', ERROR_TYPE, 'error_supertypes', SUPERTYPES,
      'traceback', ERROR_TYPE .. ': ' .. error)
    if fields.envelope then redis.call('HSET', key, 'envelope', fields.envelope, 'task', fields.task) end
    if fields.errors and fields.errors ~= '' then redis.call('HSET', key, 'errors', fields.errors) end
    redis.call('ZADD', dead, as_integer(now), id)
    redis.call('PEXPIRE', key, ARGV[4])
  else
    redis.call('PEXPIRE', key, ARGV[5])
  end
  count(counts, task, status, 1)
  ended[#ended + 1] = id
  if status == 'cancelled' then return {'CANCELLED', task, attempt} end
  return {'FAILED', task, attempt, error, ERROR_TYPE, SUPERTYPES, ERROR_TYPE .. ': ' .. error}
end

for k = 1, #KEYS - 4 do
  local key, id, entry = KEYS[4 + k], ARGV[4 + 2 * k], ARGV[5 + 2 * k]
  local lease = redis.call('XPENDING', ready, group, 'IDLE', ARGV[2], entry, entry, 1)[1]
  if not lease then
    out[k] = 'BUSY'
  else
    local worker, mark = lease[2], lease[4]
    local fields = read_entry(ready, entry)
    local head = try_call('HMGET', key, 'entry', 'status', 'cancel')
    if head.err then
      redis.call('DEL', key) -- a foreign type under the key
      head = {}
    end
    if head[1] and (head[1] ~= entry or head[2]) then
      out[k] = 'STALE'
    elseif fields and not fields.envelope then
      if head[1] then redis.call('DEL', key) end
      out[k] = 'STALE'
    elseif not fields then
      if head[1] then
        out[k] = finish(key, id, entry, 'failed', {}, worker,
          'the entry of task ' .. id .. ' vanished from the stream while worker ' .. worker
          .. ' had it: somebody trimmed or deleted it')
      else
        out[k] = 'STALE'
      end
    elseif head[3] then
      out[k] = finish(key, id, entry, 'cancelled', fields, worker)
    else
      local crashes = tonumber(fields.crashes) or 0
      if crashes == 0 or mark >= STARTED then
        crashes = crashes + 1
        fields.deaths = deaths_of(fields, worker)
      end
      fields.crashes = crashes
      if mark >= ALONE and crashes > tonumber(ARGV[3]) then
        out[k] = finish(key, id, entry, 'failed', fields, worker,
          'task ' .. fields.task .. ' (' .. id .. ') was running when its worker died or lost its lease, '
          .. crashes .. ' times, the last ones alone in its worker: ' .. fields.deaths
          .. ' (worker@ms since 1970); it is kept as a dead letter')
      else
        redis.call('HSET', key, 'entry', add_entry(ready, fields))
        out[k] = 'AGAIN'
      end
    end
    gone[#gone + 1] = entry
  end
end
if #gone > 0 then
  redis.call('XACK', ready, group, unpack(gone))
  redis.call('XDEL', ready, unpack(gone))
end
notify(waiting, ended)
return out
