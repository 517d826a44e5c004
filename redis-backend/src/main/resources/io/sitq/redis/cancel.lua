-- Cancels a task: at once if nobody runs it, else by asking its worker.
-- KEYS  1 ready stream, 2 scheduled set, 3 waiting hash, 4 counts hash, 5 the task's hash
-- ARGV  1 group, 2 id, 3 TTL of the result in ms, 4 channel on which workers hear of requests
-- Returns {NONE} | {CANCELLED} | {REQUESTED} | {ENDED} (it had ended before)
--
-- Of a running task the request stands in its hash: settle looks at it before a retry or a release.
--@include try_call
--@include time
--@include entry
--@include notify
--@include count
local ready, scheduled, key, group, id = KEYS[1], KEYS[2], KEYS[5], ARGV[1], ARGV[2]
local head = try_call('HMGET', key, 'entry', 'status')
if head.err or not head[1] then return {'NONE'} end
if head[2] then return {'ENDED'} end
redis.call('XACK', ready, group, '0-0')
local task, attempt, crashes
if redis.call('ZSCORE', scheduled, id) then
  local h = redis.call('HMGET', key, 'task', 'attempt', 'crashes')
  task, attempt, crashes = h[1], h[2], h[3]
else
  local lease = try_call('XPENDING', ready, group, head[1], head[1], 1)
  if not lease.err and lease[1] then
    redis.call('HSET', key, 'cancel', 1)
    redis.pcall('PUBLISH', ARGV[4], id)
    return {'REQUESTED'}
  end
  local fields = read_entry(ready, head[1]) or {}
  task, attempt, crashes = fields.task, fields.attempt, fields.crashes
end
task = string.gsub(task or 'unknown', '%s', '_')
redis.call('DEL', key)
redis.call('HSET', key, 'entry', head[1], 'status', 'cancelled', 'facts',
  table.concat({task, attempt or 1, crashes or 0, '-', '-', '-', as_integer(now_ms()), '-'}, ' '))
redis.call('PEXPIRE', key, ARGV[3])
if redis.call('ZREM', scheduled, id) == 0 then redis.call('XDEL', ready, head[1]) end
count(KEYS[4], task, 'cancelled', 1)
notify(KEYS[3], {id})
return {'CANCELLED'}
